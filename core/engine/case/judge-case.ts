import { setImmediate } from "node:timers/promises";
import { blobValue, type DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { formatPrefix } from "../../behaviour/telescope.ts";
import type { ReadCapture } from "../../contract/ingest.ts";
import type { JudgementPreview } from "../../contract/judgement.ts";
import { viewStrand } from "../../fingerprint/view-strand.ts";
import { NO_FLOWS_ASIDE, type SetAside } from "../../flow/faint-flows.ts";
import type { AnalysisRules } from "../../flow/rule-texts.ts";
import { nanoseconds } from "../../flow/rule-texts.ts";
import { activeDaysOf, type Source, stateOfSource } from "../../flow/source.ts";
import { locate } from "../../geography/geo-table.ts";
import { formatAddress, type IpAddress } from "../../net/address.ts";
import { addressKey } from "../../query/address-key.ts";
import { flowsOf } from "../../report/build-report.ts";
import { coveredBy } from "../../report/campaign-report.ts";
import { clusteredSource } from "../../report/clustered-source.ts";
import { type CountedFlow, type CountedStrand, countedFlow } from "../../report/counted-flow.ts";
import { countSource } from "../../report/counted-source.ts";
import { fingerprintRow } from "../../report/fingerprint-row.ts";
import { UnitCollector, unitKey } from "../../report/fingerprint-units.ts";
import { judgeFlow } from "../../report/flow-report.ts";
import { groupFinder, rankGroups } from "../../report/group-report.ts";
import { inspectGroup } from "../../report/inspect-group.ts";
import { judgeSource } from "../../report/judged-source.ts";
import { unitsToCompare } from "../../report/likeness.ts";
import { overviewOf } from "../../report/overview.ts";
import { SignatureCoverage } from "../../report/signature-coverage.ts";
import { destinationsOf, telescopeOf } from "../../report/telescope-report.ts";
import { likenessOf } from "../../signature/match.ts";
import type { SignatureLibrary } from "../../signature/signature.ts";
import type { Verdict } from "../../signature/verdict.ts";
import { SelectedStates } from "../selected-states.ts";
import { basisViews, type CampaignBasis, findWithin } from "./campaign-basis.ts";
import { campaignRoster, campaignRules, nextRoster, setCampaignRoster, usualRules } from "./campaign-settings.ts";
import { type CaseCapture, listCaptures } from "./case-captures.ts";
import type { CaseFile } from "./case-file.ts";
import { foldRulesText } from "./case-settings.ts";
import { CaseStates } from "./case-states.ts";
import { type StoredGroup, ViewWriter } from "./view-writer.ts";

/** What tells a pack from others. */
export interface PackIdentity {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
}

/** What a case is judged by. */
export interface JudgingRules {
  readonly rules: AnalysisRules;
  readonly library: SignatureLibrary;
  /** Packs of the library: other packs, another judgement. */
  readonly packs: readonly PackIdentity[];
  /** Hash of the signatures that are the case's own; null or left out: it has none. */
  readonly own?: string | null;
}

/** Questions wait no longer than this while flows are judged, in milliseconds. */
const SLICE_MS = 12;

/** How far a judgement is wanted: to its end, no further but what is judged is to be shown, or not any more. */
export type Wish = "all" | "so-far" | "nothing";

/**
 * Judges everything the case holds and saves what was found in its tables, unless that is there already. Memory grows
 * with flows and destinations, not with their states. False: less was wanted than all. The tables then hold what was
 * judged by then, or what they held before; the next time all of it is judged.
 */
export async function judgeCase(opened: CaseFile, judging: JudgingRules, wish: () => Wish): Promise<boolean> {
  return opened.use(async (connection) => {
    const text = foldRulesText(judging.rules);
    const captures = (await listCaptures(connection)).filter(({ rules }) => rules === text);
    const stamp = stampOf(captures, judging);
    const known = await connection.runAndReadAll("SELECT value FROM view WHERE name = 'stamp'");
    if (known.getRows()[0]?.[0] === stamp) return true;
    const timeoutNs = nanoseconds(judging.rules.flowTimeoutSeconds);
    const ids = captures.map(({ id }) => id);
    const states = await CaseStates.of(connection, ids, timeoutNs);
    const writer = await ViewWriter.begin(connection);
    const judgement = new Judgement(judging, writer, timeoutNs);
    const selected = new SelectedStates(states, timeoutNs);
    const isWanted = () => {
      // Asked wherever it may end early.
      judgement.isWhole &&= wish() === "all";
      return judgement.isWhole;
    };
    for await (const sources of selected.portions(isWanted)) {
      if (!(await judgement.add(sources, selected.setAside, isWanted))) break;
    }
    await judgement.compareUnnamed(wish);
    if (wish() === "nothing") {
      writer.drop();
      return false;
    }
    const read = captures.map(({ capture }) => capture);
    await judgement.save(connection, read, selected.setAside, judgement.isWhole ? stamp : UNFINISHED);
    return judgement.isWhole;
  });
}

/** What the tables were made of. */
function stampOf(captures: readonly CaseCapture[], { rules, packs, own = null }: JudgingRules): string {
  const { preset, telescope } = rules;
  const read = captures.map(({ id, capture, finished }) => [id, capture.sha256, finished]);
  const by = packs.map(({ id, version, sha256 }) => ({ id, version, sha256 }));
  // Signatures of the case were put to use by the analyst: unlike packs, they are used wherever it is opened.
  const ofCase = own === null ? [] : [own];
  return JSON.stringify([
    read,
    foldRulesText(rules),
    preset,
    telescope?.map(formatPrefix) ?? null,
    FORM,
    ...ofCase,
    by,
  ]);
}

const stampSchema = z
  .array(z.unknown())
  .nonempty()
  .transform((parts) => ({ made: parts.slice(0, -1), packs: parts.at(-1) }));
const packsSchema = z.array(z.object({ id: z.string(), version: z.string(), sha256: z.string() }));

/** The packs the tables of a case were judged by, where they are made of all else in use but of other packs; else null. */
export async function otherPacksOf(opened: CaseFile, judging: JudgingRules): Promise<PackIdentity[] | null> {
  return opened.use(async (connection) => {
    const text = foldRulesText(judging.rules);
    const captures = (await listCaptures(connection)).filter(({ rules }) => rules === text);
    const rows = await connection.runAndReadAll("SELECT value FROM view WHERE name = 'stamp'");
    const known = rows.getRows()[0]?.[0];
    if (typeof known !== "string" || known === UNFINISHED) return null;
    const was = stampSchema.safeParse(JSON.parse(known));
    const now = stampSchema.parse(JSON.parse(stampOf(captures, judging)));
    if (!was.success || JSON.stringify(was.data.made) !== JSON.stringify(now.made)) return null;
    const packs = packsSchema.safeParse(was.data.packs);
    return packs.success && JSON.stringify(packs.data) !== JSON.stringify(now.packs) ? packs.data : null;
  });
}

/** What a new judgement would change of what the tables say: nothing is written. Ends early where it is not wanted any more. */
export async function previewJudgement(
  opened: CaseFile,
  judging: JudgingRules,
  isWanted: () => boolean,
): Promise<JudgementPreview> {
  return opened.use(async (connection) => {
    const { rules, library } = judging;
    const text = foldRulesText(rules);
    const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
    const captures = (await listCaptures(connection)).filter((capture) => capture.rules === text);
    const ids = captures.map(({ id }) => id);
    const states = await CaseStates.of(connection, ids, timeoutNs);
    const changes = new Map<string, JudgementPreview["changes"][number]>();
    let strands = 0;
    for await (const sources of new SelectedStates(states, timeoutNs).portions(isWanted)) {
      const known = await toolsOfStrands(connection, [...sources.keys()]);
      for (const [address, source] of sources) {
        if (!isWanted()) return { strands, changes: [] };
        for (const state of flowsOf(stateOfSource(source, timeoutNs))) {
          for (const { id, named, strand } of judgeFlow(address, state, rules.telescope ?? [], library, rules.preset)
            .strands) {
            strands += 1;
            const from = known.get(id) ?? null;
            const to = named?.signature.tool.id ?? null;
            if (from === to) continue;
            const change = changes.get(`${from} ${to}`) ?? { from, to, strands: 0, packets: 0 };
            change.strands += 1;
            change.packets += strand.state.packets;
            changes.set(`${from} ${to}`, change);
          }
        }
      }
      await setImmediate();
    }
    if (!isWanted()) return { strands, changes: [] };
    return { strands, changes: [...changes.values()].sort(byPackets) };
  });
}

/** What the strands of some sources are named in the tables, by their id; null: by no tool. */
async function toolsOfStrands(
  connection: DuckDBConnection,
  sources: readonly IpAddress[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await connection.runAndReadAll(
    `SELECT id, tool FROM strand WHERE source IN (${sources.map(() => "?").join(", ") || "NULL"})`,
    sources.map((source) => blobValue(addressKey(source))),
  );
  return new Map(rows.getRows().map(([id, tool]) => [String(id), tool === null ? null : String(tool)]));
}

function byPackets(a: JudgementPreview["changes"][number], b: JudgementPreview["changes"][number]): number {
  return b.packets - a.packets || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1);
}

/** Of tables that do not hold everything. */
const UNFINISHED = "unfinished";

/** Form of what is saved: another one makes the tables anew. */
const FORM = 8;

/** What is kept of a source until campaigns are looked for. */
interface JudgedPart {
  readonly address: IpAddress;
  readonly activeDays: ReadonlySet<number>;
  readonly flows: readonly CountedFlow[];
}

/** Tables of countries may be chosen later, so they are no part of what is saved. */
const NOWHERE = locate([], 0);

/** The judgement of a case while it grows. */
class Judgement {
  /** No source was left out because less was wanted. */
  isWhole = true;
  private readonly judging: JudgingRules;
  private readonly writer: ViewWriter;
  private readonly timeoutNs: bigint;
  private readonly counted: CountedFlow[] = [];
  private readonly sources: JudgedPart[] = [];
  private readonly units = new UnitCollector();
  private readonly coverage = new SignatureCoverage();
  /** What unnamed fingerprints are like, by id. */
  private readonly likeness = new Map<string, Verdict>();
  private sliceEnd = performance.now() + SLICE_MS;

  constructor(judging: JudgingRules, writer: ViewWriter, timeoutNs: bigint) {
    this.judging = judging;
    this.writer = writer;
    this.timeoutNs = timeoutNs;
  }

  /** `setAside`: at least what was of these sources. False: no longer wanted. */
  async add(sources: ReadonlyMap<IpAddress, Source>, setAside: SetAside, isWanted: () => boolean): Promise<boolean> {
    const { rules, library } = this.judging;
    for (const [address, source] of sources) {
      const ofSource: CountedFlow[] = [];
      for (const state of flowsOf(stateOfSource(source, this.timeoutNs))) {
        const flow = judgeFlow(address, state, rules.telescope ?? [], library, rules.preset);
        const counted = countedFlow(flow);
        this.counted.push(counted);
        ofSource.push(counted);
        for (const strand of flow.strands) this.units.add(strand, counted);
        this.coverage.add(flow);
        this.writer.addFlow(flow);
      }
      const activeDays = activeDaysOf(source);
      this.sources.push({ address, activeDays, flows: ofSource });
      this.writer.addSource(countSource(ofSource, activeDays, setAside.ofOthers.get(address)));
      if (performance.now() < this.sliceEnd) continue;
      await setImmediate();
      if (!isWanted()) return false;
      this.sliceEnd = performance.now() + SLICE_MS;
    }
    return true;
  }

  /** Finds what the largest fingerprints without a tool are like. That is slow, and questions are answered meanwhile. */
  async compareUnnamed(wish: () => Wish): Promise<void> {
    for (const { id, first } of unitsToCompare(this.units.units())) {
      if (performance.now() >= this.sliceEnd) {
        await setImmediate();
        this.sliceEnd = performance.now() + SLICE_MS;
      }
      if (wish() !== "all") {
        this.isWhole = false;
        return;
      }
      this.likeness.set(id, likenessOf(viewStrand(first.strand.state), this.judging.library));
    }
  }

  /** What campaigns are found in, and the campaigns a case knows from now on. */
  private async findCampaigns(
    connection: DuckDBConnection,
    captures: readonly ReadCapture[],
    setAside: SetAside,
    groupOf: (strand: CountedStrand) => string,
  ): Promise<Record<string, string>> {
    const sources = this.sources.flatMap(({ address, activeDays, flows }) => {
      const aside = setAside.ofOthers.get(address) ?? NO_FLOWS_ASIDE;
      return clusteredSource(judgeSource(address, { activeDays }, flows, aside, NOWHERE), groupOf) ?? [];
    });
    const covered = coveredBy(captures);
    const basis = { sources, undated: this.sources.length - sources.length, covered };
    // What was judged in part would make campaigns of parts known.
    if (this.isWhole) await this.knowCampaigns(connection, basis, captures);
    return basisViews(basis);
  }

  /** Notes which campaigns are found now, by the ids they were known by. Questions are answered meanwhile. */
  private async knowCampaigns(
    connection: DuckDBConnection,
    basis: CampaignBasis,
    captures: readonly ReadCapture[],
  ): Promise<void> {
    const rules = (await campaignRules(connection)) ?? usualRules(this.judging.rules.preset);
    const steps = findWithin(basis, rules);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      if (performance.now() < this.sliceEnd) continue;
      await setImmediate();
      this.sliceEnd = performance.now() + SLICE_MS;
    }
    const found = step.value.campaigns.map(({ members }) => members.map(({ address }) => formatAddress(address)));
    const hashes = captures.map(({ sha256 }) => sha256);
    const through = basis.covered.spans.at(-1)?.[1] ?? null;
    await setCampaignRoster(connection, nextRoster(await campaignRoster(connection), found, hashes, through));
  }

  async save(
    connection: DuckDBConnection,
    captures: readonly ReadCapture[],
    setAside: SetAside,
    stamp: string,
  ): Promise<void> {
    const { rules } = this.judging;
    const { likeness } = this;
    const groups = rankGroups(this.units.units(), likeness);
    for (const ranked of groups) {
      const { group } = ranked;
      const row = fingerprintRow(ranked, likeness);
      for (const { id, tool, fingerprint, first } of group.members) {
        const stored: StoredGroup = {
          group: inspectGroup(group, unitKey(first)),
          row: first === group.head.first ? row : null,
        };
        this.writer.addFingerprint({ id, tool, text: fingerprint.text, group: JSON.stringify(stored) });
      }
    }
    const telescope = telescopeOf(rules.telescope, destinationsOf(this.counted, setAside));
    const overview = overviewOf({
      revision: 0,
      partial: false,
      toolsPending: false,
      captures,
      flows: this.counted,
      setAside,
      geoTables: [],
      telescope,
      flowTimeoutSeconds: rules.flowTimeoutSeconds,
    });
    const campaigns = await this.findCampaigns(connection, captures, setAside, groupFinder(groups));
    await this.writer.addDestinations(this.counted.map(({ state }) => state.firstVisits));
    await this.writer.commit({
      ...campaigns,
      stamp,
      signatures: JSON.stringify(this.coverage.counts()),
      overview: JSON.stringify(overview),
      telescope: JSON.stringify({ prefixes: telescope.prefixes.map(formatPrefix), inferred: telescope.inferred }),
    });
  }
}
