import { expect, test } from "vitest";
import { isTextField, keyName, mayRun } from "../../../renderer/commands/keys.ts";

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test.each([
  ["a letter", { key: "j" }, "j"],
  ["a capital letter", { key: "G", shiftKey: true }, "G"],
  ["a sign on a shifted key", { key: "?", shiftKey: true }, "?"],
  ["a sign on a key of its own", { key: "/" }, "/"],
  ["the space bar", { key: " " }, "Space"],
  ["with control", { key: "k", ctrlKey: true }, "Ctrl+K"],
  ["with command, on a Mac", { key: "k", metaKey: true }, "Ctrl+K"],
  ["with control and shift", { key: "O", ctrlKey: true, shiftKey: true }, "Ctrl+Shift+O"],
  ["a number with control", { key: "1", ctrlKey: true }, "Ctrl+1"],
  ["a named key with shift", { key: "ArrowDown", shiftKey: true }, "Shift+ArrowDown"],
  ["Escape", { key: "Escape" }, "Escape"],
  ["Alt+Tab, which stays free", { key: "Tab", altKey: true }, null],
  ["a key of a screen reader", { key: "k", ctrlKey: true, altKey: true }, null],
  ["a modifier alone", { key: "Control", ctrlKey: true }, null],
  ["the first half of a composed letter", { key: "Dead" }, null],
])("name of %s", (_name, press, expected) => expect(keyName({ ...NONE, ...press })).toBe(expected));

test.each([
  ["nothing", null, false],
  ["the page", { tagName: "BODY" }, false],
  ["a button", { tagName: "BUTTON", type: "button" }, false],
  ["a text field", { tagName: "INPUT", type: "text" }, true],
  ["a field without a type", { tagName: "INPUT" }, true],
  ["a check box", { tagName: "INPUT", type: "checkbox" }, false],
  ["a text area", { tagName: "TEXTAREA" }, true],
  ["a choice", { tagName: "SELECT" }, true],
  ["text that can be edited", { tagName: "DIV", isContentEditable: true }, true],
])("%s as a place to type", (_name, place, expected) => expect(isTextField(place)).toBe(expected));

test("single keys never run commands while typing; keys that write nothing do", () => {
  const field = { tagName: "INPUT", type: "text" };
  expect(["?", "/", "j", "Escape", "Ctrl+K"].map((key) => mayRun(key, field))).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
  expect(mayRun("j", { tagName: "BODY" })).toBe(true);
});
