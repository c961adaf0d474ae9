import fc from "fast-check";
import { expect, test } from "vitest";
import { DEEPEST_NESTING } from "../../core/query/filter-reader.ts";
import { LONGEST_FILTER, parseFilter } from "../../core/query/parse-filter.ts";
import { printFilter } from "../../core/query/print-filter.ts";
import { FLOWS, PACKETS } from "../../core/query/tables.ts";
import { filter, PROBES } from "./arbitrary-filters.ts";

/** The message of what is wrong, or the filter as it is printed. */
function readingOf(text: string): string {
  const parsed = parseFilter(text, FLOWS);
  return parsed.ok ? printFilter(parsed.expression) : parsed.fault.message;
}

// test/cases/filter-language.md shows the language; here are its edges.
test.each([
  ["a word that only begins like a keyword", "android orange notify", '"android" and "orange" and "notify"'],
  ["keywords in any case", "a AND NOT b Or c", '"a" and not "b" or "c"'],
  ["no blanks where signs part the words", "packets>1(rate<2)and!=", "Before != a field is missing, such as packets."],
  ["addresses, ids and times are one word", "2001:db8::1 paper/1 a@b.c", '"2001:db8::1" and "paper/1" and "a@b.c"'],
  ["two negations", "not not exists country", "not not exists country"],
  ["negation binds closest", "not a b", 'not "a" and "b"'],
  ["parentheses that change nothing are dropped", "((a and (b and c)))", '"a" and "b" and "c"'],
  ["a backslash stays unless it escapes", String.raw`tool matches "\d\\\"x"`, String.raw`tool matches "\\d\\\"x"`],
  ["a line break in quotes", 'country == "a\nb"', 'country == "a\nb"'],
  ["an empty text is a text", 'country == ""', 'country == ""'],
  ["numbers in every notation", "rate in {-1, +2, 1.50, 1e3, 1_000, -0}", "rate in {-1, 2, 1.5, 1000, 1000, 0}"],
  [
    "durations in every unit",
    "duration in {1d, 2h, 3m, 4s, 5ms, 1.5h, 0s}",
    "duration in {1d, 2h, 3m, 4s, 0.005s, 90m, 0s}",
  ],
  ["a set of one", "tool in paper/1", 'tool in {"paper/1"}'],
  ["midnight is not its day", "first in {2026-01-02T00:00:00Z}", "first in {2026-01-02T00:00:00Z}"],
  ["a day in a set", "first in {2026-01-02}", "first in 2026-01-02"],
  ["an address is canonical", "src == 2001:DB8:0::1", "src == 2001:db8::1"],
  ["an infinite number", "rate > 1e999", '"1e999" is not a number such as 100.'],
  [
    "an octet too large",
    "src == 192.0.2.256",
    '"192.0.2.256" is not an address such as 198.51.100.7, or in 198.51.100.0/24.',
  ],
  [
    "a prefix too long",
    "src in 192.0.2.0/33",
    '"192.0.2.0/33" is not a prefix such as 198.51.100.0/24 or 2001:db8::/32.',
  ],
  ["a leap second", "first > 2016-12-31T23:59:60Z", '"2016-12-31T23:59:60Z" is in no calendar.'],
  [
    "a time beyond 64 bits",
    "first > 2262-04-12",
    '"2262-04-12" is outside of what captures are timed in, 1677-09-22 to 2262-04-11.',
  ],
  ["the last day that times reach", "first in 2262-04-11", "first in 2262-04-11"],
  ["a keyword where a value belongs", "tool == and", 'Here a text such as "OPTIONS" is missing.'],
  ["an operator without a field", "> 1", "Before > a field is missing, such as packets."],
  ["empty parentheses", "()", "Before ) a field is missing, such as packets."],
  ["an empty set", "packets in {}", "Here a number such as 100 is missing."],
  ["two values without a comma", "packets in {1 2}", "Between two values of a set stands a comma; 2 was found."],
  ["a parenthesis too many", "a)", "No parenthesis is open here."],
  ["a comma outside of a set", "a, b", ", cannot stand here; put texts with such characters in quotes."],
  ["exists of nothing", "exists", "After exists a field is missing, such as packets."],
  ["a function of nothing", "packets() > 1", "Between the parentheses of packets a method is missing, in quotes."],
  [
    "a number that is compared with nothing",
    'packets("ACK")',
    'What packets("ACK") is compared with is missing, as in packets("ACK") > 10.',
  ],
  ["a text search in a number", 'packets("ACK") contains 1', 'contains is for texts; packets("ACK") has numbers.'],
  [
    "a Unicode class",
    String.raw`tool matches "\pL"`,
    String.raw`Unicode classes such as \pL are not available; list the characters in [ ].`,
  ],
  [
    "a pattern that grows too large",
    'tool matches "([bdfhjlnprtvxz]x){1000}"',
    "The pattern repeats too much; use smaller counts in { }.",
  ],
  ["a pattern too long", `tool matches "${"a".repeat(501)}"`, "The pattern has 501 characters; 500 are possible."],
  [
    "a long word is cut in the message",
    `packets > ${"x".repeat(99)}`,
    `"${"x".repeat(40)}…" is not a number such as 100.`,
  ],
  ["half a character", "a\ud800", "This character cannot be looked for; take it out."],
  ["NUL", "a\0", "This character cannot be looked for; take it out."],
])("%s", (_name, text, expected) => expect(readingOf(text)).toBe(expected));

test.each([
  ["parentheses", DEEPEST_NESTING, (depth: number) => `${"(".repeat(depth)}a${")".repeat(depth)}`],
  ["negations", DEEPEST_NESTING, (depth: number) => `${"not ".repeat(depth)}a`],
])("nesting of %s ends at %i levels", (_name, deepest, text) => {
  expect(parseFilter(text(deepest), FLOWS).ok).toBe(true);
  expect(readingOf(text(deepest + 1))).toBe("The filter is nested deeper than 50 levels.");
});

test("a filter has at most 4,096 characters, and says where they end", () => {
  expect(parseFilter("a".repeat(LONGEST_FILTER), FLOWS).ok).toBe(true);
  expect(parseFilter("a".repeat(LONGEST_FILTER + 3), FLOWS)).toEqual({
    ok: false,
    fault: {
      start: 4096,
      end: 4099,
      message: "The filter has 4099 characters; 4096 are possible.",
      suggestions: [],
    },
  });
});

test("any text is a filter or has a fault at a place in it", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 4 }),
    fc.constantFrom(...'( ) { } , == != < >= = ! " \\ and or not in contains matches exists'.split(" ")),
    fc.constantFrom("packets", "tool", "src", "first", "duration", "count(", "packets(", "1", "20m", "::/0", " "),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(FLOWS, PACKETS), (pieces, table) => {
      const text = pieces.join(" ");
      const parsed = parseFilter(text, table);
      if (parsed.ok) {
        expect(parseFilter(printFilter(parsed.expression), table)).toEqual(parsed);
        return;
      }
      const { start, end, message, suggestions } = parsed.fault;
      expect(message).toMatch(/[.?]$/);
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(text.length);
      for (const suggestion of suggestions) expect(suggestion).not.toBe(text.slice(start, end));
    }),
    { numRuns: 5_000 },
  );
});

test("a part of a filter is a filter or has a fault", () => {
  fc.assert(
    fc.property(filter.map(printFilter), fc.nat(), fc.nat(), (text, from, length) => {
      const start = from % (text.length + 1);
      const parsed = parseFilter(text.slice(start, start + (length % (text.length + 1))), PROBES);
      if (!parsed.ok) expect(parsed.fault.message).not.toBe("");
    }),
    { numRuns: 3_000 },
  );
});

test("the worst texts are read at once", () => {
  const half = LONGEST_FILTER / 2;
  const texts = [
    "(".repeat(LONGEST_FILTER),
    `"${'\\"'.repeat(half - 1)}`,
    "a ".repeat(half),
    `${"x".repeat(half)} == ${"y".repeat(half - 5)}`,
    `packets in {${"1,".repeat(half - 10)}`,
    "!".repeat(LONGEST_FILTER),
  ];
  const before = performance.now();
  for (const text of texts) parseFilter(text, FLOWS);
  expect(performance.now() - before).toBeLessThan(1_000);
});
