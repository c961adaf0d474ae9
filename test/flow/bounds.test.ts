import v8 from "node:v8";
import vm from "node:vm";
import { expect, test } from "vitest";
import { mergeStrandStates, strandStateOf } from "../../core/fingerprint/strand-state.ts";
import { countMethod, OTHER_METHODS } from "../../core/flow/method-counts.ts";
import { addToSource, emptySource, type SourceState } from "../../core/flow/source-state.ts";
import { listStrands } from "../../core/flow/strand-set.ts";
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

v8.setFlagsFromString("--expose-gc");
const collectGarbage: () => void = vm.runInNewContext("gc");

/** Bytes that the heap holds beyond those at the start, once per so many datagrams of one source. */
function heapWhileFolding(textOf: (index: number) => string, datagrams: number, every: number): number[] {
  const heap = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const source: SourceState = emptySource();
  const before = heap();
  const held: number[] = [];
  for (let index = 1; index <= datagrams; index += 1) {
    const probe = { source: "192.0.2.1", sourcePort: 5060, destinationPort: 5060 };
    const text = Buffer.from(textOf(index), "latin1").toString("latin1");
    addToSource(
      source,
      observedRequest({ ...probe, text, destination: `198.51.100.${index % 250}` }, index),
      1n << 60n,
    );
    if (index % every === 0) held.push(heap() - before);
  }
  // Keeps the state in use up to here.
  expect(source.flows.map(({ packets }) => packets)).toEqual([datagrams]);
  expect(listStrands((source.flows[0] as SourceState["flows"][number]).strands).length).toBeLessThanOrEqual(65);
  return held;
}

const request = (fields: string, body = "") => `OPTIONS sip:a SIP/2.0\r\nVia: v\r\n${fields}\r\n${body}`;
const fieldsNamed = (count: number, line: (field: number) => string) =>
  Array.from({ length: count }, (_, field) => line(field)).join("");

test("a thousand datagrams with 2,000 header names of their own need no more memory than the first 250", () => {
  const text = (index: number) => request(fieldsNamed(2000, (field) => `n${index}-${field}: 1\r\n`));
  const held = heapWhileFolding(text, 1000, 250);
  expect(held.at(-1)).toBeLessThan(1.5 * (held[0] as number));
});

test("a datagram of 50,000 header names is folded up to the limit of keys, and says so", () => {
  const probe = { source: "192.0.2.1", destination: "198.51.100.1", sourcePort: 5060, destinationPort: 5060 };
  const text = request(fieldsNamed(50_000, (field) => `n${field}:1\r\n`));
  const { message } = observedRequest({ ...probe, text }, 1);
  expect([message.fields.length, message.headerOrder.length, message.capped]).toEqual([64, 62, true]);
});

test("a value that is kept does not keep the large datagram it came from", () => {
  const value = (index: number, field: number) =>
    Math.floor(index / 7) === field ? `a value of its own, as ${index}` : "the value that all have";
  const text = (index: number) =>
    request(
      fieldsNamed(50, (field) => `n-${field}: ${value(index, field)}\r\n`),
      "b".repeat(60_000),
    );
  // The eight exemplars are kept whole; each of 50 keys has seven more values.
  expect(heapWhileFolding(text, 350, 350)[0]).toBeLessThan(20 * 60_000);
});
