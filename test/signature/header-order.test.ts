import { expect, test } from "vitest";
import { faultOfHeaderOrder } from "../../core/signature/header-order.ts";
import { builtinPack } from "../builders/library.ts";

test.each([
  ["as messages have it", "via from to call-id cseq", null],
  ["repeated fields", "via via#2 via#3 from", null],
  ["misspelt and unknown names", "content-lnegth x-nat", null],
  ["none", "", "names no header field"],
  ["a colon behind a name", "via: from", '"via:" is no name of a header field'],
  ["the request line", ":uri via", '":uri" is no name of a header field'],
  ["capital letters", "Via from", '"Via" is written via'],
  ["a compact name", "v from", '"v" is written via'],
  ["a compact name that is repeated", "via v#2", '"v#2" is written via#2'],
  ["the same name again", "via from via", "via stands there twice: the second via is via#2, the third via#3"],
  ["a repetition in front", "via#2 via", "via#2 stands before via"],
  ["a repetition left out", "via via#3", "via#3 stands before via#2"],
  ["no repetition", "via via#1", '"via#1" is no name of a header field'],
  ["bytes", "via\u00ff", '"via\u00ff" is no name of a header field'],
])("an order of header names, %s", (_name, text, fault) => {
  expect(faultOfHeaderOrder(text.split(" ").filter((name) => name !== ""))).toBe(fault);
});

test("no order of the built-in pack is at fault", () => {
  const orders = builtinPack.signatures.flatMap(({ headerOrders }) => headerOrders);
  expect(orders.length).toBeGreaterThan(20);
  expect(orders.map(({ keys }) => faultOfHeaderOrder(keys)).filter((fault) => fault !== null)).toEqual([]);
});
