import { expect, test } from "vitest";
import { mergeStrandStates, strandStateOf } from "../../core/fingerprint/strand-state.ts";
import { countMethod, OTHER_METHODS } from "../../core/flow/method-counts.ts";
import { observedRequest } from "../builders/observed-request.ts";

/** A cut message with header names of its own. */
function oddMessage(index: number) {
  const names = Array.from({ length: 40 }, (_, field) => `X-${index}-${field}: 1`).join("\r\n");
  return observedRequest(
    {
      text: `OPTIONS sip:a SIP/2.0\r\nVia: v\r\n${names}\r\n`,
      source: "192.0.2.1",
      destination: "198.51.100.1",
      sourcePort: 5060,
      destinationPort: 5060,
      missingBytes: 9,
    },
    index,
  );
}

test("a strand of messages with ever new header names keeps a bounded number of keys, the same in any order", () => {
  const messages = Array.from({ length: 60 }, (_, index) => oddMessage(index + 1));
  const fold = (list: typeof messages) => list.map(strandStateOf).reduce(mergeStrandStates);
  const state = fold(messages);
  expect(state.keys.size).toBe(256);
  expect(state.packets).toBe(60);
  const counts = (keys: typeof state.keys) => [...keys].map(([key, { packets }]) => `${key} ${packets}`).sort();
  expect(counts(fold([...messages].reverse()).keys)).toEqual(counts(state.keys));
});

test("of many methods 64 are kept apart, and the sum stays", () => {
  const methods = Array.from({ length: 500 }, (_, index) => `M${index % 200}`);
  const count = (list: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const method of list) countMethod(counts, method, 1);
    return counts;
  };
  const counts = count(methods);
  expect(counts.size).toBe(65);
  expect([...counts.values()].reduce((sum, value) => sum + value, 0)).toBe(500);
  expect(counts.has(OTHER_METHODS)).toBe(true);
  expect([...count([...methods].reverse())].sort()).toEqual([...counts].sort());
});
