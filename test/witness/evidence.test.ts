import fs from "node:fs";
import path from "node:path";
import { describe, expect, inject, test } from "vitest";
import { openCapture } from "../../core/capture/open-capture.ts";
import { analyseInto, caseIn } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { capturePath, capturesIn, ROOT, runProgram, temporaryFolder } from "../builders/program.ts";
import { askTshark } from "./tshark.ts";

const missing = inject("tsharkMissing");

function exportEvidence(caseFile: string, out: string, ...more: string[]) {
  return runProgram(["export", caseFile, "--what", "evidence", "--format", "pcapng", "--out", out, ...more]);
}

describe.skipIf(missing !== "")(`tshark reads the evidence${missing === "" ? "" : `: not run. ${missing}`}`, () => {
  const FIELDS = ["frame.md5_hash", "frame.time_epoch", "frame.len", "frame.cap_len", "frame.encap_type"];
  const ask = (file: string, ...more: string[]) =>
    askTshark(file, [...FIELDS, "frame.number", ...more], "first", ["-n", "-o", "frame.generate_md5_hash:TRUE"]);

  test("each packet is that of its capture, and its comment names it, its tool, fingerprint and label", async () => {
    const folder = temporaryFolder();
    const files = [
      ...["svmap64-le-us.pcap.gz", "svmap64-be-ns.pcap", "svmap64-qinq.pcap", "svmap64-3-interfaces-be.pcapng"].map(
        (name) => capturePath(`formats/${name}`),
      ),
      ...capturesIn("tools"),
    ];
    const caseFile = caseIn(folder);
    const { report } = await analyseInto(caseFile, files, { make: true });
    const svmap = report.strands.find(({ tool }) => tool !== null);
    const label = ["--fingerprint", svmap?.fingerprint as string, "--tool", 'ours "\u202e'];
    expect(runProgram(["label", caseFile, ...label]).status).toBe(0);
    const out = path.join(folder, "evidence.pcapng");
    expect(exportEvidence(caseFile, out).status).toBe(0);
    const stored = new Map<string, string>();
    for (const file of files) {
      // tshark also numbers pcapng blocks that are no packets; these have no link type.
      const packets = (await ask(file)).filter(([, , , , link = ""]) => /^\d/.test(link));
      for (const [index, [md5, time, length, captured, link]] of packets.entries()) {
        stored.set(`capture ${fileHash(file)} ${index + 1}`, [md5, time, length, captured, link].join());
      }
    }
    const evidence = await ask(out, "frame.interface_description", "frame.comment");
    expect(evidence.length).toBeGreaterThan(300);
    const fingerprints = new Set(report.fingerprints.map(({ id }) => id));
    const tools = new Set([...report.tools.map(({ id }) => id), "unknown"]);
    let labelled = 0;
    for (const [md5, time, length, captured, link, _, origin, comment = ""] of evidence) {
      const said = /^tool (\S+); (?:signature \S+; )?fingerprint (\S+); grade [a-z]+(; label .*)?; packet (\d+)$/.exec(
        comment,
      );
      expect(said, comment).not.toBeNull();
      const [, tool = "", fingerprint = "", ours, number] = said as RegExpExecArray;
      expect(stored.get(`${origin} ${number}`)).toBe([md5, time, length, captured, link].join());
      expect([tools.has(tool), fingerprints.has(fingerprint)]).toEqual([true, true]);
      if (ours !== undefined) labelled += 1;
    }
    expect(labelled).toBeGreaterThan(0);
  });

  test("with other addresses every checksum is right, as it was before, and no address of before is left", async () => {
    const folder = temporaryFolder();
    const caseFile = caseIn(folder);
    await analyseInto(caseFile, [path.join(ROOT, "resources/samples/telescope-sample.pcapng")], { make: true });
    const fields = ["ip.checksum.status", "udp.checksum.status", "ip.src", "ip.dst", "frame.len"];
    const preferences = ["-n", "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"];
    const [plain, other] = [path.join(folder, "plain.pcapng"), path.join(folder, "other.pcapng")];
    expect(exportEvidence(caseFile, plain, "--filter", "svmap").status).toBe(0);
    expect(exportEvidence(caseFile, other, "--filter", "svmap", "--anonymise", "a key").status).toBe(0);
    const before = await askTshark(plain, fields, "first", preferences);
    const after = await askTshark(other, fields, "first", preferences);
    expect(after.length).toBe(before.length);
    const good = (packets: readonly string[][]) => packets.filter(([ip, udp]) => ip === "1" && udp === "1").length;
    expect(good(before)).toBeGreaterThan(10_000);
    expect(good(after)).toBe(good(before));
    const addresses = new Set(before.flatMap(([, , source, destination]) => [source, destination]));
    for (const [, , source, destination] of after) {
      expect([addresses.has(source), addresses.has(destination)]).toEqual([false, false]);
    }
  });

  test("packets without a time have none, and their comment stands at their section", async () => {
    const folder = temporaryFolder();
    const file = capturePath("formats/svmap32-simple-packet-blocks-be.pcapng");
    const caseFile = caseIn(folder);
    await analyseInto(caseFile, [file], { make: true });
    const out = path.join(folder, "evidence.pcapng");
    expect(exportEvidence(caseFile, out).status).toBe(0);
    const [ours, theirs] = [await ask(out), await ask(file)];
    expect(ours).toEqual(theirs);
    const reader = openCapture();
    reader.push(fs.readFileSync(out), () => undefined);
    reader.end();
    expect(
      reader.facts.comments.first.every(({ about, text }) => about === "section" && /fingerprint/.test(text)),
    ).toBe(true);
    expect(reader.facts.comments.count).toBe(32);
  });
});
