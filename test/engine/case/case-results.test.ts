import { randomUUID } from "node:crypto";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { EvolutionPart } from "../../../core/contract/evolution.ts";
import { FLOW_COLUMNS, type FlowQuery } from "../../../core/contract/flow-table.ts";
import { NUMBER_COLUMNS } from "../../../core/contract/numbers.ts";
import type { Overview } from "../../../core/contract/overview.ts";
import { SOURCE_COLUMNS, type SourceQuery } from "../../../core/contract/source-table.ts";
import { CaptureSet } from "../../../core/engine/capture-set.ts";
import { Annotations } from "../../../core/engine/case/annotations.ts";
import type { CaseFile } from "../../../core/engine/case/case-file.ts";
import { CasePackets } from "../../../core/engine/case/case-packets.ts";
import { writePlaces } from "../../../core/engine/case/case-places.ts";
import { CaseResults } from "../../../core/engine/case/case-results.ts";
import { foldRulesText } from "../../../core/engine/case/case-settings.ts";
import { judgeCase } from "../../../core/engine/case/judge-case.ts";
import { labelEvent } from "../../../core/engine/case/labels.ts";
import { noteEvent } from "../../../core/engine/case/notes.ts";
import { Turns } from "../../../core/engine/case/turns.ts";
import { judgeFlows } from "../../../core/engine/judge-flows.ts";
import { loadPacks } from "../../../core/engine/load-packs.ts";
import { Results } from "../../../core/engine/results.ts";
import { fingerprintOf } from "../../../core/fingerprint/fingerprint.ts";
import { labelTemplateOf } from "../../../core/fingerprint/label-cover.ts";
import { NOTHING_SET_ASIDE, selectFlows } from "../../../core/flow/faint-flows.ts";
import type { GeoTable } from "../../../core/geography/geo-table.ts";
import { formatAddress } from "../../../core/net/address.ts";
import type { JudgedFlow } from "../../../core/report/flow-report.ts";
import type { SaidOfFlows } from "../../../core/report/said-of-flows.ts";
import { destinationsOf, telescopeOf } from "../../../core/report/telescope-report.ts";
import { analyseOpened, caseIn, openedCase } from "../../builders/case.ts";
import { capturesIn, ROOT, temporaryFolder, USUAL_RULES } from "../../builders/program.ts";
import { ReadingThread } from "../../builders/reading-thread.ts";
import { writeManyFlows } from "../../large/many-flows.ts";

const TIMEOUT_NS = 1_200_000_000_000n;
/** Knows every second IPv4 address. */
const TABLE: GeoTable = {
  facts: { name: "t.csv", sha256: "", bytes: 0, format: "csv", date: null, description: null, licence: null },
  find: (address) =>
    typeof address === "number" && address % 2 === 0 ? { country: "DE", asn: 64496, organisation: null } : null,
};
const ABOUT = { revision: 3, partial: false, geoTables: [TABLE] };
const ALL: FlowQuery = { sort: "packets", descending: true, text: "", span: null };

/** The same captures as tables of a case, and in memory. */
async function bothResults(
  captures: readonly string[],
  use: (
    stored: CaseResults,
    held: Results,
    flows: readonly string[],
    packets: CasePackets,
    /** The overview as if there were these flows only. */
    overviewOfFlows: (flows: ReadonlySet<string>) => Overview,
  ) => Promise<void>,
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
  const opened = await openedCase(caseIn(), true);
  try {
    await analyseOpened(opened, captures);
    const rules = { rules: USUAL_RULES, library, packs: packs.packs };
    expect(await judgeCase(opened, rules, () => "all")).toBe(true);
    await writePlaces(opened, [TABLE]);
    const about = { ...ABOUT, said: await sayThings(opened, flows) };
    const turns = new Turns(await opened.connect());
    await use(
      new CaseResults(turns, rules, about),
      new Results(set, { flows, setAside, telescope, flowTimeoutSeconds: 1200 }, library, about),
      flows.map(({ report }) => report.id),
      new CasePackets(turns, await opened.connect(), foldRulesText(USUAL_RULES)),
      (wanted) => {
        const found = { flows: flows.filter(({ report }) => wanted.has(report.id)), setAside: NOTHING_SET_ASIDE };
        return new Results(set, { ...found, telescope, flowTimeoutSeconds: 1200 }, library, about).overview();
      },
    );
  } finally {
    await opened.close();
  }
}

/** Labels of some fingerprints, and notes on flows and sources; read back from the case. */
async function sayThings(opened: CaseFile, flows: readonly JudgedFlow[]): Promise<SaidOfFlows> {
  const by = { author: "a", atMs: 1 };
  const annotations = await Annotations.of(opened);
  for (const [index, { strands, source, state }] of flows.entries()) {
    const strand = strands[0]?.strand.state;
    if (index % 7 === 0 && strand) {
      const request = {
        fingerprint: fingerprintOf(strand).id,
        family: null,
        variant: null,
        certainty: null,
        reason: null,
      };
      const ground = { text: fingerprintOf(strand).text, template: labelTemplateOf(strand) };
      await annotations.add(labelEvent({ ...request, tool: `Tool ${index % 3}` }, ground, null), by);
    }
    if (index % 5 > 1) continue;
    const place = { source: formatAddress(source), firstNs: String(state.firstNs), lastNs: String(state.lastNs) };
    const on =
      index % 5 === 0 ? { kind: "flow" as const, ...place } : { kind: "source" as const, source: place.source };
    await annotations.add(noteEvent({ id: randomUUID(), on }, undefined, index % 2 ? null : `seen ${index}`), by);
  }
  await annotations.refresh();
  return annotations.said;
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
  'label == "Tool 1" or note contains "seen 1"',
  "exists label and not exists note",
  'mark == "bookmark" and count(mark) == 1',
  "count(note) > 1 or count(label) > 1",
  "first in 2020-01-14 or last < 2020-01-08",
  'method contains "inv" or family matches "^sip"',
  'grade == "stable" and ttl.min > 50',
  'exists anomaly or trait == "z9hG4bK-missing"',
  'dialled matches "8560$" or count(dialled) > 3',
  "exists dialled and packets > 5",
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
    const marked = (text: string) => held.flowPage({ ...ALL, text }, 0, 1).matching;
    for (const text of ["exists label", 'mark == "bookmark"', "exists note"]) expect(marked(text)).toBeGreaterThan(0);
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

test("flows behind the first ones that are put in order follow them as in memory, one question after another", async () => {
  const capture = path.join(temporaryFolder(), "many-flows.pcap");
  writeManyFlows(capture, { sources: 100, flowsEach: 7, packetsEach: 2, sweepPackets: 10 });
  await bothResults([capture], async (stored, held, flows) => {
    expect(flows.length).toBe(701);
    const query = fc.record({
      sort: fc.constantFrom(...FLOW_COLUMNS),
      descending: fc.boolean(),
      text: fc.constantFrom("", "", 'tool == "paper/1"', "11.0.0.1", "nothing"),
      span: fc.constant(null),
    });
    const question = fc.tuple(query, fc.nat(750), fc.integer({ min: 1, max: 120 }));
    await fc.assert(
      fc.asyncProperty(fc.array(question, { minLength: 1, maxLength: 4 }), async (questions) => {
        for (const [asked, offset, limit] of questions) {
          const page = held.flowPage(asked, offset, limit);
          expect(await stored.flowPage(asked, offset, limit)).toEqual(page);
          // Another filter, as other views ask with theirs.
          await stored.flowFacets({ text: "packets > 1", span: null });
          const row = page.rows.at(-1);
          if (row) expect(await stored.findFlow(asked, row.id)).toBe(held.findFlow(asked, row.id));
        }
      }),
      { numRuns: 25 },
    );
  });
});

const FIGURE_FILTERS = [
  "",
  'country == "DE" or not exists asn',
  'tool == "paper/1" and packets > 100',
  'dialled matches "[05]$"',
  "exists dialled and packets > 5",
  '"no such"',
];

test("a case answers as memory does: tools over time with their sources, places, and every dialled number", async () => {
  await bothResults([SAMPLE, ...capturesIn("tools")], async (stored, held) => {
    let [recurring, numbers, countries] = [0, 0, 0];
    for (const [index, text] of FIGURE_FILTERS.entries()) {
      for (const span of index < 2 ? [null, { startSeconds: 1_578_700_000, endSeconds: 1_579_900_000 }] : [null]) {
        const flows = { text, span };
        const places = held.figures.places(flows);
        expect(await stored.figures.places(flows)).toEqual(places);
        countries = Math.max(countries, places.countries.length);
        for (const unit of [null, "month", "year"] as const) {
          const query = { flows, unit };
          const evolution = held.figures.evolution(query);
          expect(await stored.figures.evolution(query)).toEqual(evolution);
          recurring = Math.max(recurring, evolution.recurring);
          const parts: EvolutionPart[] = [
            ...evolution.nodes.map(({ period, tool }) => ({ from: { period, tool }, to: null })),
            ...evolution.links.map(({ from, to }) => ({
              from: evolution.nodes[from] as EvolutionPart["from"],
              to: evolution.nodes[to] as EvolutionPart["from"],
            })),
          ];
          for (const part of index === 0 ? parts : parts.slice(-2)) {
            const sources = held.figures.evolutionSources(query, part, 1, 3);
            expect(await stored.figures.evolutionSources(query, part, 1, 3)).toEqual(sources);
          }
        }
        expect(await stored.figures.calledCountries(flows)).toEqual(held.figures.calledCountries(flows));
        for (const sort of index === 0 ? NUMBER_COLUMNS : (["flows"] as const)) {
          const query = { sort, descending: sort.length % 2 === 0, flows };
          const page = held.figures.numberPage(query, 1, 40);
          numbers = Math.max(numbers, page.total);
          expect(await stored.figures.numberPage(query, 1, 40)).toEqual(page);
          const number = page.rows[2]?.number ?? "none";
          expect(await stored.figures.findNumber(query, number)).toBe(held.figures.findNumber(query, number));
          expect(await stored.figures.inspectNumber(flows, number)).toEqual(held.figures.inspectNumber(flows, number));
        }
      }
    }
    expect(recurring).toBeGreaterThan(3);
    expect(numbers).toBeGreaterThan(5);
    expect(countries).toBe(2);
  });
});

const SOURCE_FILTERS = [
  "",
  "options",
  "unknown",
  "192.0.2",
  'flows > 1 or packets >= 500 and not country == "DE"',
  'packets("REGISTER") > 0',
  'flows("unknown") >= 1',
  'flows("paper/1") == 1',
  "days >= 2 and duration > 1h",
  'first in 2020-01-14 or exists asn and asn == "AS64496"',
  'tool in {"paper/1", "unknown"} and count(method) == 1',
  'family contains "sip" or tool.name matches "^n"',
  "destinations > 100 and src in 192.0.2.0/26",
];

test("a case answers as memory does: every order of sources, filters over sources and their flows, every source", async () => {
  await bothResults([SAMPLE, ...capturesIn("tools")], async (stored, held, _flows, packets) => {
    const overview = held.overview();
    const start = overview.timeline?.startSeconds ?? 0;
    const query: fc.Arbitrary<SourceQuery> = fc.record({
      sort: fc.constantFrom(...SOURCE_COLUMNS),
      descending: fc.boolean(),
      text: fc.constantFrom(...SOURCE_FILTERS),
      flows: fc.record({
        text: fc.constantFrom(...FILTERS),
        span: fc.constantFrom(null, { startSeconds: start + 86_400, endSeconds: start + 5 * 86_400 }),
      }),
    });
    let matched = 0;
    await fc.assert(
      fc.asyncProperty(query, fc.nat(40), fc.integer({ min: 1, max: 100 }), async (asked, offset, limit) => {
        const page = held.sourcePage(asked, offset, limit);
        expect(await stored.sourcePage(asked, offset, limit)).toEqual(page);
        matched += page.matching;
        const [row] = page.rows;
        if (row) expect(await stored.findSource(asked, row.address)).toBe(held.findSource(asked, row.address));
      }),
      { numRuns: 150 },
    );
    expect(matched).toBeGreaterThan(500);
    const everything = { sort: "source", descending: false, text: "", flows: { text: "", span: null } } as const;
    const { rows } = held.sourcePage(everything, 0, 500);
    expect(rows).toHaveLength(overview.sources - overview.setAside.sources);
    for (const row of rows) {
      const inspected = held.inspectSource(row.address);
      expect(await stored.inspectSource(row.address)).toEqual(inspected);
      expect(inspected?.row).toEqual(row);
      // The packet index counts what the states of the flows count.
      const days = await packets.daysOf(row.address);
      if (days.kind !== "counted") throw new Error("all is read");
      expect(days.days.map(([day]) => day)).toEqual(inspected?.activeDays);
      expect(days.days.reduce((sum, [, count]) => sum + count, days.undated)).toBe(row.packets);
      expect(days.notIndexed).toBe(0);
      for (const day of inspected?.activeDays ?? []) {
        expect(inspected?.coveredDays.some(({ first, last }) => first <= day && day <= last)).toBe(true);
      }
    }
    for (const one of overview.topSources)
      expect(rows.find(({ address }) => address === one.address)).toMatchObject(one);
    expect(await stored.inspectSource("198.51.100.250")).toBe(null);
    expect(await stored.inspectSource("no address")).toBe(null);
  });
});

test("the overview of a filter is that of the flows that pass it, as if there were no others", async () => {
  await bothResults([SAMPLE, ...capturesIn("tools")], async (_stored, held, _flows, packets, overviewOfFlows) => {
    const all = held.overview();
    const start = all.timeline?.startSeconds ?? 0;
    const spans = [null, { startSeconds: start + 86_400, endSeconds: start + 5 * 86_400 }];
    for (const text of FILTERS) {
      for (const span of spans) {
        const passing = held.flowPage({ ...ALL, text, span }, 0, 1_000).rows;
        const filtered = await packets.overviewOf({ text, span }, [TABLE]);
        if (filtered.kind !== "filtered") throw new Error("all is read");
        const { sources, flows, destinations, methods, tools, unnamed, topSources, geoTables } = overviewOfFlows(
          new Set(passing.map(({ id }) => id)),
        );
        const expected = { sources, flows, destinations, methods, tools, unnamed, topSources, geoTables };
        expect(filtered, text).toMatchObject(expected);
        const requests = passing.reduce((sum, row) => sum + row.packets, 0);
        const { timeline } = filtered;
        expect(filtered).toMatchObject({ packets: requests, classes: [["sipRequest", requests]], allFlows: all.flows });
        expect(timeline?.requests.reduce((sum, count) => sum + count, timeline.undated)).toBe(requests);
        expect(timeline).toMatchObject({ binSeconds: all.timeline?.binSeconds, startSeconds: start });
        const first = passing.map(({ firstPacketAt }) => firstPacketAt ?? "~").sort()[0];
        expect(filtered.firstPacketAt).toBe(first === undefined || first === "~" ? null : first);
      }
    }
    const everything = await packets.overviewOf({ text: "", span: null }, [TABLE]);
    expect(everything.kind === "filtered" && everything.timeline?.requests).toEqual(all.timeline?.requests);
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
