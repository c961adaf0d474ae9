import path from "node:path";
import { expect, test } from "vitest";
import type { CampaignRequest } from "../../../core/contract/campaigns.ts";
import { reportOfCase } from "../../../core/engine/case/analyse-case.ts";
import { readerReport } from "../../../core/engine/case/reader-report.ts";
import type { Row } from "../../../core/engine/export/exported-table.ts";
import { REPORT_TABLES } from "../../../core/engine/export/report-tables.ts";
import { loadPacks } from "../../../core/engine/load-packs.ts";
import { loadPaperFacts } from "../../../core/engine/load-paper-facts.ts";
import type { Session } from "../../../core/engine/session.ts";
import { formatCampaigns } from "../../../core/report/format-campaigns.ts";
import type { Report } from "../../../core/report/report.ts";
import { formatJson } from "../../../core/report/report-json.ts";
import { writeCampaigns } from "../../builders/campaign-capture.ts";
import { caseIn, mergeAll, openedCase } from "../../builders/case.ts";
import { ROOT, temporaryFolder } from "../../builders/program.ts";
import { sessionOn } from "../../builders/session.ts";

const RESOURCES = path.join(ROOT, "resources");
const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);
const addresses = (...sources: number[]) => sources.map((source) => `192.0.2.${source}`);
const TWO = [
  { sources: from(10, 6), days: [0, 3, 9] },
  { sources: from(30, 7), days: [1, 5, 12] },
];

function judging() {
  const packs = loadPacks(RESOURCES, []);
  if ("errors" in packs) throw new Error(packs.errors.join("\n"));
  return { packs, geoTables: [], countsItself: true };
}

async function decide(session: Session, request: Omit<CampaignRequest, "reason"> & Record<string, unknown>) {
  const { fault } = await session.actions.decideCampaign({ reason: "seen before", ...request } as CampaignRequest);
  expect(fault).toBeNull();
}

async function reportOf(file: string, given: Parameters<typeof reportOfCase>[2] = {}): Promise<Report> {
  const opened = await openedCase(file, false);
  try {
    return await reportOfCase(opened, judging(), given);
  } finally {
    await opened.close();
  }
}

/** A case of two campaigns: the first is named, two members are split off the second and pinned. */
async function decidedCase(folder: string, name = "Morning") {
  const file = caseIn(folder, "decided.ringcase");
  const session = await sessionOn(file, [writeCampaigns(folder, "two.pcap", TWO)], true);
  const list = await session.campaignList({ text: "", span: null });
  if (list.kind !== "found") throw new Error("all is read");
  const [one, two] = list.campaigns.map(({ id }) => id) as [string, string];
  await decide(session, { deed: "name", campaign: one, name });
  await decide(session, { deed: "split", campaign: two, members: addresses(30, 31) });
  const shown = await session.campaigns?.all();
  const off = shown?.campaigns.find(({ members }) => members.length === 2)?.row.id ?? "";
  await decide(session, { deed: "pin", campaign: off });
  return { file, session, one, two, off };
}

test("the report of a case has its campaigns as the window shows them, with what was decided and why", async () => {
  const { file, session, one, two, off } = await decidedCase(temporaryFolder());
  const shown = await session.campaigns?.all();
  await session.close();
  const report = await reportOf(file);
  expect(report.campaigns.map(({ members }) => members)).toEqual([
    addresses(...from(10, 6)),
    addresses(30, 31),
    addresses(...from(32, 5)),
  ]);
  expect(report.campaigns.map(({ decided, ...told }) => told)).toEqual(
    shown?.reports.map(({ decided, ...told }) => told),
  );
  expect(report.campaignStatistics).toEqual(shown?.statistics);
  const split = { what: `splitting 2 sources off campaign ${two}, as ${off}`, reason: "seen before" };
  const pin = { what: `pinning campaign ${off}`, reason: "seen before" };
  expect(report.campaigns.map(({ decided }) => decided)).toEqual([
    {
      id: one,
      name: "Morning",
      pinned: false,
      changed: false,
      decisions: [{ what: `the name Morning of campaign ${one}`, reason: "seen before" }],
    },
    { id: off, name: null, pinned: true, changed: true, decisions: [split, pin] },
    { id: two, name: null, pinned: false, changed: true, decisions: [split] },
  ]);
  expect(report.sources.filter(({ campaign }) => campaign === 2).map(({ address }) => address)).toEqual(
    addresses(30, 31),
  );

  const text = formatCampaigns(report, loadPaperFacts(RESOURCES), "table");
  expect(text).toContain("\n1, Morning: 192.0.2.10 ");
  expect(text).toContain(`\n2 is ${off} in the case, pinned to its members, not just the members that were found\n`);
  expect(text).toContain(`\n  ${split.what}: seen before\n`);
  const table = REPORT_TABLES.campaigns(report);
  const rows: Row[] = [];
  for await (const portion of table.rows) rows.push(...portion);
  const cellsOf = (name: string) => rows.map((row) => row[table.columns.findIndex((column) => column.name === name)]);
  expect(cellsOf("name")).toEqual(["Morning", null, null]);
  expect(cellsOf("pinned")).toEqual(["no", "yes", "no"]);
  expect(cellsOf("changed")).toEqual(["no", "yes", "yes"]);
  expect(cellsOf("decisions")[2]).toBe(`${split.what}: seen before`);
});

test("a preset that is given finds what it finds, and rules that are set in the case hold for its report", async () => {
  const { file, session } = await decidedCase(temporaryFolder());
  const list = await session.campaignList({ text: "", span: null });
  if (list.kind !== "found") throw new Error("all is read");
  const day = list.extent?.[0] ?? 0;
  await session.setCampaignRules({ ...list.rules, minClusterSize: 6, period: [day, day + 9] });
  const shown = await session.campaigns?.all();
  await session.close();
  const asFound = await reportOf(file, { preset: "default" });
  expect(asFound.campaigns.map(({ members, decided }) => [members.length, decided])).toEqual([
    [6, null],
    [7, null],
  ]);
  expect(asFound.parameters.campaigns).toMatchObject({ minClusterSize: 5, period: null });
  const report = await reportOf(file);
  expect(report.parameters.campaigns).toMatchObject({
    minClusterSize: 6,
    period: { first: "2020-01-01", last: "2020-01-10" },
  });
  expect(report.campaigns.map(({ decided, ...told }) => told)).toEqual(
    shown?.reports.map(({ decided, ...told }) => told),
  );
  expect(report.campaignStatistics.coveredDays).toBe(10);
});

test("decisions of merged cases are reported alike, in whatever order the cases are merged", async () => {
  const folder = temporaryFolder();
  const { file, session } = await decidedCase(folder);
  await session.close();
  const other = caseIn(folder, "other.ringcase");
  const third = writeCampaigns(folder, "third.pcap", [{ sources: from(90, 5), days: [2, 6, 13] }]);
  await (await sessionOn(other, [third], true)).close();
  const reports = [];
  for (const [index, order] of [
    [file, other],
    [other, file],
  ].entries()) {
    const merged = caseIn(folder, `merged-${index}.ringcase`);
    expect(await mergeAll(order, merged)).toMatchObject({ cases: 2 });
    reports.push(formatJson(await reportOf(merged)));
  }
  expect(reports[0]).toContain('"name": "Morning"');
  expect(reports[1]).toBe(reports[0]);
});

test("the report for readers says what was decided, and a name that holds an address of the telescope holds it back", async () => {
  const options = { judging: judging(), resources: RESOURCES, version: "0.0.0", release: null };
  const readersReport = async (name: string) => {
    const { file, session } = await decidedCase(temporaryFolder(), name);
    await session.close();
    const opened = await openedCase(file, false);
    try {
      return await readerReport(opened, { ...options, givenRules: { telescope: "198.51.100.0/24" } });
    } finally {
      await opened.close();
    }
  };
  const made = await readersReport("<b>Morning</b>");
  if (made.kind !== "report") throw new Error("it may leave");
  expect(made.html).toContain("The analyst decided on 3 campaigns; 2 of them have not just the members");
  expect(made.html).toContain('<td class="name">&lt;b&gt;Morning&lt;/b&gt;</td>');
  expect(made.html).not.toContain("<b>");
  const held = await readersReport("those at 198.51.100.7");
  expect(held).toMatchObject({ kind: "leaks" });
  if (held.kind === "leaks") {
    expect(held.leaks).toContain(
      "What the analyst decided of campaigns, row 1, Name holds 198.51.100.7 of the telescope as text.",
    );
  }
});
