import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDialled,
  type DialledNumbers,
  leftOutPackets,
  MOST_NUMBERS,
  mergeDialled,
  type NumberTallies,
} from "../../core/flow/dialled-numbers.ts";
import { observedRequest } from "../builders/observed-request.ts";

/** Users of request URI, To and From. */
type Users = readonly [uri: string, to: string, from: string];

function withRequest(state: DialledNumbers | null, [uri, to, from]: Users, method = "INVITE"): DialledNumbers | null {
  const text = `${method} sip:${uri}@192.0.2.1 SIP/2.0\r\nTo: <sip:${to}@192.0.2.1>\r\nFrom: x <sip:${from}@192.0.2.1>;tag=1\r\n\r\n`;
  const probe = { text, source: "198.51.100.7", destination: "192.0.2.1", sourcePort: 5060, destinationPort: 5060 };
  const request = observedRequest(probe, 1);
  return addDialled(state, request.method, request.message.fields);
}

function stateOf(list: readonly Users[]): DialledNumbers | null {
  return list.reduce<DialledNumbers | null>((state, users) => withRequest(state, users), null);
}

/** Tails with their packets and forms, in order. */
function shown(tallies: NumberTallies | undefined): [string, number, [string, number][]][] {
  return Array.from(
    tallies?.byTail.values ?? [],
    ([tail, { packets, forms }]): [string, number, [string, number][]] => [tail, packets, [...forms.values].sort()],
  ).sort();
}

describe("numbers of INVITEs", () => {
  test("a packet counts once for each number it names, whatever the prefixes", () => {
    const state = stateOf([
      ["0046441408560", "0046441408560", "100"],
      ["0046441408560", "+46441408560", "901146441408560"],
      ["0046441408560", "0012025550123", "100"],
    ]);
    expect(shown(state?.called)).toEqual([
      ["2025550123", 1, [["0012025550123", 1]]],
      [
        "6441408560",
        3,
        [
          ["+46441408560", 1],
          ["0046441408560", 3],
        ],
      ],
    ]);
    expect([state?.called.packets, shown(state?.calling)]).toEqual([4, []]);
  });

  test("a number in From alone is calling, not called", () => {
    const state = stateOf([
      ["0046441408560", "0046441408560", "12025550123"],
      ["100", "100", "0046441408560"],
    ]);
    expect(shown(state?.calling)).toEqual([
      ["2025550123", 1, [["12025550123", 1]]],
      ["6441408560", 1, [["0046441408560", 1]]],
    ]);
    expect(shown(state?.called)).toEqual([["6441408560", 1, [["0046441408560", 1]]]]);
  });

  test("only INVITEs dial, and extensions are no numbers", () => {
    expect(withRequest(null, ["0046441408560", "0046441408560", "x"], "OPTIONS")).toBeNull();
    expect(withRequest(null, ["100", "alice", "123456"])).toBeNull();
    expect(withRequest(null, ["0046441408560", "x", "x"], "invite")?.called.packets).toBe(1);
  });
});

const number = fc.constantFrom("46441408560", "442071838750", "12025550123");
const dialled = fc.tuple(fc.stringMatching(/^\+?[09]{0,3}$/), number).map((parts) => parts.join(""));
const user = fc.oneof({ arbitrary: dialled, weight: 3 }, fc.constantFrom("100", "x"));
const messages = fc.array(fc.tuple(user, user, user), { maxLength: 40 });

/** Whether everything not kept is said, and nothing is kept beyond the bound. */
function expectBounded(tallies: NumberTallies): void {
  const kept = [...tallies.byTail.values.values()].reduce((sum, { packets }) => sum + packets, 0);
  expect(tallies.byTail.values.size).toBeLessThanOrEqual(MOST_NUMBERS);
  expect(leftOutPackets(tallies) + kept).toBe(tallies.packets);
}

describe("the merge law", () => {
  test("any order and any split gives the same state", () => {
    const folded = messages.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.nat(list.length)),
    );
    fc.assert(
      fc.property(folded, ([list, shuffled, cut]) => {
        expect(mergeDialled(stateOf(shuffled.slice(0, cut)), stateOf(shuffled.slice(cut)))).toEqual(stateOf(list));
      }),
      { numRuns: 300 },
    );
  });

  test("a flood of random numbers and prefixes stays bounded, and its state depends on no order", () => {
    const flood = (seed: number, count: number) =>
      fc.sample(
        fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 700 })).map(([prefix, last]): Users => {
          const form = `${prefix}0044207${1_000_000 + last}`;
          return [form, form, `${last}${prefix + 1_000_000_000}`];
        }),
        { numRuns: count, seed },
      );
    const list = [...flood(1, 3000), ...flood(2, 1000)];
    const whole = stateOf(list) as DialledNumbers;
    const parts = mergeDialled(stateOf(list.slice(2500).reverse()), stateOf(list.slice(0, 2500))) as DialledNumbers;
    expect(parts).toEqual(whole);
    for (const tallies of [whole.called, whole.calling]) expectBounded(tallies);
    expect(whole.called.packets).toBe(4000);
    expect(leftOutPackets(whole.called)).toBeGreaterThan(1000);
    // What is kept is complete.
    for (const [tail, { packets }] of whole.called.byTail.values) {
      expect(packets).toBe(list.filter(([uri]) => uri.endsWith(tail)).length);
    }
    for (const { forms } of whole.called.byTail.values.values()) expect(forms.values.size).toBeLessThanOrEqual(8);
  });
});
