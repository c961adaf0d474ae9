import { prefixBefore, readDialledNumber } from "../behaviour/dialled-number.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { leftOutPackets, type NumberTallies } from "../flow/dialled-numbers.ts";
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
const MOST_LISTED_NUMBERS = 10_000;
/** Forms listed of each number. */
export const MOST_FORMS = 8;

/** What the flows hold of one number. */
interface TailSum {
  packets: number;
  called: number;
  readonly sources: Set<IpAddress>;
  readonly forms: Map<string, number>;
}

/** The numbers of these flows: each with its country where it can be read as an international number. */
export function reportDialled(flows: readonly JudgedFlow[], mostListed: number = MOST_LISTED_NUMBERS): DialledReport {
  const totals = { packets: 0, leftOutPackets: 0 };
  const packetsByTail = new Map<string, number>();
  for (const { tallies } of talliesOf(flows)) {
    totals.packets += tallies.packets;
    totals.leftOutPackets += leftOutPackets(tallies);
    for (const [tail, { packets }] of tallies.byTail.values) addCount(packetsByTail, tail, packets);
  }
  const ranked = mostFirst(packetsByTail);
  const sums = new Map(ranked.slice(0, mostListed).map(([tail]) => [tail, emptySum()]));
  for (const { source, tallies, called } of talliesOf(flows)) addTallies(sums, source, tallies, called);
  for (const [, packets] of ranked.slice(mostListed)) totals.leftOutPackets += packets;
  const numbers = mergeEqual([...sums.values()].map(describeNumber));
  return {
    numbers: numbers.map(({ sources, ...number }) => ({ ...number, sources: sources.size })),
    totals: { numbers: numbers.length, ...totals },
  };
}

function emptySum(): TailSum {
  return { packets: 0, called: 0, sources: new Set(), forms: new Map() };
}

function* talliesOf(flows: readonly JudgedFlow[]) {
  for (const { source, state } of flows) {
    if (state.dialled === null) continue;
    yield { source, tallies: state.dialled.called, called: true };
    yield { source, tallies: state.dialled.calling, called: false };
  }
}

function addTallies(
  sums: ReadonlyMap<string, TailSum>,
  source: IpAddress,
  { byTail }: NumberTallies,
  called: boolean,
): void {
  for (const [tail, { packets, forms }] of byTail.values) {
    const sum = sums.get(tail);
    if (sum === undefined) continue;
    sum.packets += packets;
    if (called) sum.called += packets;
    sum.sources.add(source);
    for (const [form, count] of forms.values) addCount(sum.forms, form, count);
  }
}

type DescribedNumber = Omit<ReportDialledNumber, "sources"> & { readonly sources: ReadonlySet<IpAddress> };

/**
 * Reads the forms of a number, which share their last ten digits. The number is the one that most packets give; forms
 * behind prefixes nobody knows belong to it. Where none can be read, it is the shortest form as sent.
 */
function describeNumber({ packets, called, sources, forms }: TailSum): DescribedNumber {
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
    sources,
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
    sources: new Set([...a.sources, ...b.sources]),
    forms: [...a.forms, ...b.forms].sort(byPackets).slice(0, MOST_FORMS),
  };
}

function byPackets(a: ReportDialledForm, b: ReportDialledForm): number {
  return b.packets - a.packets || byCodeUnits(a.form, b.form);
}
