import fc from "fast-check";
import { prefixOf } from "../../core/behaviour/telescope.ts";
import type { IpAddress } from "../../core/net/address.ts";
import { ipv6FromValue } from "../../core/net/address-value.ts";
import {
  allOf,
  anyOf,
  type Expression,
  negationOf,
  type PointValue,
  type Subject,
} from "../../core/query/expression.ts";
import type { FilterTable } from "../../core/query/field-table.ts";
import { compilePattern } from "../../core/query/pattern.ts";
import type { FilterRow } from "../builders/filter-database.ts";

const DAY_NS = 86_400_000_000_000n;
const LEAST_NS = -(2n ** 63n);
const LATEST_NS = 2n ** 63n - 1n;

/** A table with a field of every type. */
export const PROBES = {
  name: "probes",
  fields: [
    { name: "whole", type: "number", meaning: "", known: [] },
    { name: "real", type: "number", meaning: "", known: [] },
    { name: "text", type: "text", meaning: "", known: [] },
    { name: "src", type: "address", meaning: "", known: [] },
    { name: "seen", type: "time", meaning: "", known: [] },
    { name: "lasted", type: "duration", meaning: "", known: [] },
    { name: "texts", type: "texts", meaning: "", known: [] },
    { name: "kept.dst", type: "addresses", meaning: "", known: [] },
    { name: "visited", type: "addresses", meaning: "", known: [] },
  ],
  counts: [{ name: "whole", key: "text", meaning: "", known: [] }],
  words: ["src", "text", "texts"],
} as const satisfies FilterTable;

// Few values, so that rows and filters meet, among them what case folding, quoting and LIKE would trip over.
const TEXTS = [
  "",
  "a",
  "A",
  "ab",
  "Ä",
  "ä",
  "ß",
  "İ",
  "ı",
  "K",
  "ſ",
  "%",
  "_",
  "\\",
  "'",
  '"',
  "a\nb",
  "\ufeffa",
  "😀",
  "OPTIONS",
];
const ADDRESSES: IpAddress[] = [0, 0xffffffff, 0xc6336407, 0xc6336408, 0xc6336500, "::", "2001:db8::1", "2001:db8::2"];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  fc.string({ unit: "binary", maxLength: 6 }).filter((one) => !one.includes("\0")),
  fc.tuple(fc.constantFrom(...TEXTS), fc.constantFrom(...TEXTS)).map(([a, b]) => a + b),
);
const address: fc.Arbitrary<IpAddress> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ADDRESSES) },
  fc.nat({ max: 0xffffffff }),
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(ipv6FromValue),
);
const prefix = fc
  .tuple(address, fc.nat({ max: 128 }))
  .map(([network, length]) => prefixOf(network, typeof network === "number" ? length % 33 : length));
const whole = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constantFrom(100, 2 ** 53 - 1, -(2 ** 53) + 1));
const real = fc.oneof(
  whole,
  fc.constantFrom(0.1, 1.5, 5e-324, 1e300, -1e300, 1e21),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const time = fc.oneof(
  fc.constantFrom(0n, -1n, 1n, DAY_NS, DAY_NS - 1n, 2n * DAY_NS, LEAST_NS, LATEST_NS),
  fc.bigInt({ min: LEAST_NS, max: LATEST_NS }),
);
const positiveZero = (value: number) => (value === 0 ? 0 : value);

const ATOMS = [
  "a",
  "b",
  "A",
  ".",
  "^",
  "$",
  "\\d",
  "\\w",
  "\\b",
  "[a-c]",
  "[^a]",
  "é",
  "(?i)ä",
  "(?:",
  "(",
  ")",
  "|",
  "*",
  "+",
  "?",
  "{2}",
  '"',
  "\\\\",
  "\n",
  "(?s).",
  "[[:alpha:]]",
  "%",
  "ß",
  "(?i)k",
  "\\",
  "{1,40}",
  "\\x41",
];
/** Patterns that may be used. */
export const pattern = fc
  .array(fc.constantFrom(...ATOMS), { maxLength: 6 })
  .map((atoms) => atoms.join(""))
  .filter((one) => compilePattern(one).ok);

/** Rows of probes. */
export const probeRow: fc.Arbitrary<FilterRow> = fc.record({
  values: fc.record({
    whole: fc.option(whole),
    real: fc.option(fc.oneof(real, fc.constant(-0))),
    text: fc.option(text),
    src: fc.option(address),
    seen: fc.option(time),
    lasted: fc.option(real),
    texts: fc.array(text, { maxLength: 3 }),
    "kept.dst": fc.array(address, { maxLength: 3 }),
    visited: fc.array(address, { maxLength: 3 }),
  }),
  counts: fc.record({
    whole: fc.array(fc.tuple(text, whole), { maxLength: 3 }).map((entries) => new Map(entries)),
  }),
});

const VALUES = {
  number: real.map((value): PointValue => ({ kind: "number", value: positiveZero(value) })),
  text: text.map((value): PointValue => ({ kind: "text", value })),
  address: address.map((value): PointValue => ({ kind: "address", value })),
  time: time.map((ns): PointValue => ({ kind: "time", ns })),
  duration: real.map((seconds): PointValue => ({ kind: "duration", seconds: positiveZero(seconds) })),
};
// The last one ends beyond what times reach.
const day = fc
  .oneof(
    fc.constantFrom(0n, 1n, -1n, LATEST_NS / DAY_NS),
    fc.bigInt({ min: LEAST_NS / DAY_NS, max: LATEST_NS / DAY_NS }),
  )
  .map((count) => ({ kind: "day", ns: count * DAY_NS }) as const);
const RANGES = { address: prefix.map((one) => ({ kind: "prefix", prefix: one }) as const), time: day };

type ValueType = keyof typeof VALUES;
const ORDERS = ["<", "<=", ">", ">="] as const;
const EQUALITIES = ["==", "!="] as const;

function comparisonsOf(subject: fc.Arbitrary<Subject>, type: ValueType): fc.Arbitrary<Expression>[] {
  const operator = fc.constantFrom(...EQUALITIES, ...(type === "text" ? [] : ORDERS));
  const inSet = type === "address" || type === "time" ? fc.oneof(VALUES[type], RANGES[type]) : VALUES[type];
  return [
    fc.record({ kind: fc.constant("compare"), subject, operator, value: VALUES[type] }),
    fc.record({ kind: fc.constant("in"), subject, values: fc.array(inSet, { minLength: 1, maxLength: 4 }) }),
  ];
}

const fieldOf = (...names: string[]) => fc.constantFrom(...names).map((name): Subject => ({ kind: "field", name }));
const TEXT_FIELDS = fc.constantFrom("text", "texts");

const condition: fc.Arbitrary<Expression> = fc.oneof(
  ...comparisonsOf(fieldOf("whole", "real"), "number"),
  ...comparisonsOf(fieldOf("text", "texts"), "text"),
  ...comparisonsOf(fieldOf("src", "kept.dst", "visited"), "address"),
  ...comparisonsOf(fieldOf("seen"), "time"),
  ...comparisonsOf(fieldOf("lasted"), "duration"),
  ...comparisonsOf(
    fc.oneof(
      fc.constantFrom("texts", "kept.dst", "visited").map((field): Subject => ({ kind: "elements", field })),
      text.map((key): Subject => ({ kind: "counted", name: "whole", key })),
    ),
    "number",
  ),
  fc.record({ kind: fc.constant("words"), text: fc.oneof(text, fc.constantFrom("198.51", "2001:DB8", "::")) }),
  fc.record({ kind: fc.constant("exists"), field: fc.constantFrom(...PROBES.fields.map(({ name }) => name)) }),
  fc.record({ kind: fc.constant("contains"), field: TEXT_FIELDS, text }),
  fc.record({ kind: fc.constant("matches"), field: TEXT_FIELDS, pattern }),
);

/** Filters over probes, as reading a text gives them. */
export const filter: fc.Arbitrary<Expression> = fc.letrec<{ filter: Expression }>((tie) => {
  const parts = fc.array(tie("filter"), { minLength: 2, maxLength: 3 });
  return {
    filter: fc.oneof(
      { maxDepth: 4 },
      { weight: 3, arbitrary: condition },
      parts.map(allOf),
      parts.map(anyOf),
      tie("filter").map(negationOf),
    ),
  };
}).filter;
