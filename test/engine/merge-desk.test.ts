import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type MergePlan, mergePlanSchema, mergeProgressSchema, mergingSchema } from "../../core/contract/merging.ts";
import { DEFAULT_RULES } from "../../core/contract/rule-texts.ts";
import { setCaseFilters } from "../../core/engine/case/case-settings.ts";
import { insertEvent } from "../../core/engine/case/events.ts";
import { signatureEvent } from "../../core/engine/case/own-signatures.ts";
import type { Engine } from "../../core/engine/engine.ts";
import { analyseInto, caseIn, openedCase } from "../builders/case.ts";
import { startEngine } from "../builders/engine.ts";
import { fileHash } from "../builders/file-hash.ts";
import { capturePath, runProgram, temporaryFolder } from "../builders/program.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const SVWAR = capturePath("tools/svwar-0.3.3-register-with-responses.pcap");
const NMAP = capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap");

type Plan = Extract<MergePlan, { kind: "plan" }>;

async function planOf(engine: Engine, files: readonly string[]): Promise<Plan> {
  const plan = mergePlanSchema.parse(await engine.outgoing.lookAtMerge(files));
  if (plan.kind !== "plan") throw new Error(plan.kind);
  return plan;
}

function stagesOf(started: ReturnType<typeof startEngine>): string[] {
  return started.news.flatMap((news) => {
    if (news.type !== "merge") return [];
    const progress = mergeProgressSchema.parse(news.progress);
    return [progress.stage];
  });
}

function reportOf(file: string): string {
  return runProgram(["analyse", "--case", file, "--report", "-"]).stdout;
}

test("the open case merged with others holds what the command line makes of them, byte for byte", async () => {
  const folder = temporaryFolder();
  const [mine, june, july, byHand, byDesk] = ["mine", "june", "july", "by-hand", "by-desk"].map((name) =>
    caseIn(folder, `${name}.ringcase`),
  ) as [string, string, string, string, string];
  await analyseInto(mine, [SVMAP, NMAP], { make: true });
  const { report } = await analyseInto(june, [SVWAR, NMAP], { make: true });
  await analyseInto(july, [], { make: true });
  const label = ["--fingerprint", report.fingerprints[0]?.id as string];
  expect(runProgram(["label", june, ...label, "--tool", "yours"]).status).toBe(0);
  const before = [june, july].map(fileHash);
  expect(runProgram(["merge", mine, june, july, "--out", byHand]).status).toBe(0);

  const started = startEngine();
  const { engine, open } = started;
  await open([mine]);
  expect(await planOf(engine, [june, july, june, mine])).toEqual({
    kind: "plan",
    open: { kind: "brings", captures: 2, alone: 1, labels: 0, signatures: 0, waiting: 0 },
    others: [
      { kind: "brings", captures: 2, alone: 1, labels: 1, signatures: 0, waiting: 0 },
      { kind: "brings", captures: 0, alone: 0, labels: 0, signatures: 0, waiting: 0 },
      { kind: "same" },
      { kind: "same" },
    ],
    together: { cases: 3, captures: 3, labels: 1, labelConflicts: 0, signatureConflicts: 0, filtersLeftOut: 0 },
  });
  expect(stagesOf(started)).toEqual([]);
  const ending = await engine.outgoing.merge([june, july, june, mine], byDesk);
  const answer = { kind: "ended", name: "by-desk.ringcase", token: randomUUID(), ending };
  expect(mergingSchema.parse(answer)).toEqual(answer);
  expect(ending).toEqual({
    kind: "merged",
    cases: 3,
    captures: 3,
    labelConflicts: 0,
    signatureConflicts: 0,
    filtersLeftOut: 0,
  });
  expect(stagesOf(started)[0]).toBe("looking");
  expect(stagesOf(started)).toContain("copying");
  expect(stagesOf(started).at(-1)).toBe("none");
  expect([june, july].map(fileHash)).toEqual(before);
  // The open one stays the engine's, and can be written.
  expect(runProgram(["labels", mine]).stderr).toContain("mine.ringcase is open elsewhere");
  expect(await engine.saveFilters([{ name: "a", text: "packets > 1" }])).toBeNull();
  // It is opened as any case.
  await open([byDesk]);
  expect(engine.state()).toMatchObject({ caseName: "by-desk.ringcase", packets: expect.any(Number) });
  await engine.close();
  expect(reportOf(byDesk)).toBe(reportOf(byHand));
  expect(runProgram(["labels", byDesk, "--format", "json"]).stdout).toBe(
    runProgram(["labels", byHand, "--format", "json"]).stdout,
  );
});

test("a case without a name is merged, and what contradicts is counted before and after", async () => {
  const folder = temporaryFolder();
  const [june, july, merged] = ["june", "july", "merged"].map((name) => caseIn(folder, `${name}.ringcase`)) as [
    string,
    string,
    string,
  ];
  const { report } = await analyseInto(june, [NMAP], { make: true });
  const fingerprint = report.fingerprints[0]?.id as string;
  fs.copyFileSync(june, july);
  for (const [file, tool] of [
    [june, "one name"],
    [july, "other name"],
  ] as const) {
    expect(runProgram(["label", file, "--fingerprint", fingerprint, "--tool", tool]).status).toBe(0);
    const opened = await openedCase(file, false);
    // One retires it, the other keeps it as it is.
    const changes = [{ id: "paper/1", before: null, after: file === june ? "retired" : null } as const];
    await opened.save(async (connection) => {
      await insertEvent(connection, {
        atMs: file === june ? 1 : 2,
        author: tool,
        ...signatureEvent(changes, null, null),
      });
      const filters = Array.from({ length: 120 }, (_, index) => ({ name: `${tool} ${index}`, text: "packets > 1" }));
      await setCaseFilters(connection, filters);
    });
    await opened.close();
  }
  const { engine, open } = startEngine();
  await open([SVMAP]);
  const counted = { labelConflicts: 1, signatureConflicts: 1, filtersLeftOut: 40 };
  expect((await planOf(engine, [june, july])).together).toEqual({ cases: 3, captures: 2, labels: 1, ...counted });
  const ended = await engine.outgoing.merge([june, july], merged);
  expect(ended).toEqual({ kind: "merged", cases: 3, captures: 2, ...counted });
});

test("what cannot be merged is refused with a code and a sentence, before and instead, and nothing is written", async () => {
  const folder = temporaryFolder();
  const [other, june, there, held, merged] = ["other", "june", "there", "held", "merged"].map((name) =>
    caseIn(folder, `${name}.ringcase`),
  ) as [string, string, string, string, string];
  await analyseInto(other, [NMAP], { make: true, givenRules: { ports: "any" } });
  await analyseInto(june, [NMAP], { make: true });
  fs.copyFileSync(june, held);
  fs.writeFileSync(there, "a text that was there before");
  const compared = await openedCase(held, false);
  const started = startEngine();
  const { engine, open } = started;
  expect(await engine.outgoing.lookAtMerge([june])).toEqual({ kind: "reading" });
  expect(await engine.outgoing.merge([june], merged)).toMatchObject({ fault: { code: "no-case-open" } });
  await open([SVMAP]);
  const faultOf = (code: string, message: string) => ({
    kind: "refused",
    fault: { code, message: expect.stringContaining(message) },
  });
  const faults = [
    [
      other,
      faultOf("case-other-rules", "This case and other.ringcase were read under different rules (ports: 5060, any)."),
    ],
    [NMAP, faultOf("not-a-case", "nmap-7.93-sUsV-sip-probe.pcap is no case of Ringprint. It was not changed.")],
    [caseIn(folder, "none.ringcase"), faultOf("case-missing", "There is no case none.ringcase.")],
    [held, faultOf("case-in-use", "held.ringcase is open elsewhere (this program).")],
  ] as const;
  const plan = await planOf(engine, [june, ...faults.map(([file]) => file)]);
  expect(plan.others).toEqual([expect.objectContaining({ kind: "brings" }), ...faults.map(([, fault]) => fault)]);
  expect(plan.together).toBeNull();
  for (const [file, fault] of faults) {
    expect((await planOf(engine, [file])).together).toBeNull();
    expect(await engine.outgoing.merge([june, file], merged)).toEqual(fault);
  }
  await compared.close();
  expect((await planOf(engine, [])).together).toBeNull();
  expect(await engine.outgoing.merge([june], there)).toEqual(
    faultOf("case-exists", "there.ringcase is there already. It was not changed."),
  );
  expect(await engine.outgoing.merge([june], june)).toMatchObject({ fault: { code: "case-exists" } });
  expect(fs.readdirSync(folder).sort()).toEqual([other, june, there, held].map((file) => path.basename(file)).sort());
  // While more is read, nothing stands still.
  const whileReading = new Promise((resolve, reject) => {
    started.onNews = (news) => {
      if (news.type !== "reading" || news.state.phase !== "reading") return;
      started.onNews = () => undefined;
      Promise.all([engine.outgoing.lookAtMerge([june]), engine.outgoing.merge([june], merged)]).then(resolve, reject);
    };
  });
  await engine.add([SVWAR], DEFAULT_RULES);
  const stillReading = faultOf("still-reading", "Cases are merged once all captures are read. Nothing was merged.");
  expect(await whileReading).toEqual([{ kind: "reading" }, stillReading]);
});

test("a merge that is cancelled, or whose case is closed, leaves nothing; another one follows", async () => {
  const folder = temporaryFolder();
  const [june, merged] = ["june", "merged"].map((name) => caseIn(folder, `${name}.ringcase`)) as [string, string];
  await analyseInto(june, [NMAP, SVWAR], { make: true });
  const started = startEngine();
  const { engine, open } = started;
  await open([SVMAP]);
  for (const stage of ["looking", "copying"]) {
    started.onNews = (news) => {
      if (news.type === "merge" && news.progress.stage === stage) engine.outgoing.cancelMerge();
    };
    expect(await engine.outgoing.merge([june], merged)).toEqual({ kind: "cancelled" });
    expect(fs.readdirSync(folder)).toEqual(["june.ringcase"]);
  }
  started.onNews = () => undefined;
  const first = engine.outgoing.merge([june], merged);
  expect(await engine.outgoing.merge([june], merged)).toMatchObject({ fault: { code: "already-merging" } });
  await open([NMAP]);
  expect(await first).toEqual({ kind: "cancelled" });
  expect(fs.readdirSync(folder)).toEqual(["june.ringcase"]);
  expect(await engine.outgoing.merge([june], merged)).toMatchObject({ kind: "merged", cases: 2 });
});
