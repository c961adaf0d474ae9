import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FLOW_COLUMNS, type FlowQuery } from "../../../core/contract/flow-table.ts";
import { CaptureSet } from "../../../core/engine/capture-set.ts";
import { writePlaces } from "../../../core/engine/case/case-places.ts";
import { CaseResults } from "../../../core/engine/case/case-results.ts";
import { judgeCase } from "../../../core/engine/case/judge-case.ts";
import { Turns } from "../../../core/engine/case/turns.ts";
import { judgeFlows } from "../../../core/engine/judge-flows.ts";
import { loadPacks } from "../../../core/engine/load-packs.ts";
import { Results } from "../../../core/engine/results.ts";
import { selectFlows } from "../../../core/flow/faint-flows.ts";
import type { GeoTable } from "../../../core/geography/geo-table.ts";
import { destinationsOf, telescopeOf } from "../../../core/report/telescope-report.ts";
import { analyseOpened, caseIn, openedCase } from "../../builders/case.ts";
import { capturesIn, ROOT, USUAL_RULES } from "../../builders/program.ts";
import { ReadingThread } from "../../builders/reading-thread.ts";

const TIMEOUT_NS = 1_200_000_000_000n;
/** Knows every second IPv4 address. */
const TABLE: GeoTable = {
  facts: { name: "t.csv", sha256: "", bytes: 0, format: "csv", date: null, description: null, licence: null },
  find: (address) =>
    typeof address === "number" && address % 2 === 0 ? { country: "DE", asn: 64496, organisation: null } : null,
};
const ABOUT = { revision: 3, partial: false, geoTables: [TABLE] };

/** The same captures as tables of a case, and in memory. */
async function bothResults(
  captures: readonly string[],
  use: (stored: CaseResults, held: Results, flows: readonly string[]) => Promise<void>,
) {
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join());
  const { library } = packs;
  const set = new CaptureSet(TIMEOUT_NS);
  const thread = new ReadingThread();
  for (const capture of captures) set.add(capture, await thread.read(capture));
  await thread.close();
  const { sources, setAside } = selectFlows(set.sources, TIMEOUT_NS);
  const judging = { flowTimeoutNs: TIMEOUT_NS, telescope: [], preset: "default" as const, library };
  const flows = await judgeFlows(sources, judging, () => true);
  const telescope = telescopeOf(null, destinationsOf(flows, setAside));
  const held = new Results(set, { flows, setAside, telescope, flowTimeoutSeconds: 1200 }, library, ABOUT);

  const opened = await openedCase(caseIn(), true);
  try {
    await analyseOpened(opened, captures);
    const rules = { rules: USUAL_RULES, library, packs: packs.packs };
    expect(await judgeCase(opened, rules, () => "all")).toBe(true);
    await writePlaces(opened, [TABLE]);
    const connection = await opened.connect();
    await use(
      new CaseResults(new Turns(connection), rules, ABOUT),
      held,
      flows.map(({ report }) => report.id),
    );
  } finally {
    await opened.close();
  }
}

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");

const FILTERS = [
  "",
  "options",
  "paper/1 OPTIONS",
  "unknown",
  "203.0",
  "'%'",
  '"no such"',
  'tool == "paper/1" and packets > 100',
  'dst in 198.51.100.0/24 and not strategy in {"sequential", "random"}',
  "dst in {198.51.100.7, 198.51.100.128/25} or count(dst) == 1",
  'packets("OPTIONS") >= 20 or packets("REGISTER") > 0',
  'country == "DE" or not exists asn',
  'asn != "AS64496"',
  "rate > 2 and duration >= 1m",
  "first in 2020-01-14 or last < 2020-01-08",
  'method contains "inv" or family matches "^sip"',
  'grade == "stable" and ttl.min > 50',
  'exists anomaly or trait == "z9hG4bK-missing"',
  'src in 203.0.113.0/24 and ipid == "constant" and sport == "fixed" and ports == 1',
];

test("a case answers as memory does: overview, every order, words, times, every flow and every strand", async () => {
  await bothResults([SAMPLE, ...capturesIn("tools")], async (stored, held, flows) => {
    const overview = held.overview();
    expect(await stored.overview()).toEqual(overview);
    const start = overview.timeline?.startSeconds ?? 0;
    const length = (overview.timeline?.binSeconds ?? 0) * (overview.timeline?.requests.length ?? 0);
    const words = fc.constantFrom(...FILTERS);
    const span = fc
      .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([from, share]) => ({ startSeconds: start + from * length, endSeconds: start + (from + share) * length }));
    const query: fc.Arbitrary<FlowQuery> = fc.record({
      sort: fc.constantFrom(...FLOW_COLUMNS),
      descending: fc.boolean(),
      text: words,
      span: fc.option(span),
    });
    await fc.assert(
      fc.asyncProperty(query, fc.nat(200), fc.integer({ min: 1, max: 100 }), async (asked, offset, limit) => {
        const page = held.flowPage(asked, offset, limit);
        expect(await stored.flowPage(asked, offset, limit)).toEqual(page);
        const [row] = page.rows;
        expect(await stored.flowFacets(asked)).toEqual(held.flowFacets(asked));
        if (row) expect(await stored.findFlow(asked, row.id)).toBe(held.findFlow(asked, row.id));
      }),
      { numRuns: 150 },
    );
    for (const flow of flows) {
      const inspected = held.inspectFlow(flow);
      expect(await stored.inspectFlow(flow)).toEqual(inspected);
      for (const { id } of inspected?.strands ?? [])
        expect(await stored.inspectStrand(id)).toEqual(held.inspectStrand(id));
      const map = held.mapFlow(flow, null);
      expect(await stored.mapFlow(flow, null)).toEqual(map);
      const lowest = map?.map?.cells.lowest[0];
      const part = lowest === undefined ? null : { network: lowest, length: 20 };
      expect(await stored.mapFlow(flow, part)).toEqual(held.mapFlow(flow, part));
    }
    expect(await stored.inspectFlow("192.0.2.1@undated")).toBe(null);
    expect(await stored.mapFlow("192.0.2.1@undated", null)).toBe(null);
    expect(await stored.inspectStrand(`${flows[0]}/X/none`)).toBe(null);
  });
});

test("states that are none of ours end as a damaged case, and change nothing", async () => {
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join());
  const opened = await openedCase(caseIn(), true);
  try {
    await analyseOpened(opened, capturesIn("tools").slice(0, 1));
    const rules = { rules: USUAL_RULES, library: packs.library, packs: packs.packs };
    expect(await judgeCase(opened, rules, () => "all")).toBe(true);
    await opened.save((connection) => connection.run("UPDATE source_state SET state = 'no state'::BLOB"));
    await opened.save((connection) => connection.run("UPDATE view SET value = 'old' WHERE name = 'stamp'"));
    const judged = judgeCase(opened, rules, () => "all");
    await expect(judged).rejects.toMatchObject({ fault: { code: "damaged-case" } });
    // The tables hold what they held before.
    const flows = await opened.use((connection) => connection.runAndReadAll("SELECT count(*)::INTEGER FROM flow"));
    expect(flows.value(0, 0)).toBeGreaterThan(0);
  } finally {
    await opened.close();
  }
});
