import { readDialledNumber } from "../behaviour/dialled-number.ts";
import type { GapStructure } from "../contract/inspection.ts";
import type { DiffGap, DiffUnit } from "../fingerprint/diff-side.ts";

/** A value of a key, with the time of its packet. */
export interface TimedValue {
  readonly value: string;
  readonly timeNs: bigint | null;
}

/** Fewer values show nothing but themselves. */
const FEWEST_VALUES = 3;
/** That so many rise by chance is likelier than 1 in 100 for four, and not for five. */
const FEWEST_OF_COUNTER = 5;
/** Clocks of scanners are wrong by hours, not by weeks. */
const MOST_SECONDS_OFF = 2 * 86_400;
const FEWEST_HEX = 6;
const MOST_EXTENSION_DIGITS = 6;
/** Letters drawn at random have a vowel in five; words of most languages one in three to two. */
const FEWEST_VOWELS = 0.3;
/** Keys whose user is called: only there a number is one of a telephone. */
const CALLED_KEYS = new Set([":uri", "to", "from", "contact"]);

const DATES = [
  /^\d{4}[-/.]\d\d[-/.]\d\d(?:[T ]\d\d:\d\d(?::\d\d)?.*)?$/,
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{6})?$/,
  /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4}(?: \d\d:\d\d:\d\d)?(?: GMT)?$/,
];

/**
 * What each gap of a value likely holds, in order; null where nothing is told.
 *
 * @param units the template of the values
 * @param values of the messages kept, each with tokens in place
 */
export function likelyStructures(
  key: string,
  units: readonly DiffUnit[],
  values: readonly TimedValue[],
): (GapStructure | null)[] {
  const contents = values.flatMap(({ value, timeNs }) => {
    const texts = wordsOfGaps(units, value);
    return texts === null ? [] : [{ texts, timeNs }];
  });
  const gaps = units.filter((unit): unit is DiffGap => typeof unit === "object");
  return gaps.map((gap, index) =>
    likelyStructure(
      key,
      gap,
      contents.map(({ texts, timeNs }) => ({ value: texts[index] as string, timeNs })),
    ),
  );
}

/** The words in which the gaps of a value stand; null where it does not fit: another form of the value was taken for the template. */
function wordsOfGaps(units: readonly DiffUnit[], value: string): string[] | null {
  const open = units.findIndex((unit) => typeof unit === "object" && unit.shortest !== unit.longest);
  const head = open < 0 ? units : units.slice(0, open);
  const tail = open < 0 ? [] : units.slice(open + 1);
  const lengthOf = (unit: DiffUnit) => (typeof unit === "number" ? 1 : unit.shortest);
  const tailLength = tail.reduce<number>((sum, unit) => sum + lengthOf(unit), 0);
  const texts: string[] = [];
  let at = 0;
  const read = (unit: DiffUnit): boolean => {
    const text = value.slice(at, at + lengthOf(unit));
    at += lengthOf(unit);
    if (typeof unit === "number") return text === String.fromCharCode(unit);
    texts.push(wordAround(value, at - text.length, at));
    return text.length === lengthOf(unit);
  };
  if (!head.every(read)) return null;
  if (open >= 0) {
    const end = value.length - tailLength;
    if (end < at) return null;
    texts.push(wordAround(value, at, end));
    at = end;
  }
  return tail.every(read) && at === value.length ? texts : null;
}

/** What all messages share of a number or a word is no part of the gap, but of what it holds. */
function wordAround(value: string, start: number, end: number): string {
  let from = start;
  while (from > 0 && isWordCharacter(value.charAt(from - 1))) from -= 1;
  let to = end;
  while (to < value.length && isWordCharacter(value.charAt(to))) to += 1;
  return value.slice(from, to);
}

function isWordCharacter(character: string): boolean {
  return /[0-9A-Za-z+]/.test(character);
}

function likelyStructure(key: string, gap: DiffGap, all: readonly TimedValue[]): GapStructure | null {
  const values = [...new Set(all.map(({ value }) => value))].filter((value) => value !== "");
  if (values.length < FEWEST_VALUES) return all.length > values.length * 2 ? "few-values" : null;
  const every = (test: RegExp) => values.every((value) => test.test(value));
  if (DATES.some(every)) return "date";
  if (every(/^\d{1,15}$/)) return structureOfNumbers(key, all, values);
  if (every(/^\+?\d{7,24}$/)) return isDialled(key, values) ? "phone-number" : null;
  if (every(/^(?:[0-9a-f]{2})+$/i) && values.every(isHexOfText)) return "hex-text";
  if ((gap.holds === "hex" || every(/^[0-9A-F]+$/)) && gap.shortest >= FEWEST_HEX) return "hex";
  if (every(/^[A-Za-z][a-z]{2,}$/) && lengthsVary(values) && shareOfVowels(values) >= FEWEST_VOWELS) return "words";
  return null;
}

function structureOfNumbers(key: string, all: readonly TimedValue[], values: readonly string[]): GapStructure | null {
  if (all.every(isUnixTime)) return "unix-time";
  if (isCounter(all)) return "counter";
  if (isDialled(key, values)) return "phone-number";
  if (values.every((value) => value.length % 2 === 0 && isHexOfText(value))) return "hex-text";
  const isShort = values.every((value) => value.length <= MOST_EXTENSION_DIGITS);
  return CALLED_KEYS.has(key) && isShort && lengthsVary(values) ? "extension" : null;
}

/** Seconds since 1970, near the time of the packet. */
function isUnixTime({ value, timeNs }: TimedValue): boolean {
  if (timeNs === null || value.length !== 10) return false;
  return Math.abs(Number(value) - Number(timeNs / 1_000_000_000n)) <= MOST_SECONDS_OFF;
}

/** Rises, or falls, from packet to packet. */
function isCounter(all: readonly TimedValue[]): boolean {
  if (all.length < FEWEST_OF_COUNTER || all.some(({ timeNs }) => timeNs === null)) return false;
  const numbers = [...all]
    .sort((a, b) => Number((a.timeNs as bigint) - (b.timeNs as bigint)))
    .map(({ value }) => Number(value));
  const rises = (sign: number) =>
    numbers.every((number, index) => index === 0 || sign * (number - (numbers[index - 1] as number)) > 0);
  return rises(1) || rises(-1);
}

function isDialled(key: string, values: readonly string[]): boolean {
  return CALLED_KEYS.has(key) && values.every((value) => readDialledNumber(value) !== null);
}

/** Hex digits that spell printable characters. */
function isHexOfText(value: string): boolean {
  const codes = value.match(/../g) ?? [];
  return value.length >= FEWEST_HEX && codes.every((code) => /^[2-7]/.test(code) && code.toLowerCase() !== "7f");
}

function lengthsVary(values: readonly string[]): boolean {
  return new Set(values.map(({ length }) => length)).size > 1;
}

function shareOfVowels(values: readonly string[]): number {
  const text = values.join("").toLowerCase();
  return (text.match(/[aeiouy]/g)?.length ?? 0) / text.length;
}
