import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { caseIn } from "../builders/case.ts";
import { capturesIn, ROOT, temporaryFolder } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";

const ALL = { sort: "first", descending: false, text: "", span: null } as const;

/** Resources whose pack lacks the signatures of a tool. */
function resourcesWithout(tool: string): string {
  const folder = temporaryFolder();
  const builtin = fs.readFileSync(path.join(ROOT, "resources/packs/builtin.ringpack"), "utf8");
  const pack = JSON.parse(builtin) as { packVersion: string; signatures: { tool: { id: string } }[] };
  const signatures = pack.signatures.filter((signature) => signature.tool.id !== tool);
  fs.mkdirSync(path.join(folder, "packs"));
  const text = JSON.stringify({ ...pack, packVersion: "0.0.1", signatures });
  fs.writeFileSync(path.join(folder, "packs/builtin.ringpack"), text);
  return folder;
}

test("a case judged by other packs is shown as it was judged, with what would change, until it is judged anew", async () => {
  const file = caseIn();
  const captures = capturesIn("tools");
  const first = await sessionOn(file, captures, true, resourcesWithout("paper/5"));
  expect(first.state().judgedBy).toBe(null);
  const before = await first.results.flowPage(ALL, 0, 500);
  await first.close();

  const second = await sessionOn(file, []);
  expect(second.state()).toMatchObject({ phase: "ended", judgedBy: [{ version: "0.0.1" }] });
  expect((await second.results.flowPage(ALL, 0, 500)).rows).toEqual(before.rows);
  for (const { id } of before.rows) {
    const flow = await second.results.inspectFlow(id);
    for (const strand of flow?.strands ?? []) expect(await second.results.inspectStrand(strand.id)).not.toBe(null);
  }
  const { strands, changes } = await second.previewJudgement();
  expect(changes.map(({ to }) => to)).toContain("paper/5");
  expect(changes.reduce((sum, change) => sum + change.strands, 0)).toBeLessThan(strands);

  // What was said would change is what changes.
  await second.judgeAnew();
  expect(second.state().judgedBy).toBe(null);
  const packets = new Map<string, number>();
  for (const [sign, rows] of [
    [-1, before.rows],
    [1, (await second.results.flowPage(ALL, 0, 500)).rows],
  ] as const) {
    for (const [tool, count] of rows.flatMap(({ tools }) => tools)) {
      packets.set(`${tool}`, (packets.get(`${tool}`) ?? 0) + sign * count);
    }
  }
  for (const { from, to, packets: moved } of changes) {
    packets.set(`${from}`, (packets.get(`${from}`) ?? 0) + moved);
    packets.set(`${to}`, (packets.get(`${to}`) ?? 0) - moved);
  }
  expect([...packets.values()].filter((count) => count !== 0)).toEqual([]);
  await second.close();
  expect((await sessionOn(file, [])).state().judgedBy).toBe(null);
});
