import { prefixBefore, readDialledNumber } from "../behaviour/dialled-number.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { leftOutPackets, type NumberTallies } from "../flow/dialled-numbers.ts";
import type { FlowState } from "../flow/flow-state.ts";
import type { IpAddress } from "../net/address.ts";
import type { JudgedFlow } from "./flow-report.ts";
import { mostFirst } from "./most-first.ts";
import { addCount } from "./plain-record.ts";
import type { ReportDialledForm, ReportDialledNumber, ReportTotals } from "./report.ts";

/** What is reported of the numbers that INVITEs name. */
export interface DialledReport {
  /** Ascending by number. */
  readonly numbers: readonly ReportDialledNumber[];
  readonly totals: ReportTotals["dialled"];
}

/** Numbers listed at most; of more, those with most packets. */
export const MOST_LISTED_NUMBERS = 10_000;
/** Forms listed of each number. */
export const MOST_FORMS = 8;

/** What flows hold of the numbers that share their last digits. */
export interface TailCounts {
  readonly packets: number;
  readonly called: number;
  /** Packets by form. */
  readonly forms: ReadonlyMap<string, number>;
}

/** Stands for a flow that names numbers. */
interface NamingFlow {
  readonly source: IpAddress;
}

/** The same while flows are added. */
interface TailSum extends TailCounts {
  packets: number;
  called: number;
  readonly flows: Set<NamingFlow>;
  readonly forms: Map<string, number>;
}

/** A number with all that flows hold of it. */
export interface CountedNumber extends ReportDialledNumber {
  /** Flows that name it. */
  readonly flows: number;
  /** Its last digits in all their lengths: numbers of fewer than ten digits have several behind different prefixes. */
  readonly tails: readonly string[];
}

/** Numbers as they are counted, and what is counted of all of them. */
export interface CountedNumbers {
  /** Ascending by number. */
  readonly numbers: readonly CountedNumber[];
  readonly totals: ReportTotals["dialled"];
}

/** The numbers of these flows: each with its country where it can be read as an international number. */
export function reportDialled(flows: readonly JudgedFlow[], mostListed?: number): DialledReport {
  return dialledIn(flows).report(mostListed);
}

/** The same with what the report has no room for. */
export function countNumbers(flows: readonly JudgedFlow[], mostListed?: number): CountedNumbers {
  return dialledIn(flows).count(mostListed);
}

function dialledIn(flows: readonly JudgedFlow[]): DialledNumbers {
  const numbers = new DialledNumbers();
  for (const { source, state } of flows) numbers.add(source, state.dialled);
  return numbers;
}

/** The numbers that flows name, added up flow by flow. */
export class DialledNumbers {
  private readonly sums = new Map<string, TailSum>();
  private packets = 0;
  private leftOutPackets = 0;

  /** Adds what a flow of this source dialled; null: nothing. */
  add(source: IpAddress, dialled: FlowState["dialled"]): void {
    if (dialled === null) return;
    const flow = { source };
    this.addTallies(flow, dialled.called, true);
    this.addTallies(flow, dialled.calling, false);
  }

  /** What is reported of them: each with its country where it can be read as an international number. */
  report(mostListed?: number): DialledReport {
    const { numbers, totals } = this.count(mostListed);
    return { numbers: numbers.map(({ flows: _flows, tails: _tails, ...number }) => number), totals };
  }

  /** The same with what the report has no room for. */
  count(mostListed: number = MOST_LISTED_NUMBERS): CountedNumbers {
    const ranked = mostFirst(Array.from(this.sums, ([tail, { packets }]) => [tail, packets] as const));
    const listed = new Map(ranked.slice(0, mostListed).map(([tail]) => [tail, this.sums.get(tail) as TailSum]));
    const notListed = ranked.slice(mostListed).reduce((sum, [, packets]) => sum + packets, 0);
    const numbers = describeNumbers(listed).map((number) => ({ ...number, ...countSenders(number.tails, listed) }));
    const { packets, leftOutPackets } = this;
    return {
      numbers,
      totals: { numbers: numbers.length, packets, leftOutPackets: leftOutPackets + notListed },
    };
  }

  private addTallies(flow: NamingFlow, tallies: NumberTallies, called: boolean): void {
    this.packets += tallies.packets;
    this.leftOutPackets += leftOutPackets(tallies);
    for (const [tail, { packets, forms }] of tallies.byTail.values) {
      let sum = this.sums.get(tail);
      if (sum === undefined) {
        sum = { packets: 0, called: 0, flows: new Set(), forms: new Map() };
        this.sums.set(tail, sum);
      }
      sum.packets += packets;
      if (called) sum.called += packets;
      sum.flows.add(flow);
      for (const [form, count] of forms.values) addCount(sum.forms, form, count);
    }
  }
}

/** A flow may hold several of the tails of a number. */
function countSenders(
  tails: readonly string[],
  sums: ReadonlyMap<string, TailSum>,
): Pick<CountedNumber, "sources" | "flows"> {
  const flows = new Set(tails.flatMap((tail) => [...(sums.get(tail)?.flows ?? [])]));
  return { sources: new Set(Array.from(flows, ({ source }) => source)).size, flows: flows.size };
}

type DescribedNumber = Omit<CountedNumber, "sources" | "flows">;

/** The numbers that these last digits belong to, ascending; sources and flows are for whoever holds them to count. */
export function describeNumbers(byTail: ReadonlyMap<string, TailCounts>): DescribedNumber[] {
  return mergeEqual(Array.from(byTail, ([tail, counts]) => describeNumber(tail, counts)));
}

/**
 * Reads the forms of a number, which share their last ten digits. The number is the one that most packets give; forms
 * behind prefixes nobody knows belong to it. Where none can be read, it is the shortest form as sent.
 */
function describeNumber(tail: string, { packets, called, forms }: TailCounts): DescribedNumber {
  const listed = mostFirst(forms).slice(0, MOST_FORMS);
  const readings = new Map<string, number>();
  const countries = new Map<string, string | null>();
  for (const [form, count] of listed) {
    const read = readDialledNumber(form);
    if (read === null) continue;
    addCount(readings, read.number, count);
    countries.set(read.number, read.country);
  }
  const number = mostFirst(readings)[0]?.[0] ?? null;
  return {
    number: number ?? shortest(listed.map(([form]) => form)),
    country: number === null ? null : (countries.get(number) ?? null),
    packets,
    called,
    tails: [tail],
    forms: listed.map(([form, count]) => ({
      form,
      prefix: number === null ? null : prefixBefore(number, form),
      packets: count,
    })),
  };
}

function shortest(forms: readonly string[]): string {
  return [...forms].sort((a, b) => a.length - b.length || byCodeUnits(a, b))[0] as string;
}

/** Numbers of fewer than ten digits have different tails behind different prefixes. */
function mergeEqual(numbers: readonly DescribedNumber[]): DescribedNumber[] {
  const byNumber = new Map<string, DescribedNumber>();
  for (const number of numbers) {
    const known = byNumber.get(number.number);
    byNumber.set(number.number, known === undefined ? number : mergeTwo(known, number));
  }
  return [...byNumber.values()].sort((a, b) => byCodeUnits(a.number, b.number));
}

function mergeTwo(a: DescribedNumber, b: DescribedNumber): DescribedNumber {
  return {
    ...a,
    packets: a.packets + b.packets,
    called: a.called + b.called,
    tails: [...a.tails, ...b.tails].sort(byCodeUnits),
    forms: [...a.forms, ...b.forms].sort(byPackets).slice(0, MOST_FORMS),
  };
}

function byPackets(a: ReportDialledForm, b: ReportDialledForm): number {
  return b.packets - a.packets || byCodeUnits(a.form, b.form);
}
