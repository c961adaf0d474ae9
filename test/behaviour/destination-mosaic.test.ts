import { expect, test } from "vitest";
import { destinationMosaic } from "../../core/behaviour/destination-mosaic.ts";
import { parsePrefix } from "../../core/behaviour/telescope.ts";
import { type IpAddress, parseAddress } from "../../core/net/address.ts";

const at = (text: string) => parseAddress(text) as IpAddress;

function prefix(text: string) {
  const parsed = parsePrefix(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.prefix;
}

function host(address: string, ...destinations: readonly string[]) {
  return { address: at(address), destinations: new Set(destinations.map(at)) };
}

/** Cells as `block: destinations of host, visitors`. */
function cellsOf(mosaic: ReturnType<typeof destinationMosaic>, panel = 0): string[] {
  const { blocks, destinations, hosts, visitors } = mosaic.panels[panel]?.cells ?? {
    blocks: [],
    destinations: [],
    hosts: [],
    visitors: [],
  };
  return Array.from(blocks, (block, cell) => `${block}: ${destinations[cell]} of ${hosts[cell]}, ${visitors[cell]}`);
}

test("each address of a /24 is a cell of the host that sent to it, and what several reached is counted", () => {
  const hosts = [
    host("192.0.2.1", "198.51.100.0", "198.51.100.1", "198.51.100.9"),
    host("192.0.2.2", "198.51.100.1", "198.51.100.255"),
  ];
  const mosaic = destinationMosaic(hosts, [prefix("198.51.100.0/24")]);
  expect(mosaic.panels.map(({ prefix: { length }, order }) => [length, order])).toEqual([[24, 4]]);
  expect(cellsOf(mosaic)).toEqual(["0: 1 of 0, 1", "1: 1 of 0, 2", "9: 1 of 0, 1", "255: 1 of 1, 1"]);
  expect(mosaic.hosts).toEqual([
    { destinations: 3, alone: 2 },
    { destinations: 2, alone: 1 },
  ]);
  expect([mosaic.ipv6, mosaic.outside]).toEqual([0, 0]);
});

test("a cell of many addresses is of the host that sent to most of them, of several the first", () => {
  const hosts = [host("192.0.2.1", "10.0.0.1", "10.0.0.2"), host("192.0.2.2", "10.0.0.3", "10.0.0.4", "10.0.64.1")];
  const mosaic = destinationMosaic(hosts, [prefix("10.0.0.0/16")]);
  expect(mosaic.panels[0]?.order).toBe(6);
  expect(cellsOf(mosaic)).toEqual(["0: 4 of 0, 2", "1024: 1 of 1, 1"]);
});

test("each block of the telescope that was reached has a square of its own, and what lies elsewhere is counted", () => {
  const hosts = [host("192.0.2.1", "198.51.100.1", "203.0.113.130", "8.8.8.8", "2001:db8::1")];
  const telescope = ["198.51.100.0/24", "203.0.113.128/25", "192.0.2.0/24", "2001:db8::/64"].map(prefix);
  const mosaic = destinationMosaic(hosts, telescope);
  expect(mosaic.panels.map(({ prefix: { network, length } }) => [network, length])).toEqual([
    [0xc6336400, 24],
    [0xcb007100, 24],
  ]);
  expect(cellsOf(mosaic, 1)).toEqual(["130: 1 of 0, 1"]);
  expect([mosaic.ipv6, mosaic.outside]).toEqual([1, 1]);
});

test("without a telescope, or of one in too many pieces, one square holds all; without IPv4 there is none", () => {
  const hosts = [host("192.0.2.1", "10.0.0.1", "10.0.3.1")];
  expect(destinationMosaic(hosts, []).panels.map(({ prefix: { length } }) => length)).toEqual([22]);
  const pieces = Array.from({ length: 13 }, (_, index) => prefix(`10.0.${index}.0/24`));
  const spread = [host("192.0.2.1", ...pieces.map((_, index) => `10.0.${index}.7`))];
  expect(destinationMosaic(spread, pieces).panels.map(({ prefix: { length } }) => length)).toEqual([20]);
  expect(destinationMosaic([host("192.0.2.1", "2001:db8::1")], [])).toMatchObject({ panels: [], ipv6: 1, outside: 0 });
});
