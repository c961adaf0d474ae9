import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cursorAfterKey, type LineRule, markedStretches } from "../../../renderer/ui/bytes/byte-link.ts";

const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, altKey: false, metaKey: false });
const HEX: LineRule = { kind: "hex", perLine: 16 };
const TEXT: LineRule = { kind: "text" };

test("a line is cut where mark and cursor begin and end, and nothing of it is lost", () => {
  expect(markedStretches({ start: 10, end: 20 }, { start: 5, end: 13 }, 12)).toEqual([
    { start: 10, end: 12, marked: true, cursor: false },
    { start: 12, end: 13, marked: true, cursor: true },
    { start: 13, end: 20, marked: false, cursor: false },
  ]);
  const range = fc.tuple(fc.nat(40), fc.nat(40)).map(([start, length]) => ({ start, end: start + length }));
  fc.assert(
    fc.property(range, fc.option(range), fc.option(fc.nat(60)), (line, mark, cursor) => {
      const stretches = markedStretches(line, mark, cursor);
      const bytes = stretches.flatMap(({ start, end, ...how }) =>
        Array.from({ length: end - start }, (_, index) => ({ byte: start + index, ...how })),
      );
      expect(bytes).toEqual(
        Array.from({ length: line.end - line.start }, (_, index) => {
          const byte = line.start + index;
          return { byte, marked: mark !== null && byte >= mark.start && byte < mark.end, cursor: byte === cursor };
        }),
      );
    }),
  );
});

describe("the cursor", () => {
  const bytes = "one\r\nlonger line\r\nx\r\n";

  test("goes byte by byte and line by line in text, and keeps to its column where it can", () => {
    expect(cursorAfterKey(press("ArrowRight"), 3, bytes, TEXT)).toBe(4);
    expect(cursorAfterKey(press("ArrowDown"), 2, bytes, TEXT)).toBe(7);
    expect(cursorAfterKey(press("ArrowDown"), 14, bytes, TEXT)).toBe(20);
    expect(cursorAfterKey(press("ArrowUp"), 14, bytes, TEXT)).toBe(4);
    expect(cursorAfterKey(press("End"), 6, bytes, TEXT)).toBe(17);
    expect(cursorAfterKey(press("Home"), 6, bytes, TEXT)).toBe(5);
    expect(cursorAfterKey(press("End", true), 6, bytes, TEXT)).toBe(bytes.length - 1);
  });

  test("goes by lines of sixteen in hex", () => {
    expect(cursorAfterKey(press("ArrowDown"), 2, bytes, HEX)).toBe(18);
    expect(cursorAfterKey(press("ArrowDown"), 9, bytes, HEX)).toBe(bytes.length - 1);
    expect(cursorAfterKey(press("Home"), 18, bytes, HEX)).toBe(16);
    expect(cursorAfterKey(press("PageUp"), 18, bytes, HEX)).toBe(2);
  });

  test("starts at the first byte, and other keys are none of its", () => {
    expect(cursorAfterKey(press("ArrowDown"), null, bytes, HEX)).toBe(0);
    expect(cursorAfterKey(press("j"), 3, bytes, HEX)).toBe(undefined);
    expect(cursorAfterKey(press("ArrowDown"), 3, "", HEX)).toBe(undefined);
  });

  test("never leaves the bytes", () => {
    const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];
    const rule = fc.constantFrom<LineRule>(TEXT, HEX, { kind: "hex", perLine: 8 });
    const text = fc.array(fc.constantFrom("a", "b", "\n"), { minLength: 1, maxLength: 90 }).map((all) => all.join(""));
    fc.assert(
      fc.property(text, fc.nat(89), fc.constantFrom(...keys), fc.boolean(), rule, (shown, at, key, ctrl, how) => {
        const next = cursorAfterKey(press(key, ctrl), at % shown.length, shown, how);
        if (next !== undefined) expect(shown.charAt(next)).not.toBe("");
      }),
    );
  });
});
