import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { analyseInto, caseIn } from "../builders/case.ts";
import { ROOT, runProgram, temporaryFolder } from "../builders/program.ts";
import { svmapProbes } from "../builders/svmap-probes.ts";
import { RAW_IP, writePcap } from "../generator/capture-writer.ts";
import { udpPacket } from "../generator/packet-frames.ts";
import { Random } from "../generator/random.ts";

/** One telescope of addresses that examples are rewritten to by habit, one of others. */
const TELESCOPES = ["198.51.100", "145.94.7"];

function capture(folder: string): string {
  const file = path.join(folder, "edited.pcap");
  const probes = TELESCOPES.flatMap((telescope, index) =>
    svmapProbes({ source: `45.9.${index}.1`, telescope }, 30, new Random(telescope)),
  );
  const packets = probes.map(({ text, source, destination, sourcePort, destinationPort }, index) => ({
    timeNs: BigInt(1_700_000_000 + index) * 1_000_000_000n,
    bytes: udpPacket(
      { source, destination, timeToLive: 60, identification: index },
      { sourcePort, destinationPort },
      Buffer.from(text.replace("friendly-scanner", "edited-scanner"), "latin1"),
    ),
  }));
  fs.writeFileSync(file, writePcap(packets, { linkType: RAW_IP, byteOrder: "little", resolution: "nanoseconds" }));
  return file;
}

/** Every way an address of the telescopes may be written that the guard is to know, worked out apart from it. */
function formsOf(address: string): string[] {
  const octets = address.split(".").map(Number);
  const hex = Buffer.from(octets).toString("hex");
  const reversed = [...octets].reverse();
  const inHex = (text: string) => Buffer.from(text, "latin1").toString("hex");
  const numbers = [hex, Buffer.from(reversed).toString("hex")].map((digits) => String(Number.parseInt(digits, 16)));
  return [
    address,
    octets.join("-"),
    reversed.join("."),
    hex,
    hex.toUpperCase(),
    inHex(hex),
    inHex(address),
    ...numbers,
  ];
}

test("what leaves a case with SIPVicious in two telescopes holds neither", async () => {
  const folder = temporaryFolder();
  const caseFile = caseIn(folder);
  const { report } = await analyseInto(caseFile, [capture(folder)], { make: true });
  const [fingerprint, ...more] = report.fingerprints.map(({ id }) => id);
  expect(more).toEqual([]);
  const pack = path.join(folder, "own.ringpack");
  const name = ["--tool", "own/edited", "--name", "Edited scanner"];
  const proposed = runProgram([
    "signature",
    "propose",
    caseFile,
    "--fingerprint",
    String(fingerprint),
    ...name,
    "--out",
    pack,
  ]);
  expect([proposed.status, proposed.stderr]).toEqual([0, ""]);
  const written = [pack];
  for (const target of ["suricata8", "stix"]) {
    const out = path.join(folder, `own.${target}`);
    const exported = runProgram(["pack", "export", pack, "--target", target, "--case", caseFile, "--out", out]);
    expect([target, exported.status]).toEqual([target, 0]);
    written.push(out);
  }
  const addresses = TELESCOPES.flatMap((telescope) => Array.from({ length: 256 }, (_, host) => `${telescope}.${host}`));
  for (const file of written) {
    const text = fs.readFileSync(file, "utf8");
    const found = addresses.filter((address) =>
      formsOf(address).some((form) =>
        new RegExp(`(?<![0-9a-f.])${form.replaceAll(".", "\\.")}(?![0-9])`, "i").test(text),
      ),
    );
    expect([path.basename(file), found]).toEqual([path.basename(file), []]);
  }
});

test("a leaky pack is stopped wherever it would leave, and the place is named", () => {
  const folder = temporaryFolder();
  const content = JSON.parse(fs.readFileSync(path.join(ROOT, "resources/packs/builtin.ringpack"), "utf8"));
  const [first] = content.signatures;
  first.notes = `seen with tag=7${Buffer.from("915e070913c4", "latin1").toString("hex")}01`;
  content.signatures = [first];
  const leaky = path.join(folder, "leaky.ringpack");
  fs.writeFileSync(leaky, JSON.stringify(content));
  const key = path.join(folder, "key.json");
  expect(runProgram(["pack", "key", "--out", key]).status).toBe(0);
  const out = path.join(folder, "leaky.out");
  for (const command of [
    ["export", leaky, "--target", "suricata7"],
    ["build", leaky],
    ["import", leaky],
    ["seal", leaky, "--key", key],
  ]) {
    const { status, stderr } = runProgram(["pack", ...command, "--telescope", "145.94.0.0/16", "--out", out]);
    expect([command[0], status, fs.existsSync(out)]).toEqual([command[0], 2, false]);
    expect(stderr).toContain("notes holds 145.94.7.9 of the telescope as hex, in hex once more.");
  }
  const released = ["pack", "seal", leaky, "--key", key, "--telescope", "145.94.0.0/16", "--out", out];
  expect(runProgram([...released, "--allow-telescope", "a test"]).status).toBe(0);
});

test("packs of two licences become one only under a licence that is named", () => {
  const folder = temporaryFolder();
  const builtin = JSON.parse(fs.readFileSync(path.join(ROOT, "resources/packs/builtin.ringpack"), "utf8"));
  const other = path.join(folder, "other.ringpack");
  const [first] = builtin.signatures;
  fs.writeFileSync(
    other,
    JSON.stringify({
      ...builtin,
      id: "others",
      licence: "CC-BY-4.0",
      signatures: [{ ...first, notes: `${first.notes} Seen again.` }],
    }),
  );
  const out = path.join(folder, "out.ringpack");
  for (const command of [
    ["import", other],
    ["build", "builtin", other],
  ]) {
    const refused = runProgram(["pack", ...command, "--out", out]);
    expect([refused.status, fs.existsSync(out)]).toEqual([2, false]);
    expect(refused.stderr).toMatch(/different licences: .*CC-BY-4\.0.*--licence/);
    const taken = runProgram(["pack", ...command, "--out", out, "--licence", "CC-BY-4.0"]);
    expect([taken.status, JSON.parse(fs.readFileSync(out, "utf8")).licence]).toEqual([0, "CC-BY-4.0"]);
    fs.rmSync(out);
  }
});
