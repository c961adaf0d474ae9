import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { CaseError } from "../../core/engine/case/case-fault.ts";
import type { CaseFile } from "../../core/engine/case/case-file.ts";
import { strandsOfCase } from "../../core/engine/case/case-strands.ts";
import { judgeCase } from "../../core/engine/case/judge-case.ts";
import { rematchCase } from "../../core/engine/rematch-threads.ts";
import { formatAddress } from "../../core/net/address.ts";
import { flowIdOf } from "../../core/report/flow-report.ts";
import { rematch } from "../../core/signature/rematch.ts";
import { compileLibrary, type SignatureLibrary } from "../../core/signature/signature.ts";
import { analyseInto, caseIn, openedCase } from "../builders/case.ts";
import { builtinLibrary } from "../builders/library.ts";
import { capturesIn, ROOT, temporaryFolder, USUAL_RULES } from "../builders/program.ts";
import { REMATCH_WORKER_URL } from "../builders/window-workers.ts";
import { writeManyFlows } from "../large/many-flows.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const wanted = { workerUrl: REMATCH_WORKER_URL, isWanted: () => true };

/** The library with every tool under another name, and one signature less. */
function renamed(): SignatureLibrary {
  const definitions = builtinLibrary.signatures
    .filter(({ definition }) => definition.id !== "paper/10")
    .map(({ definition }) => ({ ...definition, tool: { ...definition.tool, id: `${definition.tool.id}/renamed` } }));
  const compiled = compileLibrary(definitions);
  if (!compiled.ok) throw new Error("the names of tools are free");
  return compiled.library;
}

async function caseOf(captures: readonly string[]) {
  const file = caseIn();
  await analyseInto(file, captures, { make: true, index: false });
  const opened = await openedCase(file, false);
  onTestFinished(() => opened.close());
  const judging = { rules: USUAL_RULES, library: builtinLibrary, packs: [] };
  expect(await judgeCase(opened, judging, () => "all")).toBe(true);
  return opened;
}

/** What a re-match with two threads fails with. */
async function failureOf(opened: CaseFile): Promise<unknown> {
  const libraries = { before: builtinLibrary, after: renamed() };
  return rematchCase(opened, USUAL_RULES, libraries, { ...wanted, threads: 2 }).then(
    () => null,
    (error: unknown) => error,
  );
}

test("threads sum up to what one strand after the other gives, however many there are", async () => {
  const folder = temporaryFolder();
  // Each source in both, so that states of two captures are merged.
  const halves = [1, 2].map((number) => {
    const file = path.join(folder, `${number}.pcap`);
    writeManyFlows(file, { sources: 800, flowsEach: number, packetsEach: 3, sweepPackets: 100 });
    return file;
  });
  const opened = await caseOf([SAMPLE, ...capturesIn("tools"), ...halves]);
  const strands = (await strandsOfCase(opened)).map(({ source, flow, state }) => ({
    flow: flowIdOf(source, flow),
    source: formatAddress(source),
    state,
  }));
  const libraries = { before: builtinLibrary, after: renamed() };
  const expected = rematch(strands, libraries.before, libraries.after);
  expect(expected.changes.length).toBeGreaterThan(10);
  expect(expected.unchanged).toBeGreaterThan(0);
  for (const threads of [1, 2, 3]) {
    expect(await rematchCase(opened, USUAL_RULES, libraries, { ...wanted, threads })).toEqual(expected);
  }
  const same = { before: builtinLibrary, after: builtinLibrary };
  const nothing = { changes: [], unchanged: strands.length };
  expect(await rematchCase(opened, USUAL_RULES, same, { ...wanted, threads: 2 })).toEqual(nothing);
});

test("of faint flows those are matched that are looked into", async () => {
  const flood = path.join(temporaryFolder(), "flood.pcap");
  writeManyFlows(flood, { sources: 11_000, flowsEach: 1, packetsEach: 1, sweepPackets: 100 });
  const opened = await caseOf([flood]);
  const libraries = { before: builtinLibrary, after: renamed() };
  const summary = await rematchCase(opened, USUAL_RULES, libraries, { ...wanted, threads: 2 });
  const strands = await strandsOfCase(opened);
  expect(strands.length).toBeLessThan(10_100);
  const changed = summary?.changes.reduce((sum, change) => sum + change.strands, 0) ?? 0;
  expect(changed + (summary?.unchanged ?? 0)).toBe(strands.length);
});

test("it ends soon once it is not wanted any more, and the case can be asked and closed", async () => {
  const opened = await caseOf([SAMPLE]);
  const libraries = { before: builtinLibrary, after: renamed() };
  let asked = 0;
  const isWanted = () => {
    asked += 1;
    return asked < 3;
  };
  expect(await rematchCase(opened, USUAL_RULES, libraries, { ...wanted, isWanted, threads: 2 })).toBeNull();
  expect(await rematchCase(opened, USUAL_RULES, libraries, { ...wanted, threads: 2 })).not.toBeNull();
});

test.each([
  ["a state that is none", "UPDATE source_state SET state = 'none'::BLOB"],
  ["a state that is not there", "DELETE FROM source_state"],
  ["an outline that is none", "UPDATE outline SET strands = 'none'::BLOB"],
])("%s is a damaged case, said as everywhere", async (_, damage) => {
  const opened = await caseOf([SAMPLE]);
  await opened.save((connection) => connection.run(damage));
  const error = await failureOf(opened);
  expect(error).toBeInstanceOf(CaseError);
  expect((error as CaseError).fault.code).toBe("damaged-case");
});

test("a thread that cannot start is a fault of the program, and the next may be asked for", async () => {
  const opened = await caseOf([SAMPLE]);
  const libraries = { before: builtinLibrary, after: renamed() };
  const workerUrl = new URL("no-such-worker.mjs", REMATCH_WORKER_URL);
  await expect(rematchCase(opened, USUAL_RULES, libraries, { ...wanted, workerUrl, threads: 2 })).rejects.toThrow();
  expect(await rematchCase(opened, USUAL_RULES, libraries, { ...wanted, threads: 2 })).not.toBeNull();
});
