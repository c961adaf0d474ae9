import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { bundlePath } from "../../../core/cli/build.mjs";
import { insertEvent, listEvents } from "../../../core/engine/case/events.ts";
import { mergeCases } from "../../../core/engine/case/merge-cases.ts";
import { formatJson } from "../../../core/report/report-json.ts";
import { analyseInto, analyseOpened, brokenRows, caseIn, openedCase, rowsOf } from "../../builders/case.ts";
import { damagePackets } from "../../builders/damaged-packets.ts";
import { fileHash } from "../../builders/file-hash.ts";
import { analyseFiles, capturePath, capturesIn, runProgram, temporaryFolder } from "../../builders/program.ts";
import { splitPcap } from "../../builders/split-pcap.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");

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
    expect(await mergeCases(order, merged, "0.0.0")).toEqual({
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
  expect(await mergeCases(files, merged, "0.0.0")).toEqual({
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
  expect(await mergeCases([good], merged, "test")).toMatchObject({ code: "damaged-case" });
  expect(fs.existsSync(merged)).toBe(false);
});
