import { describe, expect, test } from "vitest";
import { MOST_DESTINATIONS, whoseTurnItIs } from "../../core/engine/whose-turn.ts";
import type { Source } from "../../core/flow/source.ts";
import { sourceOf, TIMEOUT } from "../builders/arrivals.ts";

const TEXT = "OPTIONS sip:100@198.18.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 203.0.113.1:5060\r\nCall-ID: 1\r\n\r\n";

/** A source with one flow of six requests that ends at this time, to so many destinations. */
function sweeping(destinations: number, end: bigint): Source {
  return sourceOf(
    [1, 2, 3, 4, 5, 6].map((number) => ({
      probe: {
        text: TEXT,
        source: "203.0.113.1",
        destination: `198.18.0.${number % destinations}`,
        sourcePort: 5060,
        destinationPort: 5060,
      },
      number,
      timeNs: end - BigInt(6 - number),
    })),
  );
}

const LATE = 3n * TIMEOUT;
const silent = sweeping(6, LATE - TIMEOUT - 1n);

describe("sources that are handed over early", () => {
  test("are those that have been silent for longer than a flow may", () => {
    const sending = [sweeping(1, LATE), sweeping(2, LATE - TIMEOUT)];
    const isTurn = whoseTurnItIs([silent, ...sending], TIMEOUT, 2);
    expect([silent, ...sending].filter(isTurn)).toEqual([silent]);
  });

  test("are all, where more are sending than may be", () => {
    const all = [silent, sweeping(1, LATE), sweeping(2, LATE)];
    expect(all.filter(whoseTurnItIs(all, TIMEOUT, 1))).toEqual(all);
  });

  test("are then all but one in a hundred, those that went to the most destinations", () => {
    const wide = [sweeping(5, LATE), sweeping(6, LATE)];
    const narrow = Array.from({ length: 200 }, (_, index) => sweeping(1 + (index % 4), LATE));
    const isTurn = whoseTurnItIs([silent, ...wide, ...narrow], TIMEOUT, 200);
    expect([silent, ...wide, ...narrow].filter(isTurn)).toEqual([silent, ...narrow]);
  });

  test("are all that go to more than a million destinations together", () => {
    const [wide, wider] = [sweeping(6, LATE), sweeping(6, LATE)];
    for (const [source, destinations] of [
      [wide, MOST_DESTINATIONS] as const,
      [wider, MOST_DESTINATIONS + 1] as const,
    ]) {
      const visits = source.folded?.flows[0]?.firstVisits;
      for (let address = visits?.size ?? 0; address < destinations; address += 1) visits?.set(address, 1n);
    }
    const narrow = Array.from({ length: 200 }, () => sweeping(1, LATE));
    const sending = [wide, ...narrow];
    expect(sending.filter(whoseTurnItIs(sending, TIMEOUT, 100))).toEqual(narrow);
    const more = [wider, ...narrow];
    expect(more.filter(whoseTurnItIs(more, TIMEOUT, 100))).toEqual(more);
  });

  test("are all that are without a time", () => {
    const undated = sourceOf([
      {
        probe: { text: TEXT, source: "203.0.113.1", destination: "198.18.0.1", sourcePort: 1, destinationPort: 5060 },
        number: 1,
        timeNs: null,
      },
    ]);
    expect([undated].filter(whoseTurnItIs([undated], TIMEOUT, 1))).toEqual([undated]);
  });
});
