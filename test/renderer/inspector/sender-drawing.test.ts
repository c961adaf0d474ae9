import { expect, test } from "vitest";
import type { SenderStretch } from "../../../core/contract/sender-plot.ts";
import { drawSender, rangeText, senderPoints } from "../../../renderer/features/inspector/sender-drawing.ts";

const STRETCHES: readonly SenderStretch[] = [
  { at: 0, packets: 3, sourcePort: [5060, 5062], ttl: [54, 54], ipId: [1, 9] },
  { at: 2.5, packets: 1, sourcePort: [5060, 5060], ttl: [53, 53], ipId: null },
];

test("each stretch has a point for its lowest value, and one for its highest where it is another", () => {
  expect(senderPoints(STRETCHES, "sourcePort")).toEqual({ x: [0, 0, 2.5], y: [5060, 5062, 5060] });
  expect(senderPoints(STRETCHES, "ttl")).toEqual({ x: [0, 2.5], y: [54, 53] });
  expect(senderPoints(STRETCHES, "ipId")).toEqual({ x: [0, 0], y: [1, 9] });
  expect(drawSender(STRETCHES, "ttl", (variable) => variable).data).toMatchObject([{ name: "TTL", y: [54, 53] }]);
});

test("a range is one text, and what is not known a dash", () => {
  expect([rangeText([1, 9]), rangeText([54, 54]), rangeText(null)]).toEqual(["1–9", "54", "–"]);
});
