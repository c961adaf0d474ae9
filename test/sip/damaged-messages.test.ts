import fc from "fast-check";
import { expect, test } from "vitest";
import { readSipMessage } from "../../core/sip/read-message.ts";
import { readMessageCases } from "../builders/message-cases.ts";
import { arbitraryDamage, arbitraryShare } from "../builders/mutate.ts";
import { expectConsistentCut, expectTruePlaces } from "./expect-reading.ts";

const PAYLOADS = [...readMessageCases("sip-messages.md"), ...readMessageCases("sip-torture.md")]
  .filter(({ missingBytes }) => missingBytes === 0)
  .map(({ payload }) => payload);

const damagedMessage = fc.tuple(fc.constantFrom(...PAYLOADS), arbitraryDamage).map(([text, damage]) => damage(text));

test("a damaged message never makes it throw, and what it says stands where it says", () => {
  fc.assert(
    fc.property(damagedMessage, fc.constantFrom(0, 1, 400), (payload, missingBytes) => {
      const reading = readSipMessage(payload, missingBytes);
      if (reading.kind === "request") expectTruePlaces(reading, payload);
    }),
    { numRuns: 3000 },
  );
});

test("cut anywhere, a damaged message says nothing that the whole one does not", () => {
  fc.assert(
    fc.property(damagedMessage, arbitraryShare, (payload, place) => {
      const stored = Math.floor(place * payload.length);
      if (stored === payload.length) return;
      const cut = readSipMessage(payload.slice(0, stored), payload.length - stored);
      expectConsistentCut(cut, readSipMessage(payload, 0));
    }),
    { numRuns: 3000 },
  );
});

test("the damage is such that most messages still are read", () => {
  const kinds = fc.sample(damagedMessage, { numRuns: 500, seed: 7 }).map((payload) => readSipMessage(payload, 0).kind);
  expect(kinds.filter((kind) => kind === "request").length).toBeGreaterThan(150);
});
