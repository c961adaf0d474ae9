import type { IpAddress } from "../net/address.ts";
import { ipv6Groups } from "../net/address-value.ts";
import { type ByteColumns, differenceOf, emptyColumns, stableOrder, writeNumber } from "./byte-columns.ts";

/** First visits to distinct destinations: in the order of addresses, where each stands in the order of time. */
export interface VisitOrder {
  /** Positions in time by rank of address. */
  readonly positions: Uint32Array;
  /** Positions in time by rank of the address with its bytes in reverse order. */
  readonly reversedPositions: Uint32Array;
  /** First visits that share their time with another one. */
  readonly tiedVisits: number;
  /** Difference between the addresses of two ranks. */
  gapBetween(lowRank: number, highRank: number): number;
}

const IPV6_BYTES = 16;

/**
 * Puts visits in order. Only the first visit to each destination counts, and ties in time go by address: so the result
 * is a function of the set of (address, first time). IPv4 stands before IPv6.
 */
export function orderVisits(destinations: readonly IpAddress[], times: readonly bigint[]): VisitOrder {
  const addresses = addressColumns(destinations);
  const byAddress = stableOrder([...addresses.bytes, addresses.isIpv6], Uint32Array.from(destinations.keys()));
  const distinct = firstOfEach(byAddress, destinations, times);
  const byTime = stableOrder(timeColumns(times), distinct);
  const positionOf = new Uint32Array(times.length);
  let tiedVisits = 0;
  let isTied = false;
  for (let position = 0; position < byTime.length; position += 1) {
    const row = byTime[position] as number;
    positionOf[row] = position;
    const wasTied = isTied;
    isTied = position > 0 && times[row] === times[byTime[position - 1] as number];
    // The second at a time brings the first along.
    if (isTied) tiedVisits += wasTied ? 1 : 2;
  }
  const reversed = stableOrder([...addresses.bytes.toReversed(), addresses.isIpv6], distinct);
  return {
    positions: distinct.map((row) => positionOf[row] as number),
    reversedPositions: reversed.map((row) => positionOf[row] as number),
    tiedVisits,
    gapBetween: (low, high) => differenceOf(addresses.bytes, distinct[low] as number, distinct[high] as number),
  };
}

/** Of each run of rows with the same destination the one with the earliest time. */
function firstOfEach(
  byAddress: Uint32Array,
  destinations: readonly IpAddress[],
  times: readonly bigint[],
): Uint32Array {
  const first = new Uint32Array(byAddress.length);
  let count = 0;
  for (const row of byAddress) {
    const known = first[count - 1];
    if (known === undefined || destinations[row] !== destinations[known]) {
      first[count] = row;
      count += 1;
    } else if ((times[row] as bigint) < (times[known] as bigint)) {
      first[count - 1] = row;
    }
  }
  return first.subarray(0, count);
}

function addressColumns(destinations: readonly IpAddress[]): { bytes: ByteColumns; isIpv6: Uint8Array } {
  const hasIpv6 = destinations.some((destination) => typeof destination === "string");
  const bytes = emptyColumns(hasIpv6 ? IPV6_BYTES : 4, destinations.length);
  const isIpv6 = new Uint8Array(destinations.length);
  for (let row = 0; row < destinations.length; row += 1) {
    const destination = destinations[row] as IpAddress;
    if (typeof destination === "number") {
      writeNumber(bytes, row, 0, destination);
      continue;
    }
    isIpv6[row] = 1;
    for (const [index, group] of ipv6Groups(destination).entries()) {
      writeNumber(bytes, row, IPV6_BYTES - 2 - 2 * index, group);
    }
  }
  return { bytes, isIpv6 };
}

/** Times since the earliest one. */
function timeColumns(times: readonly bigint[]): ByteColumns {
  let origin = times[0] as bigint;
  let latest = origin;
  for (const time of times) {
    if (time < origin) origin = time;
    if (time > latest) latest = time;
  }
  const columns = emptyColumns(Math.ceil((latest - origin).toString(16).length / 2), times.length);
  for (let row = 0; row < times.length; row += 1) {
    const since = (times[row] as bigint) - origin;
    const near = Number(since);
    if (!Number.isSafeInteger(near)) {
      writeLargeNumber(columns, row, since);
      continue;
    }
    writeNumber(columns, row, 0, near >>> 0);
    writeNumber(columns, row, 4, Math.floor(near / 2 ** 32));
  }
  return columns;
}

/** Writes a number that a double does not hold exactly. */
function writeLargeNumber(columns: ByteColumns, row: number, number: bigint): void {
  for (let at = 0, rest = number; rest > 0n; at += 1, rest >>= 8n) {
    writeNumber(columns, row, at, Number(rest & 0xffn));
  }
}
