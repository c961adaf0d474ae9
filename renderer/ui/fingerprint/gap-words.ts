import type { DrawnKey, DrawnPart, GapStructure } from "../../../core/contract/inspection.ts";

type Gap = Extract<DrawnPart, { kind: "gap" }>;

const CLASSES: Readonly<Record<string, readonly [one: string, many: string]>> = {
  dec: ["decimal digit", "decimal digits"],
  hex: ["hex digit", "hex digits"],
  alpha: ["letter", "letters"],
  alnum: ["letter or digit", "letters or digits"],
  any: ["character of any kind", "characters of any kind"],
  agent: ["character of a user agent", "characters of a user agent"],
  name: ["character of a name", "characters of a name"],
  phone: ["character of a telephone number", "characters of a telephone number"],
  date: ["character of a date", "characters of a date"],
  dechex: ["digit of decimal digits in hex", "digits of decimal digits in hex"],
  method: ["character of the method", "characters of the method"],
};

/** A gap as drawn: length and class, as `10 dec` or `21–25 dec`. */
export function labelGap({ shortest, longest, class: kind }: Pick<Gap, "shortest" | "longest" | "class">): string {
  return `${lengthOf(shortest, longest)} ${kind}`;
}

/** What a gap stands for, in words. */
export function describeGap({ shortest, longest, class: kind }: Pick<Gap, "shortest" | "longest" | "class">): string {
  const [one, many] = CLASSES[kind] ?? [kind, kind];
  const single = longest === 1 && shortest === 1;
  if (longest === null && shortest === 0) return `Any number of ${many}`;
  return `${lengthOf(shortest, longest)} ${single ? one : many} that ${single ? "differs" : "differ"} from message to message`;
}

const STRUCTURES: Readonly<Record<GapStructure, string>> = {
  counter: "a counter: it rises, or falls, from message to message",
  "unix-time": "the time of sending, in seconds since 1970",
  date: "a date",
  "phone-number": "a telephone number",
  extension: "an extension, a number of few digits",
  "hex-text": "text in hex digits",
  hex: "hex digits, as of a random number or a hash",
  "few-values": "one of a few values",
  words: "words of a list",
};

/** What a gap likely holds; null where nothing is told. */
export function describeStructure({ likely }: Pick<Gap, "likely">): string | null {
  return likely === null ? null : `Likely ${STRUCTURES[likely]}, as far as the messages kept tell.`;
}

/** How many values a key has, next to those listed. */
export function describeValues({ values, distinct }: Pick<DrawnKey, "values" | "distinct">): string {
  const all = distinct === null ? "more than 8 values" : `${distinct} ${distinct === 1 ? "value" : "values"}`;
  if (values.length === 0) return `${all}, none in the messages kept`;
  return values.length === distinct ? `${all}, all of them here:` : `${all}, of which the messages kept have:`;
}

const TOKENS: Readonly<Record<string, string>> = {
  SourceIP: "the packet's source address",
  DestIP: "the packet's destination address",
  SourcePort: "the packet's source port",
  DestPort: "the packet's destination port",
  FirstDestIP: "the first destination the tool was given",
  BodyLength: "the length of the body",
};

const WRITTEN: Readonly<Record<string, string>> = {
  hexascii: ", as text in hex digits",
  hex: ", as 8 hex digits",
  dec: ", as one number",
  rev: ", its bytes in reverse",
};

/** What stands in the place of a token, as `DestIP:hex`. */
export function describeToken(name: string): string {
  const [end = "", written = ""] = name.split(":");
  return `${TOKENS[end] ?? name}${WRITTEN[written] ?? ""}`;
}

function lengthOf(shortest: number, longest: number | null): string {
  if (longest === null) return shortest === 0 ? "any" : `${shortest}+`;
  return shortest === longest ? `${shortest}` : `${shortest}–${longest}`;
}
