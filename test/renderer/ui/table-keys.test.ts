import { expect, test } from "vitest";
import { actionOfKey, rowAfterKey } from "../../../renderer/ui/data-table/table-keys.ts";

const PLAIN = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };

test.each<[string, number | null, number | undefined]>([
  ["ArrowDown", 5, 6],
  ["j", 5, 6],
  ["ArrowUp", 5, 4],
  ["k", 5, 4],
  ["PageDown", 5, 24],
  ["PageUp", 50, 31],
  ["Home", 5, 0],
  ["End", 5, 99],
  ["ArrowDown", 99, 99],
  ["ArrowUp", 0, 0],
  ["PageDown", 95, 99],
  ["PageUp", 3, 0],
  ["ArrowDown", null, 0],
  ["ArrowUp", null, 0],
  ["End", null, 99],
  ["x", 5, undefined],
  ["Tab", 5, undefined],
])("%s from row %s goes to row %s of 100", (key, row, expected) => {
  expect(rowAfterKey({ ...PLAIN, key }, { row, rows: 100, pageRows: 20 })).toBe(expected);
});

test("keys of the system and of the window are left alone", () => {
  const place = { row: 5, rows: 100, pageRows: 20 };
  expect(rowAfterKey({ ...PLAIN, key: "k", ctrlKey: true }, place)).toBeUndefined();
  expect(rowAfterKey({ ...PLAIN, key: "ArrowDown", altKey: true }, place)).toBeUndefined();
  expect(rowAfterKey({ ...PLAIN, key: "j", metaKey: true }, place)).toBeUndefined();
});

test("an empty table goes nowhere", () => {
  expect(rowAfterKey({ ...PLAIN, key: "End" }, { row: null, rows: 0, pageRows: 20 })).toBeUndefined();
});

test.each([
  ["Enter", {}, "inspect"],
  [" ", {}, "mark"],
  ["Escape", {}, "unmark-all"],
  ["a", { ctrlKey: true }, "mark-all"],
  ["C", { ctrlKey: true }, "copy"],
  ["f", { metaKey: true }, "find"],
  ["a", {}, undefined],
  ["a", { ctrlKey: true, altKey: true }, undefined],
  ["Enter", { ctrlKey: true }, undefined],
])("%j with %j does: %s", (key, held, expected) => {
  expect(actionOfKey({ ...PLAIN, ...held, key })).toBe(expected);
});
