import { describePrefixError, formatPrefix, parsePrefix } from "../behaviour/telescope.ts";
import { formatAddress, parseAddress } from "../net/address.ts";
import { LATEST_TIME_NS, LEAST_TIME_NS } from "./day.ts";
import type { FilterValue } from "./expression.ts";
import { shownText } from "./fault.ts";
import type { ElementType } from "./field-table.ts";
import { quoteText } from "./tokens.ts";

/** What a word stands for where a value of one type belongs, or what to write instead. */
export type ReadLiteral =
  | { readonly ok: true; readonly value: FilterValue }
  | { readonly ok: false; readonly message: string; readonly suggestions: readonly string[] };

/** How a value of each type is written. */
export const LITERAL_FORMS: Readonly<Record<ElementType, string>> = {
  number: "a number such as 100",
  text: 'a text such as "OPTIONS"',
  address: "an address such as 198.51.100.7, or in 198.51.100.0/24",
  time: "a time such as 2026-01-02 or 2026-01-02T03:04:05Z",
  duration: "a duration such as 90s, 20m, 1h or 2d",
};

const NS_PER_SECOND = 1_000_000_000n;

// Digits may be grouped by underscores.
const NUMBER = /^[-+]?\d(?:_?\d)*(?:\.\d+)?(?:e[-+]?\d{1,3})?$/i;
const DURATION = /^([-+]?\d(?:_?\d)*(?:\.\d+)?(?:e[-+]?\d{1,3})?)(ms|s|m|h|d)$/i;
const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z?))?$/i;

const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1, ms: 0.001 };
const WHOLE_UNITS = ["d", "h", "m"] as const;

/** Reads a word as a value of one type. */
export function readLiteral(text: string, type: ElementType): ReadLiteral {
  switch (type) {
    case "text":
      return { ok: true, value: { kind: "text", value: text } };
    case "number":
      return readNumber(text);
    case "duration":
      return readDuration(text);
    case "time":
      return readTime(text);
    case "address":
      return readAddress(text);
  }
}

/** The text of a value; a set's element, unless it is compared for order. */
export function printValue(value: FilterValue): string {
  switch (value.kind) {
    case "number":
      return String(value.value);
    case "text":
      return quoteText(value.value);
    case "address":
      return formatAddress(value.value);
    case "prefix":
      return formatPrefix(value.prefix);
    case "time":
      return printTime(value.ns);
    case "day":
      return printTime(value.ns).slice(0, "2026-01-02".length);
    case "duration":
      return printDuration(value.seconds);
  }
}

function refuse(message: string, ...suggestions: string[]): ReadLiteral {
  return { ok: false, message, suggestions };
}

function readNumber(text: string): ReadLiteral {
  const value = Number(text.replaceAll("_", ""));
  if (!NUMBER.test(text) || !Number.isFinite(value))
    return refuse(`"${shownText(text)}" is not ${LITERAL_FORMS.number}.`);
  return { ok: true, value: { kind: "number", value: positiveZero(value) } };
}

function readDuration(text: string): ReadLiteral {
  const match = DURATION.exec(text);
  if (match === null) {
    if (!NUMBER.test(text)) return refuse(`"${shownText(text)}" is not ${LITERAL_FORMS.duration}.`);
    return refuse(
      `"${shownText(text)}" needs its unit: ${shownText(text)}s are seconds.`,
      `${text}s`,
      `${text}m`,
      `${text}h`,
    );
  }
  const [, digits = "", unit = ""] = match;
  const seconds = Number(digits.replaceAll("_", "")) * (UNIT_SECONDS[unit.toLowerCase()] as number);
  if (!Number.isFinite(seconds)) return refuse(`"${shownText(text)}" is longer than anything that can be compared.`);
  return { ok: true, value: { kind: "duration", seconds: positiveZero(seconds) } };
}

function readTime(text: string): ReadLiteral {
  const match = TIME.exec(text);
  if (match === null) return refuse(`"${shownText(text)}" is not ${LITERAL_FORMS.time}.`);
  const [, year, month, day, hour, minute, second, fraction = "", zone] = match;
  if (zone === "") return refuse(`"${shownText(text)}" has no zone: times are UTC and end with Z.`, `${text}Z`);
  const parts = [year, month, day, hour ?? 0, minute ?? 0, second ?? 0].map(Number) as SixNumbers;
  const milliseconds = utcMilliseconds(parts);
  if (milliseconds === undefined) return refuse(`"${shownText(text)}" is in no calendar.`);
  const ns = BigInt(milliseconds / 1000) * NS_PER_SECOND + BigInt(fraction.padEnd(9, "0"));
  if (ns < LEAST_TIME_NS || ns > LATEST_TIME_NS) {
    return refuse(`"${shownText(text)}" is outside of what captures are timed in, 1677-09-22 to 2262-04-11.`);
  }
  return { ok: true, value: hour === undefined ? { kind: "day", ns } : { kind: "time", ns } };
}

type SixNumbers = [year: number, month: number, day: number, hour: number, minute: number, second: number];

/** Milliseconds since 1970 UTC; undefined where no calendar or clock shows it. */
function utcMilliseconds([year, month, day, hour, minute, second]: SixNumbers): number | undefined {
  const date = new Date(0);
  // Date.UTC would take the years 0 to 99 for those of 1900.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const shown = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
  const same = [year, month, day, hour, minute, second].every((part, index) => part === shown[index]);
  return same ? date.getTime() : undefined;
}

function readAddress(text: string): ReadLiteral {
  const address = parseAddress(text);
  if (address !== undefined) return { ok: true, value: { kind: "address", value: address } };
  if (!text.includes("/")) return refuse(`"${shownText(text)}" is not ${LITERAL_FORMS.address}.`);
  const parsed = parsePrefix(text);
  if (parsed.ok) return { ok: true, value: { kind: "prefix", prefix: parsed.prefix } };
  const { error } = parsed;
  return refuse(
    describePrefixError({ ...error, text: shownText(text) }),
    ...(error.code === "host-bits-set" ? [formatPrefix(error.meant)] : []),
  );
}

function printTime(ns: bigint): string {
  const fraction = ((ns % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND;
  const whole = new Date(Number((ns - fraction) / NS_PER_SECOND) * 1000).toISOString().slice(0, 19);
  const decimals = String(fraction).padStart(9, "0").replace(/0+$/, "");
  return decimals === "" ? `${whole}Z` : `${whole}.${decimals}Z`;
}

function printDuration(seconds: number): string {
  const unit = WHOLE_UNITS.find((name) => {
    const length = UNIT_SECONDS[name] as number;
    const count = seconds / length;
    return Number.isSafeInteger(count) && count !== 0 && count * length === seconds;
  });
  return unit === undefined ? `${seconds}s` : `${seconds / (UNIT_SECONDS[unit] as number)}${unit}`;
}

/** Zero has one spelling. */
function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}
