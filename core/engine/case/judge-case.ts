import { setImmediate } from "node:timers/promises";
import { formatPrefix } from "../../behaviour/telescope.ts";
import type { ReadCapture } from "../../contract/ingest.ts";
import { groupFingerprints } from "../../fingerprint/fingerprint-groups.ts";
import { MOST_FAINT_FLOWS, NOTHING_SET_ASIDE, type SetAside, selectFlows } from "../../flow/faint-flows.ts";
import type { AnalysisRules } from "../../flow/rule-texts.ts";
import { nanoseconds } from "../../flow/rule-texts.ts";
import { type Source, stateOfSource } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import { flowsOf } from "../../report/build-report.ts";
import { type CountedFlow, countedFlow } from "../../report/counted-flow.ts";
import { UnitCollector, unitKey } from "../../report/fingerprint-units.ts";
import { judgeFlow } from "../../report/flow-report.ts";
import { inspectGroup } from "../../report/inspect-group.ts";
import { overviewOf } from "../../report/overview.ts";
import { destinationsOf, telescopeOf } from "../../report/telescope-report.ts";
import type { SignatureLibrary } from "../../signature/signature.ts";
import { addressOf } from "./address-of-key.ts";
import { type CaseCapture, listCaptures } from "./case-captures.ts";
import type { CaseFile } from "./case-file.ts";
import { foldRulesText } from "./case-settings.ts";
import { CaseStates } from "./case-states.ts";
import { ViewWriter } from "./view-writer.ts";

/** What a case is judged by. */
export interface JudgingRules {
  readonly rules: AnalysisRules;
  readonly library: SignatureLibrary;
  /** Packs of the library: other packs, another judgement. */
  readonly packs: readonly { readonly id: string; readonly version: string }[];
}

/** Sources whose states are in memory at once. */
const SOURCES_AT_ONCE = 500;
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
    for await (const { sources, setAside } of portionsOf(states, timeoutNs)) {
      judgement.setAside ??= setAside;
      if (!(await judgement.add(sources, wish))) break;
    }
    if (wish() === "nothing") {
      writer.drop();
      return false;
    }
    const read = captures.map(({ capture }) => capture);
    await judgement.save(read, judgement.isWhole ? stamp : UNFINISHED);
    return judgement.isWhole;
  });
}

/** Sources a few at a time; of a flood of faint flows those that are looked into, first and at once. */
async function* portionsOf(
  states: CaseStates,
  timeoutNs: bigint,
): AsyncGenerator<{ readonly sources: ReadonlyMap<IpAddress, Source>; readonly setAside: SetAside | null }> {
  const flooded = (await states.countKept()) > MOST_FAINT_FLOWS;
  const withKept = flooded ? await states.loadWithKept() : new Map<IpAddress, Source>();
  if (flooded) yield selectFlows(withKept, timeoutNs);
  const addresses = (await states.addresses()).filter((address) => !withKept.has(addressOf(address)));
  for (let start = 0; start < addresses.length; start += SOURCES_AT_ONCE) {
    const low = addresses[start] as Uint8Array;
    const high = addresses[Math.min(addresses.length, start + SOURCES_AT_ONCE) - 1] as Uint8Array;
    const sources = await states.loadBetween(low, high);
    for (const address of withKept.keys()) sources.delete(address);
    yield { sources, setAside: null };
  }
}

/** What the tables were made of. */
function stampOf(captures: readonly CaseCapture[], { rules, packs }: JudgingRules): string {
  const { preset, telescope } = rules;
  const read = captures.map(({ id, capture, finished }) => [id, capture.sha256, finished]);
  return JSON.stringify([read, foldRulesText(rules), preset, telescope?.map(formatPrefix) ?? null, packs, FORM]);
}

/** Of tables that do not hold everything. */
const UNFINISHED = "unfinished";

/** Form of what is saved: another one makes the tables anew. */
const FORM = 1;

/** The judgement of a case while it grows. */
class Judgement {
  setAside: SetAside | null = null;
  /** No source was left out because less was wanted. */
  isWhole = true;
  private readonly judging: JudgingRules;
  private readonly writer: ViewWriter;
  private readonly timeoutNs: bigint;
  private readonly counted: CountedFlow[] = [];
  private readonly units = new UnitCollector();
  private sliceEnd = performance.now() + SLICE_MS;

  constructor(judging: JudgingRules, writer: ViewWriter, timeoutNs: bigint) {
    this.judging = judging;
    this.writer = writer;
    this.timeoutNs = timeoutNs;
  }

  /** False: no longer wanted. */
  async add(sources: ReadonlyMap<IpAddress, Source>, wish: () => Wish): Promise<boolean> {
    const { rules, library } = this.judging;
    for (const [address, source] of sources) {
      for (const state of flowsOf(stateOfSource(source, this.timeoutNs))) {
        const flow = judgeFlow(address, state, rules.telescope ?? [], library, rules.preset);
        const counted = countedFlow(flow);
        this.counted.push(counted);
        for (const strand of flow.strands) this.units.add(strand, counted);
        this.writer.addFlow(flow);
      }
      if (performance.now() < this.sliceEnd) continue;
      await setImmediate();
      if (wish() !== "all") {
        this.isWhole = false;
        return false;
      }
      this.sliceEnd = performance.now() + SLICE_MS;
    }
    return true;
  }

  async save(captures: readonly ReadCapture[], stamp: string): Promise<void> {
    const { rules } = this.judging;
    const setAside = this.setAside ?? NOTHING_SET_ASIDE;
    for (const group of groupFingerprints(this.units.units())) {
      for (const { id, tool, fingerprint, first } of group.members) {
        const inspected = JSON.stringify(inspectGroup(group, unitKey(first)));
        this.writer.addFingerprint({ id, tool, text: fingerprint.text, group: inspected });
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
    await this.writer.commit({
      stamp,
      overview: JSON.stringify(overview),
      telescope: JSON.stringify({ prefixes: telescope.prefixes.map(formatPrefix), inferred: telescope.inferred }),
    });
  }
}
