import { expect, test } from "vitest";
import { FLOW_COLUMNS } from "../../../core/contract/flow-table.ts";
import { PLAIN_LAYOUT } from "../../../renderer/ui/data-table/table-layout.ts";
import { decodeTableMemory, encodeTableMemory } from "../../../renderer/ui/data-table/table-memory.ts";

test("what is remembered comes back", () => {
  const table = {
    layout: { widths: { tools: 260 }, hidden: ["methods"], order: ["packets", "source"] },
    firstRow: 4200,
  };
  expect(decodeTableMemory(encodeTableMemory(table), FLOW_COLUMNS)).toEqual(table);
});

test.each([
  ["nothing", null],
  ["no JSON", "{"],
  ["no object", "7"],
  ["wrong types", '{"layout":{"widths":{"tools":"wide","nope":3},"hidden":"all","order":["nope",7]},"firstRow":-3}'],
  ["every column hidden", encodeHidden()],
])("%s is a table as it comes", (_name, text) => {
  expect(decodeTableMemory(text, FLOW_COLUMNS)).toEqual({ layout: PLAIN_LAYOUT, firstRow: 0 });
});

function encodeHidden(): string {
  const hidden = "source tools packets destinations rate first duration strategy methods ports".split(" ");
  return JSON.stringify({ layout: { widths: {}, hidden }, firstRow: 0 });
}
