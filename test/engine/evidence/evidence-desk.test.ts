import fs from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { EvidenceDesk } from "../../../core/engine/evidence/evidence-desk.ts";
import { judgingOfCase } from "../../../core/engine/evidence/judging-of-case.ts";
import { loadPacks } from "../../../core/engine/load-packs.ts";
import { analyseInto, caseIn, openedCase } from "../../builders/case.ts";
import { capturePath, ROOT, temporaryFolder } from "../../builders/program.ts";
import { EVIDENCE_WORKER_URL } from "../../builders/window-workers.ts";

async function deskOn(folder: string) {
  const file = caseIn(folder);
  await analyseInto(file, [capturePath("tools/svmap-0.3.3-options-sequential.pcap")], { make: true });
  const opened = await openedCase(file, false);
  onTestFinished(() => opened.close());
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join("\n"));
  return new EvidenceDesk({
    opened,
    workerUrl: EVIDENCE_WORKER_URL,
    isStill: () => true,
    judging: () => judgingOfCase(opened, packs, []),
  });
}

test("what is cancelled or closed before it is written leaves no file, and the next may be asked for", async () => {
  const folder = temporaryFolder();
  const desk = await deskOn(folder);
  const before = fs.readdirSync(folder);
  const out = path.join(folder, "evidence.pcapng");
  const none = async () => new Set<string>();
  const first = desk.write(none, null, out);
  expect(await desk.write(none, null, out)).toEqual({ kind: "failed", message: "Evidence is being written already." });
  desk.cancel();
  expect(await first).toEqual({ kind: "cancelled" });
  const second = desk.write(none, "a key", out);
  await desk.stop();
  expect(await second).toEqual({ kind: "cancelled" });
  expect(fs.readdirSync(folder)).toEqual(before);
});
