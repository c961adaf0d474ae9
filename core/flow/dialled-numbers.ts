import { dialledForm, tailOf } from "../behaviour/dialled-form.ts";
import type { ObservedField } from "../fingerprint/strand-view.ts";
import { insertRanked, type LowestRanked, mergeRanked, roomFor } from "./lowest-ranked.ts";

/** One number, told from others by its last ten digits. */
export interface NumberTally {
  /** Packets that name it. */
  packets: number;
  /** Packets with each form it was dialled in: prefix and number as sent. Of more than eight, those with the lowest hash. */
  readonly forms: LowestRanked<number>;
}

/** Numbers by their last ten digits; of more than 256, those with the lowest hash. */
export interface NumberTallies {
  /** Sum of the packets of all numbers, also of those not kept. A packet counts once for each number it names. */
  packets: number;
  readonly byTail: LowestRanked<NumberTally>;
}

/** Numbers that INVITEs name: a number is called in To or request URI, and calling where it stands in From only. */
export interface DialledNumbers {
  readonly called: NumberTallies;
  readonly calling: NumberTallies;
}

/** Numbers of a flow that are kept: a flood of random ones has no end. */
export const MOST_NUMBERS = 256;
const MOST_FORMS = 8;
const INVITE = "INVITE";

/**
 * Adds the numbers of one request; only INVITEs dial. Returns the state, made at the first number: most flows dial none.
 */
export function addDialled(
  state: DialledNumbers | null,
  method: string,
  fields: readonly ObservedField[],
): DialledNumbers | null {
  if (method.length !== INVITE.length || method.toUpperCase() !== INVITE) return state;
  const called = new Set<string>();
  let caller: string | null = null;
  for (const field of fields) {
    const { key } = field;
    if (key !== ":uri" && key !== "to" && key !== "from") continue;
    // Of the other fields no text is made.
    const form = dialledForm(field.raw);
    if (form === null) continue;
    if (key === "from") caller = form;
    else called.add(form);
  }
  if (called.size === 0 && caller === null) return state;
  const numbers = state ?? { called: noTallies(), calling: noTallies() };
  const tails = new Map<string, string[]>();
  for (const form of called) tails.set(tailOf(form), [...(tails.get(tailOf(form)) ?? []), form]);
  for (const [tail, forms] of tails) addNumber(numbers.called, tail, forms);
  if (caller !== null && !tails.has(tailOf(caller))) addNumber(numbers.calling, tailOf(caller), [caller]);
  return numbers;
}

/** The numbers of both. Both are used up. */
export function mergeDialled(a: DialledNumbers | null, b: DialledNumbers | null): DialledNumbers | null {
  if (a === null || b === null) return a ?? b;
  mergeTallies(a.called, b.called);
  mergeTallies(a.calling, b.calling);
  return a;
}

/** Packets of the numbers that are not kept. */
export function leftOutPackets({ packets, byTail }: NumberTallies): number {
  let kept = 0;
  for (const tally of byTail.values.values()) kept += tally.packets;
  return packets - kept;
}

/** All forms that are kept. */
export function dialledForms(numbers: DialledNumbers | null): string[] {
  const tallies = numbers === null ? [] : [numbers.called, numbers.calling];
  return tallies.flatMap(({ byTail }) => [...byTail.values.values()].flatMap(({ forms }) => [...forms.values.keys()]));
}

function noTallies(): NumberTallies {
  return { packets: 0, byTail: roomFor(MOST_NUMBERS) };
}

/** Adds one packet that names the number in these forms, each once. */
function addNumber(tallies: NumberTallies, tail: string, forms: readonly string[]): void {
  tallies.packets += 1;
  const known = tallies.byTail.values.get(tail);
  const tally = known ?? { packets: 0, forms: roomFor(MOST_FORMS) };
  tally.packets += 1;
  for (const form of forms) {
    const packets = tally.forms.values.get(form);
    if (packets === undefined) insertRanked(tally.forms, form, 1);
    else tally.forms.values.set(form, packets + 1);
  }
  if (known === undefined) insertRanked(tallies.byTail, tail, tally);
}

function mergeTallies(into: NumberTallies, from: NumberTallies): void {
  into.packets += from.packets;
  mergeRanked(into.byTail, from.byTail, (own, other) => {
    mergeRanked(own.forms, other.forms, (a, b) => a + b);
    own.packets += other.packets;
    return own;
  });
}
