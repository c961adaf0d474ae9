import type { NumberInspection } from "../contract/numbers.ts";
import type { NumberTallies } from "../flow/dialled-numbers.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import { compareAddresses } from "../net/address-value.ts";
import type { CountedNumber, CountedNumbers } from "./dialled-report.ts";
import type { JudgedFlow } from "./flow-report.ts";
import { mostFirst } from "./most-first.ts";
import { addCount } from "./plain-record.ts";

/** Dialled numbers, and the countries they belong to. */
export interface Numbers {
  /** Most packets first, then by number. */
  readonly numbers: readonly CountedNumber[];
  /** Most packets first; a country of null stands for numbers that belong to no one country or are not understood. */
  readonly countries: readonly CalledCountry[];
  readonly totals: CountedNumbers["totals"];
}

export interface CalledCountry {
  /** ISO 3166-1 code. */
  readonly country: string | null;
  readonly numbers: number;
  /** INVITEs that call one of them, in To or request URI. */
  readonly called: number;
  /** INVITEs that name one; one that names several counts for each. */
  readonly packets: number;
}

/** What was counted, in order, with the sums of each country. */
export function numbersOf({ numbers, totals }: CountedNumbers): Numbers {
  const packets = new Map<string | null, number>();
  const called = new Map<string | null, number>();
  const count = new Map<string | null, number>();
  for (const number of numbers) {
    addCount(packets, number.country, number.packets);
    addCount(called, number.country, number.called);
    addCount(count, number.country, 1);
  }
  return {
    // They come by number, and sorting keeps that order among equals.
    numbers: numbers.toSorted((a, b) => b.packets - a.packets),
    countries: mostFirst(packets).map(([country, sum]) => ({
      country,
      numbers: count.get(country) ?? 0,
      called: called.get(country) ?? 0,
      packets: sum,
    })),
    totals,
  };
}

/** Sources of an inspected number listed at most. */
export const MOST_SENDERS = 500;

/** What each source sent that names one of these tails; most packets first, then by address. */
export function countSenders(flows: readonly JudgedFlow[], tails: readonly string[]): NumberInspection["senders"] {
  const senders = new Map<IpAddress, { packets: number; called: number; flows: number }>();
  for (const { source, state } of flows) {
    if (state.dialled === null) continue;
    const called = packetsOf(state.dialled.called, tails);
    const packets = called + packetsOf(state.dialled.calling, tails);
    if (packets === 0) continue;
    const sender = senders.get(source) ?? { packets: 0, called: 0, flows: 0 };
    senders.set(source, {
      packets: sender.packets + packets,
      called: sender.called + called,
      flows: sender.flows + 1,
    });
  }
  return [...senders]
    .sort(([a, { packets: m }], [b, { packets: n }]) => n - m || compareAddresses(a, b))
    .slice(0, MOST_SENDERS)
    .map(([address, counts]) => ({ address: formatAddress(address), ...counts }));
}

function packetsOf({ byTail }: NumberTallies, tails: readonly string[]): number {
  return tails.reduce((sum, tail) => sum + (byTail.values.get(tail)?.packets ?? 0), 0);
}
