import { expect, test } from "vitest";
import { flowMapSchema } from "../../core/contract/flow-map.ts";
import type { IpAddress } from "../../core/net/address.ts";
import { mapFlow } from "../../core/report/map-flow.ts";

function flowTo(...visits: readonly (readonly [IpAddress, bigint | null])[]) {
  return { firstVisits: new Map(visits), firstNs: visits[0]?.[1] ?? null, lastNs: visits.at(-1)?.[1] ?? null };
}

test("the map of a flow is what the contract says, and counts what it cannot show", () => {
  const map = mapFlow(flowTo([0x0a000001, 5n], ["2001:db8::1", 6n], [0x0a000009, 7n]), null);
  expect(flowMapSchema.parse(map)).toEqual(map);
  expect(map).toMatchObject({ ipv6Destinations: 1, firstNs: 5n, lastNs: 7n, map: { destinations: 2, order: 4 } });
});

test("a flow to IPv6 alone has no map", () => {
  expect(mapFlow(flowTo(["2001:db8::1", 6n]), null)).toEqual({
    ipv6Destinations: 1,
    firstNs: 6n,
    lastNs: 6n,
    map: null,
  });
});

test("packets without a time have places and no times", () => {
  const map = mapFlow(flowTo([0x0a000001, null], [0x0a000002, null]), null);
  expect(flowMapSchema.parse(map).map?.cells).toMatchObject({ firstNs: null, lastNs: null });
  expect(map.map?.cells.destinations).toEqual(Uint32Array.of(1, 1));
});

test("a prefix with host bits is the block that holds it", () => {
  const map = mapFlow(flowTo([0x0a000001, 1n], [0x0a00ff01, 2n]), { network: 0x0a00ff07, length: 24 });
  expect(map.map?.prefix).toEqual({ network: 0x0a00ff00, length: 24 });
  expect([...(map.map?.cells.blocks ?? [])]).toEqual([1]);
});
