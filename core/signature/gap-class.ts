/**
 * Classes of bytes a gap may cover. `dec`, `hex`, `alpha`, `alnum` and `any` are those of templates (spec section 4);
 * `agent`, `name`, `phone`, `date` and `dechex` say more about what the gap holds (paper Table I).
 */
const GAP_CLASS_NAMES = ["dec", "hex", "alpha", "alnum", "any", "agent", "name", "phone", "date", "dechex"] as const;

export type GapClass = (typeof GAP_CLASS_NAMES)[number];

/** The class with this name, or undefined. */
export function parseGapClass(text: string): GapClass | undefined {
  return GAP_CLASS_NAMES.find((name) => name === text);
}

const DEC = /[0-9]/;

/** `dechex` is absent: it is a class of pairs, not of single bytes. */
const MEMBERS: Readonly<Record<Exclude<GapClass, "dechex">, RegExp>> = {
  dec: DEC,
  hex: /[0-9a-f]/,
  alpha: /[A-Za-z]/,
  alnum: /[0-9A-Za-z]/,
  any: /./s,
  agent: /./s,
  name: /[^"]/,
  phone: /[0-9+]/,
  date: /[0-9A-Za-z,: ]/,
};

function membersOf(expression: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (expression.test(String.fromCharCode(code)) ? 1 : 0));
}

const TABLES = new Map(Object.entries(MEMBERS).map(([name, expression]) => [name, membersOf(expression)]));

/** How many bytes one unit of the class spans: two for `dechex` (decimal digits as ASCII codes, `30`..`39`). */
export function unitLength(gapClass: GapClass): 1 | 2 {
  return gapClass === "dechex" ? 2 : 1;
}

/** True when the unit of `value` that ends just before `end` belongs to the class. */
export function unitEndsAt(gapClass: GapClass, value: string, end: number): boolean {
  if (gapClass === "dechex") return end >= 2 && value[end - 2] === "3" && DEC.test(value[end - 1] as string);
  return end >= 1 && (TABLES.get(gapClass) as Uint8Array)[value.charCodeAt(end - 1)] === 1;
}
