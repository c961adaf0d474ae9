import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { captureOfDatagrams } from "../../core/engine/verify/example-capture.ts";
import { exportPack, TARGET_NAMES } from "../../core/pack/export/export-pack.ts";
import { decodePack } from "../../core/pack/pack.ts";
import type { Report } from "../../core/report/report.ts";
import { runProgram, temporaryFolder } from "../builders/program.ts";
import { Random } from "../generator/random.ts";
import { beginRun } from "../generator/tool-messages.ts";

const TELESCOPES = ["145.94.", "131.180."];
const IN_ANY_FORM = /145\.94\.|131\.180\.|915e|83b4|39313565|38336234/;
const PREFIXES = "145.94.0.0/16,131.180.0.0/16";

/** A capture of both telescopes with an edited SIPVicious, which writes its target into its From tag. */
function captureOfEditedSvmap(folder: string): string {
  const run = beginRun("paper/1", new Random("telescopes"), { method: "OPTIONS", edition: "py3" });
  const datagrams = Array.from({ length: 60 }, (_, index) => {
    const destination = `${TELESCOPES[index % 2]}${index}.${(index * 37) % 250}`;
    const ends = { source: "203.0.113.77", destination, sourcePort: 5060, destinationPort: 5060 };
    const payload = Buffer.from(run.next(ends)).toString("latin1").replace("friendly-scanner", "neighbourly-probe");
    return { ...ends, payload };
  });
  const file = path.join(folder, "svmap.pcap");
  fs.writeFileSync(file, captureOfDatagrams(datagrams));
  return file;
}

function ringprint(...args: readonly string[]) {
  const ended = runProgram(args);
  expect([args[0], ended.status, ended.stderr]).toEqual([args[0], 0, expect.any(String)]);
  return ended;
}

test("a pack of SIPVicious seen in two telescopes leaves without either, in every format", () => {
  const folder = temporaryFolder();
  const [study, own] = [path.join(folder, "study.ringcase"), path.join(folder, "own.ringpack")];
  const analysed = ringprint("analyse", captureOfEditedSvmap(folder), "--case", study, "--format", "json");
  const [fingerprint] = (JSON.parse(analysed.stdout) as Report).fingerprints;
  const chosen = [
    "--fingerprint",
    fingerprint?.id ?? "",
    "--tool",
    "own/edited",
    "--name",
    "Edited svmap",
    "--out",
    own,
  ];
  ringprint("signature", "propose", study, ...chosen);
  const out = path.join(folder, "own.json");
  ringprint("pack", "export", own, "--target", "json", "--out", out, "--telescope", PREFIXES);
  // The case knows its telescope, and what the rules find in it.
  const rules = path.join(folder, "own.rules");
  const exported = ringprint("pack", "export", own, "--target", "snort3", "--out", rules, "--case", study);
  expect(exported.stderr).toContain("on the messages kept in the case: 8 hits, 0 misses, 0 false hits.");
  const { inCase, leakGuard } = JSON.parse(fs.readFileSync(`${rules}.fidelity.json`, "utf8"));
  expect(inCase).toEqual([{ signature: "own/edited", hits: 8, misses: 0, falseHits: [] }]);
  expect(leakGuard).toEqual({ asked: true, leaks: 0, released: null });
  // Naming another telescope does not release that of the case.
  const leaky = path.join(folder, "leaky.ringpack");
  const pack = JSON.parse(fs.readFileSync(own, "utf8"));
  pack.signatures[0].notes = "First seen at 145.94.2.74.";
  fs.writeFileSync(leaky, JSON.stringify(pack));
  const other = ["--case", study, "--telescope", "192.88.99.0/24", "--out", path.join(folder, "leaky.rules")];
  const refused = runProgram(["pack", "export", leaky, "--target", "snort3", ...other]);
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining("145.94.2.74")]);
  const decoded = decodePack(fs.readFileSync(out, "utf8"));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  expect(decoded.pack.signatures[0]?.examples.positive.length).toBeGreaterThan(0);
  for (const target of TARGET_NAMES) {
    // Dotted, hexadecimal, and in hex once more, as the tag has them.
    const found = IN_ANY_FORM.exec(exportPack(decoded.pack, decoded.library, target).text);
    expect([target, found]).toEqual([target, null]);
  }
});
