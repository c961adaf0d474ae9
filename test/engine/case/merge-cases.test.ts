import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { bundlePath } from "../../../core/cli/build.mjs";
import { listCaptures } from "../../../core/engine/case/case-captures.ts";
import { insertEvent, listEvents } from "../../../core/engine/case/events.ts";
import { mergeCases } from "../../../core/engine/case/merge-cases.ts";
import { removeCapture } from "../../../core/engine/case/remove-capture.ts";
import { formatJson } from "../../../core/report/report-json.ts";
import { analyseInto, analyseOpened, brokenRows, caseIn, mergeAll, openedCase, rowsOf } from "../../builders/case.ts";
import { damagePackets } from "../../builders/damaged-packets.ts";
import { fileHash } from "../../builders/file-hash.ts";
import { analyseFiles, capturePath, capturesIn, runProgram, temporaryFolder } from "../../builders/program.ts";
import { splitPcap } from "../../builders/split-pcap.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const NMAP = capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap");

async function reportOf(paths: readonly string[]): Promise<string> {
  return formatJson((await analyseFiles(paths)).report);
}

async function statusOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("close", resolve));
}

test("four shards, analysed by four processes and merged, give the report of one reading, byte for byte", async () => {
  const folder = temporaryFolder();
  const captures = [
    ...splitPcap(SVMAP, 4, folder),
    ...splitPcap(capturePath("tools/svwar-0.3.3-register-with-responses.pcap"), 4, folder),
    ...capturesIn("tools"),
    ...capturesIn("compressed").slice(0, 2),
  ];
  const shards = [0, 1, 2, 3].map((shard) => caseIn(folder, `${shard}.ringcase`));
  const codes = await Promise.all(
    shards.map((file, shard) => {
      const share = captures.filter((_, index) => index % shards.length === shard);
      const args = ["analyse", "--case", file, "--threads", "1", ...share];
      return statusOf(spawn(process.execPath, [bundlePath, ...args], { stdio: "ignore" }));
    }),
  );
  expect(new Set(codes)).not.toContain(2);
  const before = shards.map(fileHash);
  const merged = caseIn(folder, "merged.ringcase");
  const { status, stderr } = runProgram(["merge", ...shards, "--out", merged]);
  expect([status, stderr]).toEqual([0, expect.stringMatching(/holds \d+ captures of 4 cases\.\n$/)]);
  const report = runProgram(["analyse", "--case", merged, "--report", "-"]).stdout;
  expect(report).toBe(await reportOf(captures));
  expect(await brokenRows(merged)).toEqual([]);
  expect(shards.map(fileHash)).toEqual(before);
  // Rows of every table are those of a single case, but for the numbers of the captures.
  const single = caseIn(folder, "single.ringcase");
  await analyseInto(single, captures, { make: true });
  for (const table of ["packet", "payload"]) {
    expect(await rowSum(merged, table)).toEqual(await rowSum(single, table));
  }
});

async function rowSum(file: string, table: string): Promise<unknown[]> {
  return rowsOf(
    file,
    `SELECT count(*)::VARCHAR, bit_xor(hash(held))::VARCHAR FROM
      (SELECT capture.sha256, ${table}.* EXCLUDE (capture) FROM ${table} JOIN capture ON capture.id = ${table}.capture) AS held`,
  );
}

test("a capture of several cases is in the merged one once, as far as it was read, under its least name", async () => {
  const folder = temporaryFolder();
  const copy = path.join(folder, "a-copy.pcap");
  fs.copyFileSync(SVMAP, copy);
  const [one, two, three] = ["one", "two", "three"].map((name) => caseIn(folder, `${name}.ringcase`)) as [
    string,
    string,
    string,
  ];
  await analyseInto(one, [SVMAP, path.join(folder, "missing.pcap")], { make: true, index: false });
  await analyseInto(two, [copy, capturePath("formats/svmap64-le-us.pcap")], { make: true });
  await analyseInto(three, [], { make: true });
  const expected = await reportOf([
    SVMAP,
    copy,
    capturePath("formats/svmap64-le-us.pcap"),
    path.join(folder, "missing.pcap"),
  ]);
  for (const [index, order] of [
    [one, two, three],
    [three, two, one, one],
  ].entries()) {
    const merged = caseIn(folder, `merged-${index}.ringcase`);
    expect(await mergeAll(order, merged)).toEqual({
      cases: 3,
      captures: 2,
      conflicts: [],
      signatureConflicts: [],
      filtersLeftOut: 0,
    });
    expect(await rowsOf(merged, "SELECT indexed FROM capture")).toEqual([[true], [true]]);
    expect(formatJson((await analyseInto(merged, [])).report)).toBe(expected);
  }
});

test("what waits, and what was done, is in the merged case: events once, in the order of time", async () => {
  const folder = temporaryFolder();
  const event = (atMs: number, body: string) => ({ atMs, author: "a", kind: "note", body });
  const files = [];
  for (const [index, events] of [
    [event(5, "c"), event(3, "z"), event(7, "x")],
    [event(5, "b"), event(3, "z")],
  ].entries()) {
    const file = caseIn(folder, `${index}.ringcase`);
    files.push(file);
    const opened = await openedCase(file, true);
    await opened.save(async (connection) => {
      for (const each of events) await insertEvent(connection, each);
      await connection.run("INSERT INTO waiting (path) VALUES (?)", [`/later/${index}.pcap`]);
    });
    await opened.close();
  }
  const merged = caseIn(folder, "merged.ringcase");
  expect(await mergeAll(files, merged)).toEqual({
    cases: 2,
    captures: 0,
    conflicts: [],
    signatureConflicts: [],
    filtersLeftOut: 0,
  });
  const opened = await openedCase(merged, false);
  const held = await opened.use(listEvents);
  expect(held.map(({ id, atMs, body }) => [id, atMs, body])).toEqual([
    [1, 3, "z"],
    [2, 5, "b"],
    [3, 5, "c"],
    [4, 7, "x"],
  ]);
  await opened.close();
  expect(await rowsOf(merged, "SELECT path FROM waiting ORDER BY path")).toEqual([
    ["/later/0.pcap"],
    ["/later/1.pcap"],
  ]);
  const again = await openedCase(merged, false);
  expect((await analyseOpened(again, [])).ending).toBe("nothing-read");
  await again.close();
});

test("what cannot be merged is refused with one sentence, and no case is made", async () => {
  const folder = temporaryFolder();
  const [one, two] = ["one", "two"].map((name) => caseIn(folder, `${name}.ringcase`)) as [string, string];
  await analyseInto(one, [SVMAP], { make: true });
  await analyseInto(two, [SVMAP], { make: true, givenRules: { ports: "any" } });
  const foreign = path.join(folder, "notes.txt");
  fs.writeFileSync(foreign, "a text that is no case");
  const merged = caseIn(folder, "merged.ringcase");
  for (const [args, sentence] of [
    [[one, two, "--out", merged], "one.ringcase and two.ringcase were read under different rules (ports: 5060, any)."],
    [[one, foreign, "--out", merged], "notes.txt is no case of Ringprint. It was not changed."],
    [[one, path.join(folder, "none.ringcase"), "--out", merged], "There is no case none.ringcase."],
    [[one, two, "--out", foreign], "under different rules"],
    [[one, one, "--out", one], "one.ringcase is there already. It was not changed."],
    [[one, "--out", merged], "merge needs at least two cases."],
    [[one, two], "merge needs --out, the case to make."],
    [[one, two, "--out", merged, "--ports", "any"], "merge has no --ports."],
  ] as const) {
    const { status, stdout, stderr } = runProgram(["merge", ...args]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
  }
  expect(fs.readdirSync(folder).sort()).toEqual(["notes.txt", "one.ringcase", "two.ringcase"]);
});

test("a case whose packets are damaged is not merged: no packet is left out in silence", async () => {
  const folder = temporaryFolder();
  const good = caseIn(folder, "good.ringcase");
  await analyseInto(good, [SVMAP], { make: true, index: true });
  await damagePackets(good);
  const merged = caseIn(folder, "merged.ringcase");
  expect(await mergeAll([good], merged)).toMatchObject({ code: "damaged-case" });
  expect(fs.existsSync(merged)).toBe(false);
});

test("a case that is open here is merged as it stands, and stays open for writing", async () => {
  const folder = temporaryFolder();
  const [mine, yours, merged] = ["mine", "yours", "merged"].map((name) => caseIn(folder, `${name}.ringcase`)) as [
    string,
    string,
    string,
  ];
  await analyseInto(mine, [SVMAP], { make: true });
  await analyseInto(yours, [NMAP], { make: true });
  fs.linkSync(mine, path.join(folder, "hard-link.ringcase"));
  fs.symlinkSync(mine, path.join(folder, "link.ringcase"));
  const names = ["hard-link", "link"].map((name) => caseIn(folder, `${name}.ringcase`));
  const opened = await openedCase(mine, false);
  // By its other names it is the same case, and a look into the file would give up its lock.
  const result = await mergeAll([{ opened, name: "This case" }, yours, mine, ...names], merged);
  expect(result).toMatchObject({ cases: 2, captures: 2 });
  expect(runProgram(["labels", mine]).stderr).toContain("mine.ringcase is open elsewhere");
  await opened.save((connection) => insertEvent(connection, { atMs: 1, author: "a", kind: "note", body: "{}" }));
  await opened.close();
  expect(formatJson((await analyseInto(merged, [])).report)).toBe(await reportOf([SVMAP, NMAP]));
});

test("a capture that leaves a case, or is read anew, while it is merged: nothing is merged", async () => {
  const folder = temporaryFolder();
  const [mine, yours, merged] = ["mine", "yours", "merged"].map((name) => caseIn(folder, `${name}.ringcase`)) as [
    string,
    string,
    string,
  ];
  await analyseInto(mine, [SVMAP], { make: true });
  await analyseInto(yours, [NMAP], { make: true });
  const opened = await openedCase(mine, false);
  const [capture] = await opened.use(listCaptures);
  let removed: Promise<unknown> | null = null;
  // Asked first when this case was looked at; the other one is opened, and the merged one made, before rows are copied.
  const listener = {
    isWanted: () => {
      removed ??= removeCapture(opened, capture?.capture.sha256 as string, { author: "a", atMs: 1 });
      return true;
    },
    onRows: () => undefined,
  };
  const source = { opened, name: "This case" };
  const result = mergeCases([source, yours], merged, "0.0.0", listener);
  expect(await result).toEqual({
    code: "case-changed",
    message: "This case was changed while it was merged. Nothing was merged. Merge again.",
  });
  expect(await removed).toBe(true);
  await opened.close();
  expect(fs.readdirSync(folder).sort()).toEqual(["mine.ringcase", "yours.ringcase"]);
});

test("a merge that nobody waits for any more ends at whichever step, and leaves nothing", async () => {
  const folder = temporaryFolder();
  const files = [SVMAP, NMAP].map((capture, index) => ({ capture, file: caseIn(folder, `${index}.ringcase`) }));
  for (const { capture, file } of files) await analyseInto(file, [capture], { make: true });
  const cases = files.map(({ file }) => file);
  const merged = caseIn(folder, "merged.ringcase");
  const told: (readonly [number, number])[] = [];
  const asked = { times: 0 };
  const listener = (steps: number) => ({
    isWanted: () => {
      asked.times += 1;
      return asked.times <= steps;
    },
    onRows: (rows: number, of: number) => void told.push([rows, of]),
  });
  expect(await mergeCases(cases, merged, "0.0.0", listener(Infinity))).toMatchObject({ cases: 2 });
  const steps = asked.times;
  expect(steps).toBeGreaterThan(6);
  const last = told.at(-1);
  expect(last?.[0]).toBe(last?.[1]);
  expect(told.map(([rows]) => rows)).toEqual(told.map(([rows]) => rows).sort((a, b) => a - b));
  fs.rmSync(merged);
  for (let step = 0; step < steps; step += 1) {
    asked.times = 0;
    expect(await mergeCases(cases, merged, "0.0.0", listener(step))).toBeNull();
    expect(fs.readdirSync(folder).sort()).toEqual(["0.ringcase", "1.ringcase"]);
  }
});
