import { gradeOf } from "../../fingerprint/fingerprint.ts";
import { type AnalysisRules, nanoseconds } from "../../flow/rule-texts.ts";
import { type Source, stateOfSource } from "../../flow/source.ts";
import type { GeoTable } from "../../geography/geo-table.ts";
import { formatAddress, type IpAddress } from "../../net/address.ts";
import { flowsOf } from "../../report/build-report.ts";
import { flowPredicate } from "../../report/flow-filter.ts";
import { type JudgedFlow, judgeFlow } from "../../report/flow-report.ts";
import type { SaidOfFlows } from "../../report/said-of-flows.ts";
import type { JudgedStrand } from "../../report/strand-report.ts";
import { visibleText } from "../../report/visible-text.ts";
import type { SignatureLibrary } from "../../signature/signature.ts";
import { forSourcesOfCase } from "../case/analyse-case.ts";
import type { CaseFile } from "../case/case-file.ts";

/** Which flows are wanted: all, also those that were only counted; those that pass a filter; or those with these ids. */
export type FlowChoice =
  | { readonly kind: "all" }
  | { readonly kind: "filter"; readonly text: string }
  | { readonly kind: "ids"; readonly ids: ReadonlySet<string> };

/** What flows are judged by. */
export interface JudgingOfFlows {
  readonly rules: AnalysisRules;
  readonly library: SignatureLibrary;
  readonly geoTables: readonly GeoTable[];
  readonly said: SaidOfFlows;
}

/** Which flows are wanted, and what they are judged by. */
export interface WantedFlows extends JudgingOfFlows {
  readonly flows: FlowChoice;
  /** False once nobody waits any more: then what is found by then is all. */
  isWanted(): boolean;
}

/** Which packets a request of the packet index may be asked for by. */
export interface IndexedRequest {
  readonly source: IpAddress;
  readonly timeNs: bigint | null;
  readonly sourcePort: number;
  readonly method: string;
  /** Hash of its order of header names, as in the id of a strand. */
  readonly order: string;
}

/** A flow that is wanted, as far as its packets are told by it. */
interface WordsOfFlow {
  readonly firstNs: bigint | null;
  readonly lastNs: bigint | null;
  /** What is said of the packets of a strand, by the part of its id behind the flow's. */
  readonly strands: ReadonlyMap<string, string>;
}

/** Of packets whose flow was counted only: nobody looked into it. */
const ONLY_COUNTED = "flow counted, not looked into";

/** What is said of the packets of flows: the ids of what named them and the labels, never text of a capture. */
export class FlowWords {
  /** Dated flows of each source by their first time, which are apart in time, and behind them the undated one. */
  private readonly flows = new Map<IpAddress, WordsOfFlow[]>();
  private readonly areAllWanted: boolean;

  private constructor(areAllWanted: boolean) {
    this.areAllWanted = areAllWanted;
  }

  /** Judges the flows of a case. Throws for a filter that is none. */
  static async of(opened: CaseFile, wanted: WantedFlows): Promise<FlowWords> {
    const { rules, library, said, flows } = wanted;
    const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
    const passes = predicateOf(wanted);
    const wantedSources = flows.kind === "ids" ? sourcesOf(flows.ids) : null;
    const words = new FlowWords(flows.kind === "all");
    const take = (sources: ReadonlyMap<IpAddress, Source>) => {
      for (const [address, source] of sources) {
        if (wantedSources?.has(formatAddress(address)) === false) continue;
        const judged = flowsOf(stateOfSource(source, timeoutNs))
          .map((flow) => judgeFlow(address, flow, rules.telescope ?? [], library, rules.preset))
          .filter(passes);
        if (judged.length > 0) words.flows.set(address, judged.map((flow) => wordsOf(flow, said)).sort(byTime));
      }
    };
    await forSourcesOfCase(opened, rules, take, () => wanted.isWanted());
    return words;
  }

  /** What is said of a packet; null where it is not wanted. */
  find(request: IndexedRequest): string | null {
    const flow = flowAt(this.flows.get(request.source) ?? [], request.timeNs);
    if (flow === undefined) return this.areAllWanted ? ONLY_COUNTED : null;
    const { method, order, sourcePort } = request;
    const shape = `${method}/${order}`;
    const ids = [`${shape}/${sourcePort}`, shape, `${method}/mixed`, "*/mixed", `${method}/overflow`, "*/overflow"];
    const id = ids.find((candidate) => flow.strands.has(candidate));
    return id === undefined ? ONLY_COUNTED : (flow.strands.get(id) as string);
  }
}

function predicateOf({ flows, geoTables, said }: WantedFlows): (flow: JudgedFlow) => boolean {
  if (flows.kind === "filter") return flowPredicate(flows.text, geoTables, said);
  return flows.kind === "all" ? () => true : ({ report }) => flows.ids.has(report.id);
}

/** The addresses in ids of flows, which hold no other `@`. */
function sourcesOf(ids: ReadonlySet<string>): Set<string> {
  return new Set(Array.from(ids, (id) => id.slice(0, id.indexOf("@"))));
}

function wordsOf({ state, strands }: JudgedFlow, said: SaidOfFlows): WordsOfFlow {
  const { firstNs, lastNs } = state;
  return {
    firstNs,
    lastNs,
    strands: new Map(strands.map((judged) => [judged.strand.localId, wordsOfStrand(judged, said)])),
  };
}

function wordsOfStrand(judged: JudgedStrand, said: SaidOfFlows): string {
  const label = said.labelOf(judged);
  return [
    `tool ${judged.named?.signature.tool.id ?? "unknown"}`,
    ...(judged.named === null ? [] : [`signature ${judged.named.signature.id}`]),
    `fingerprint ${judged.fingerprint.id}`,
    `grade ${gradeOf(judged.strand.state)}`,
    ...(label === null ? [] : [`label ${visibleText(label)}`]),
  ].join("; ");
}

/** Dated before undated. */
function byTime({ firstNs: a }: WordsOfFlow, { firstNs: b }: WordsOfFlow): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

/** The last flow that begins at this time or before, if it lasts until then; without a time the undated one. */
function flowAt(flows: readonly WordsOfFlow[], timeNs: bigint | null): WordsOfFlow | undefined {
  if (timeNs === null) return flows.find(({ firstNs }) => firstNs === null);
  let low = 0;
  let high = flows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { firstNs } = flows[middle] as WordsOfFlow;
    if (firstNs !== null && firstNs <= timeNs) low = middle + 1;
    else high = middle;
  }
  const flow = flows[low - 1];
  return flow !== undefined && flow.lastNs !== null && flow.lastNs >= timeNs ? flow : undefined;
}
