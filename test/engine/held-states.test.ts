import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { storedStates } from "../../core/engine/case/stored-states.ts";
import { HeldStates } from "../../core/engine/held-states.ts";
import type { Source } from "../../core/flow/source.ts";
import type { IpAddress } from "../../core/net/address.ts";
import { formatJson } from "../../core/report/report-json.ts";
import { arbitraryProbe } from "../builders/arbitrary-probes.ts";
import { type Arrival, arbitraryArrivals, sourceOf, TIMEOUT } from "../builders/arrivals.ts";
import { ascii } from "../builders/bytes.ts";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { pcapFile } from "../builders/pcap.ts";
import { analyseFiles, temporaryFolder } from "../builders/program.ts";

/** A request, which source sent it, and in which of the captures it stands. */
interface Dealt {
  readonly arrival: Arrival;
  readonly source: IpAddress;
  readonly capture: number;
}

const dealt = arbitraryArrivals(30, 60).chain((arrivals) =>
  fc
    .array(fc.record({ source: fc.integer({ min: 1, max: 4 }), capture: fc.nat(30) }), {
      minLength: arrivals.length,
      maxLength: arrivals.length,
    })
    .map((places) => arrivals.map((arrival, index): Dealt => ({ arrival, ...(places[index] as (typeof places)[0]) }))),
);

function sourcesOf(requests: readonly Dealt[]): Map<IpAddress, Source> {
  const senders = [...new Set(requests.map(({ source }) => source))];
  return new Map(
    senders.map((sender) => [
      sender,
      sourceOf(requests.filter(({ source }) => source === sender).map(({ arrival }) => arrival)),
    ]),
  );
}

function joined(portions: Iterable<ReadonlyMap<IpAddress, Source>>): Map<IpAddress, Source> {
  return new Map(Array.from(portions).flatMap((portion) => [...portion]));
}

test("sources come out as if all had been held as they are, in whatever form and portions they came", () => {
  fc.assert(
    fc.property(dealt, fc.nat(6), fc.array(fc.boolean(), { minLength: 31, maxLength: 31 }), (all, most, asBytes) => {
      const held = new HeldStates(TIMEOUT, most);
      for (const [number, isBytes] of asBytes.entries()) {
        const sources = sourcesOf(all.filter(({ capture }) => capture === number));
        if (isBytes) held.addPart(storedStates(sources));
        else held.add(sources);
      }
      const expected = sourcesOf(all);
      const withKept = [...expected].filter(([, { requests }]) => requests.length > 0);
      expect(held.countSources()).toBe(expected.size);
      expect(held.countKept()).toBeGreaterThanOrEqual(
        withKept.reduce((sum, [, { requests }]) => sum + requests.length, 0),
      );
      const ranked = joined(held.portionsWithKept());
      for (const [address, source] of ranked) expect(source).toEqual(expected.get(address));
      expect([...ranked.keys()]).toEqual(expect.arrayContaining(withKept.map(([address]) => address)));
      expect(joined(held.portions())).toEqual(expected);
      expect(held.countSources()).toBe(0);
    }),
    { numRuns: 200 },
  );
});

const records = fc.array(
  fc.record({
    probe: arbitraryProbe,
    host: fc.integer({ min: 1, max: 4 }),
    seconds: fc.integer({ min: 0, max: 4000 }),
    file: fc.nat(1),
  }),
  { minLength: 60, maxLength: 120 },
);

test("captures give the same report however few flows are held as they are, byte for byte", async () => {
  const folder = temporaryFolder();
  const options = fc.record({
    mostHeld: fc.nat(3),
    chunkBytes: fc.integer({ min: 20, max: 400 }),
    threads: fc.integer({ min: 1, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(records, options, async (sent, few) => {
      const paths = [0, 1].map((file) => {
        const target = path.join(folder, `${file}.pcap`);
        const ofFile = sent.filter((record) => record.file === file);
        fs.writeFileSync(target, pcapFile({ records: ofFile.map(recordOf) }));
        return target;
      });
      const expected = formatJson((await analyseFiles(paths, { mostHeld: Number.POSITIVE_INFINITY })).report);
      expect(formatJson((await analyseFiles(paths, few)).report)).toBe(expected);
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 120_000);

function recordOf({ probe, host, seconds }: { readonly probe: Arrival["probe"]; host: number; seconds: number }) {
  const { sourcePort, destinationPort, text } = probe;
  const [source, destination] = [[203, 0, 113, host], probe.destination.split(".").map(Number)];
  return { seconds, bytes: ethernet(ipv4(udp(ascii(text), { sourcePort, destinationPort }), { source, destination })) };
}
