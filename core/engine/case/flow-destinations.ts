import { blobValue, type DuckDBConnection } from "@duckdb/node-api";
import type { IpAddress } from "../../net/address.ts";
import { addressKey } from "../../query/address-key.ts";
import { TimeSlices } from "../time-slices.ts";
import { BulkAppend } from "./bulk-append.ts";

/** Rows that are appended at once. */
const ROWS_AT_ONCE = 1 << 12;

/** Where a flow went, in no order. */
interface Destinations {
  keys(): Iterable<IpAddress>;
}

/** An address, and how many flows went to it. */
interface Destination {
  readonly address: IpAddress;
  readonly key: Uint8Array;
  flows: number;
}

/**
 * Saves which flows went to which address, in the order of addresses: a filter that asks for one, or for a prefix, then
 * reads some rows that lie together. `flows`: the destinations of each flow, by its number; an address once in each.
 */
export async function appendDestinations(connection: DuckDBConnection, flows: readonly Destinations[]): Promise<void> {
  const slices = new TimeSlices();
  const destinations = await countFlows(flows, slices);
  const ordered = await flowsInOrder(destinations, flows, slices);
  const addresses = await BulkAppend.to(connection, "destination");
  addresses.append(
    [destinations.map((_, number) => number), destinations.map(({ key }) => blobValue(key))],
    destinations.length,
  );
  addresses.close();
  const rows = await BulkAppend.to(connection, "flow_destination");
  let of: number[] = [];
  let to: number[] = [];
  let at = 0;
  for (const [number, destination] of destinations.entries()) {
    for (const end = at + destination.flows; at < end; at += 1) {
      of.push(number);
      to.push(ordered[at] as number);
      if (of.length < ROWS_AT_ONCE) continue;
      rows.append([of, to], of.length);
      [of, to] = [[], []];
      if (slices.areOver) await slices.pause();
    }
  }
  rows.append([of, to], of.length);
  rows.close();
}

/** All addresses, ascending by their keys. */
async function countFlows(flows: readonly Destinations[], slices: TimeSlices): Promise<Destination[]> {
  const counts = new Map<IpAddress, Destination>();
  for (const flow of flows) {
    for (const address of flow.keys()) {
      const known = counts.get(address);
      if (known === undefined) counts.set(address, { address, key: addressKey(address), flows: 1 });
      else known.flows += 1;
    }
    if (slices.areOver) await slices.pause();
  }
  return [...counts.values()].sort((a, b) => Buffer.compare(a.key, b.key));
}

/** The flows to the first address, ascending, then those to the next one. */
async function flowsInOrder(
  destinations: readonly Destination[],
  flows: readonly Destinations[],
  slices: TimeSlices,
): Promise<Uint32Array> {
  const next = new Map<IpAddress, number>();
  let rows = 0;
  for (const { address, flows } of destinations) {
    next.set(address, rows);
    rows += flows;
  }
  const ordered = new Uint32Array(rows);
  for (const [number, flow] of flows.entries()) {
    for (const address of flow.keys()) {
      const place = next.get(address) as number;
      ordered[place] = number;
      next.set(address, place + 1);
    }
    if (slices.areOver) await slices.pause();
  }
  return ordered;
}
