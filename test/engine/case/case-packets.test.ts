import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { comparePlaces } from "../../../core/capture/packet-order.ts";
import {
  type PacketQuery,
  type PacketRow,
  packetPageSchema,
  packetReadingSchema,
} from "../../../core/contract/packet-table.ts";
import { senderPlotSchema } from "../../../core/contract/sender-plot.ts";
import { formatAddress } from "../../../core/net/address.ts";
import { formatTime } from "../../../core/report/time-text.ts";
import { type PacketCase, packetCase, type ReadRequest, readRequests } from "../../builders/case-packets.ts";
import { generatedCaptures } from "../../builders/generated-captures.ts";
import { capturePath, capturesIn, ROOT, temporaryFolder } from "../../builders/program.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const SNAPLEN = capturePath("tools/svmap-0.3.3-options-snaplen160.pcap");
const GZIP = capturePath("formats/svmap64-le-us.pcap.gz");
const REVISION = 7;

function asked(flow: string, given: Partial<PacketQuery> = {}): PacketQuery {
  return { flow, strand: null, text: "", sort: "time", descending: false, ...given };
}

async function pageOf({ packets }: PacketCase, query: PacketQuery, offset = 0, limit = 500) {
  const page = packetPageSchema.parse(await packets.page(query, offset, limit, REVISION));
  if (page.kind !== "page") throw new Error(`no page but ${page.kind}`);
  return page;
}

async function allRows(stored: PacketCase, query: PacketQuery): Promise<PacketRow[]> {
  const { matching } = await pageOf(stored, query, 0, 1);
  const rows: PacketRow[] = [];
  for (let offset = 0; offset < matching; offset += 500) rows.push(...(await pageOf(stored, query, offset)).rows);
  return rows;
}

async function readPacket({ packets }: PacketCase, capture: string, number: number) {
  return packetReadingSchema.parse(await packets.read({ capture, number }));
}

/** A row by what the reader found, without the case. */
function rowOf({ place, datagram, request, captureName }: ReadRequest): PacketRow {
  return {
    capture: place.capture,
    captureName,
    number: place.number,
    time: formatTime(place.timeNs),
    destination: formatAddress(datagram.destination),
    sourcePort: datagram.sourcePort,
    destinationPort: datagram.destinationPort,
    ttl: datagram.timeToLive,
    ipId: datagram.identification,
    method: request.method,
    length: datagram.payload.length + datagram.missingBytes,
    missingBytes: datagram.missingBytes,
    anomalies: request.anomalies.map(({ kind }) => kind),
  };
}

/** The requests of a flow, by definition: those of its source from its first to its last time. */
function requestsOf(requests: readonly ReadRequest[], flow: string, flows: readonly string[]): ReadRequest[] {
  const [source = "", first] = flow.split("@");
  const ofSource = requests.filter(({ datagram }) => formatAddress(datagram.source) === source);
  const starts = flows.filter((id) => id.startsWith(`${source}@`)).sort();
  const next = starts[starts.indexOf(flow) + 1]?.split("@")[1];
  return ofSource
    .filter(({ place }) => {
      const time = formatTime(place.timeNs);
      if (first === "undated" || time === null) return first === "undated" && time === null;
      return time >= (first ?? "") && (next === undefined || next === "undated" || time < next);
    })
    .sort((a, b) => comparePlaces(a.place, b.place));
}

/** Files of every container, compression, link type and tunnel we know. */
function everyKind(): string[] {
  const folder = temporaryFolder();
  return generatedCaptures().map(({ bytes }, index) => {
    const file = path.join(folder, `${index}.capture`);
    fs.writeFileSync(file, bytes);
    return file;
  });
}

test("every packet of every flow is listed as the reader finds it, in the order of the time line", async () => {
  const captures = [SAMPLE, SNAPLEN, GZIP, ...capturesIn("field"), ...capturesIn("public")];
  const stored = await packetCase(captures);
  const requests = await readRequests(captures);
  const flows = stored.flows.map(({ id }) => id);
  let listed = 0;
  for (const { id, packets } of stored.flows) {
    const rows = await allRows(stored, asked(id));
    expect(rows).toEqual(requestsOf(requests, id, flows).map(rowOf));
    expect(rows.length).toBe(packets);
    listed += rows.length;
  }
  expect(listed).toBe(requests.length);
});

test("the bytes of every request are those its capture holds, whatever it is wrapped in", async () => {
  const captures = [...everyKind(), SNAPLEN, GZIP, ...capturesIn("public"), ...capturesIn("formats")];
  const requests = await readRequests(captures);
  const stored = await packetCase(captures);
  const ways = { inFrame: 0, kept: 0, joined: 0, cut: 0 };
  for (const { place, payload, datagram } of requests) {
    const read = await readPacket(stored, place.capture, place.number);
    if (read.kind !== "packet") throw new Error(`packet ${place.number}: ${read.kind}`);
    const { packet } = read;
    expect(packet.payload).toBe(payload);
    expect(packet.source).toBe(formatAddress(datagram.source));
    if (packet.frame === null) ways.kept += 1;
    else if (packet.frame.payloadAt === null) ways.joined += 1;
    else {
      ways.inFrame += 1;
      expect(packet.frame.bytes.substr(packet.frame.payloadAt, payload.length)).toBe(payload);
    }
    if (packet.row.missingBytes > 0) ways.cut += 1;
    for (const part of packet.parts.filter(({ kind }) => kind === "field")) {
      expect(payload.slice(part.start, part.start + part.name.length)).toBe(part.name);
    }
    for (const { offset } of packet.anomalies) expect(offset).toBeLessThanOrEqual(payload.length);
  }
  expect(Math.min(...Object.values(ways))).toBeGreaterThan(10);
}, 300_000);

test("pages, columns and filters of any query say what sorting and filtering the same rows says", async () => {
  const stored = await packetCase([SAMPLE, GZIP]);
  const largest = [...stored.flows].sort((a, b) => b.packets - a.packets).slice(0, 6);
  const filters: readonly (readonly [string, (row: PacketRow) => boolean])[] = [
    ["", () => true],
    ["number > 10000", (row) => row.number > 10_000],
    ['method == "OPTIONS" and dport == 5060', (row) => row.method === "OPTIONS" && row.destinationPort === 5060],
    ["ttl < 60 or exists anomaly", (row) => row.ttl < 60 || row.anomalies.length > 0],
    ["length >= 400 and cut == 0", (row) => row.length >= 400 && row.missingBytes === 0],
    ["198.51.100.7", (row) => row.destination.includes("198.51.100.7")],
    ["dst in 198.51.100.0/25", (row) => /^198\.51\.100\.(\d|\d\d|1[01]\d|12[0-7])$/.test(row.destination)],
    ["ipid == 0", (row) => row.ipId === 0],
    ['capture == "no such"', () => false],
  ];
  const rowsOfFlow = new Map<string, PacketRow[]>();
  for (const { id } of largest) rowsOfFlow.set(id, await allRows(stored, asked(id)));
  const arbitrary = fc.record({
    flow: fc.constantFrom(...largest.map(({ id }) => id)),
    filter: fc.constantFrom(...filters),
    sort: fc.constantFrom("time", "number", "ttl", "sourcePort", "length", "method", "ipId"),
    descending: fc.boolean(),
    offset: fc.nat(800),
    limit: fc.integer({ min: 1, max: 120 }),
  } as const);
  await fc.assert(
    fc.asyncProperty(arbitrary, async ({ flow, filter: [text, keeps], sort, descending, offset, limit }) => {
      const all = rowsOfFlow.get(flow) ?? [];
      const expected = sorted(all.filter(keeps), sort, descending);
      const page = await pageOf(stored, asked(flow, { text, sort, descending }), offset, limit);
      expect(page.rows).toEqual(expected.slice(offset, offset + limit));
      expect(page).toMatchObject({ matching: expected.length, total: all.length, revision: REVISION, offset });
    }),
    { numRuns: 200 },
  );
});

/** Stable, so that the time line orders what is equal; the time line itself is turned round. */
function sorted(rows: readonly PacketRow[], sort: keyof PacketRow, descending: boolean): PacketRow[] {
  if (sort === "time") return descending ? [...rows].reverse() : [...rows];
  const direction = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [a[sort], b[sort]];
    if (one === other) return 0;
    if (one === null || other === null) return one === null ? 1 : -1;
    return one < other ? -direction : direction;
  });
}

test("addresses are looked for as they are written, IPv6 too", async () => {
  const stored = await packetCase([capturePath("field/svmap-0.3.3-ipv6.pcap"), GZIP]);
  for (const { id } of stored.flows) {
    for (const { destination } of await allRows(stored, asked(id))) {
      const rows = await allRows(stored, asked(id, { text: `"${destination}"` }));
      expect(rows.some((row) => row.destination === destination)).toBe(true);
      expect(rows.every((row) => row.destination.includes(destination) || id.includes(destination))).toBe(true);
    }
  }
});

test.each(["default", "paper"] as const)(
  "under the preset %s the strands of a flow have its packets between them",
  async (preset) => {
    const stored = await packetCase([SAMPLE, SNAPLEN, ...capturesIn("tools")], preset);
    for (const { id, packets } of stored.flows) {
      const strands = stored.strands.filter(({ flow }) => flow === id);
      const seen = new Set<string>();
      for (const strand of strands) {
        const rows = await allRows(stored, asked(id, { strand: strand.id }));
        expect([strand.id, rows.length]).toEqual([strand.id, strand.packets]);
        for (const { capture, number } of rows) seen.add(`${capture} ${number}`);
      }
      expect(seen.size).toBe(packets);
    }
  },
  300_000,
);

test("of questions asked at once each has its own rows or none, and the last one has them all", async () => {
  const stored = await packetCase([SAMPLE]);
  const flows = stored.flows.filter(({ packets }) => packets > 520).slice(0, 3);
  expect(flows.length).toBe(3);
  const deep: PacketRow[][] = [];
  for (const { id } of flows) deep.push(await allRows(stored, asked(id)));
  const queries = [0, 1, 2, 0, 2, 1].map((flow) => ({ flow, query: asked(flows[flow]?.id ?? "") }));
  for (let round = 0; round < 5; round += 1) {
    const pages = await Promise.all(queries.map(({ query }) => pageOf(stored, query, 510, 10)));
    for (const [index, { rows }] of pages.entries()) {
      const own = deep[queries[index]?.flow ?? 0]?.slice(510, 520);
      if (rows.length > 0 || index === queries.length - 1) expect(rows).toEqual(own);
    }
  }
});

test("a packet is found by its number, in every capture that has one, round and round", async () => {
  const copy = path.join(temporaryFolder(), "again.pcap");
  const first = capturePath("formats/svmap64-le-us.pcap");
  // The same packets, and one byte more behind them: another capture.
  fs.writeFileSync(copy, Buffer.concat([fs.readFileSync(first), Buffer.of(0)]));
  const stored = await packetCase([first, copy]);
  const [flow] = stored.flows;
  const query = asked(flow?.id ?? "");
  const rows = await allRows(stored, query);
  const places = rows.flatMap(({ number }, index) => (number === 5 ? [index] : []));
  expect(places.length).toBe(2);
  const found = async (after: number | null) => (await stored.packets.find(query, 5, null, after))?.index;
  expect([await found(null), await found(places[0] ?? 0), await found(places[1] ?? 0)]).toEqual([
    places[0],
    places[1],
    places[0],
  ]);
  const second = rows[places[1] ?? 0];
  expect(await stored.packets.find(query, 5, second?.capture ?? "", null)).toEqual({
    index: places[1],
    capture: second?.capture,
  });
  expect(await stored.packets.find(query, 4711, null, null)).toBe(null);
  expect(await stored.packets.find({ ...query, text: "number != 5" }, 5, null, null)).toBe(null);
});

test("a capture that moved or changed is said to be so, and what the case keeps is shown all the same", async () => {
  const folder = temporaryFolder();
  const moved = path.join(folder, "moved.pcap");
  const zipped = path.join(folder, "zipped.pcap.gz");
  fs.copyFileSync(capturePath("formats/svmap64-eth-padding.pcap"), moved);
  fs.copyFileSync(GZIP, zipped);
  const stored = await packetCase([moved, zipped]);
  const requests = await readRequests([moved, zipped]);
  const [plain] = requests.filter(({ captureName }) => captureName === "moved.pcap");
  const [compressed] = requests.filter(({ captureName }) => captureName === "zipped.pcap.gz");
  if (plain === undefined || compressed === undefined) throw new Error("both hold requests");
  const { capture, number } = plain.place;
  const original = fs.readFileSync(moved);

  fs.writeFileSync(moved, Buffer.concat([original, Buffer.of(1)]));
  expect(await readPacket(stored, capture, number)).toMatchObject({ kind: "lost", code: "changed" });
  // Of the same size, but other bytes where the packet was.
  const damaged = Buffer.from(original);
  damaged.write("XXXXXXX", plain.span.offset + (plain.span.payloadAt ?? 0), "latin1");
  fs.writeFileSync(moved, damaged);
  expect(await readPacket(stored, capture, number)).toMatchObject({ kind: "lost", code: "changed" });
  fs.rmSync(moved);
  expect(await readPacket(stored, capture, number)).toMatchObject({
    kind: "lost",
    code: "missing",
    message: "moved.pcap is no longer where it was. Choose it again to see its bytes.",
    row: { number },
  });
  fs.writeFileSync(moved, original);
  expect(await readPacket(stored, capture, number)).toMatchObject({
    kind: "packet",
    packet: { payload: plain.payload },
  });

  fs.rmSync(zipped);
  expect(await readPacket(stored, compressed.place.capture, compressed.place.number)).toMatchObject({
    kind: "packet",
    packet: { payload: compressed.payload, frame: null },
  });
});

test("source ports, TTLs and IP-IDs over time are the lowest and highest of the packets of each stretch", async () => {
  const stored = await packetCase([SAMPLE, GZIP]);
  for (const { id } of stored.flows) {
    const plot = senderPlotSchema.parse(await stored.packets.overTime(id));
    if (plot.kind !== "plot") throw new Error("all is read");
    const rows = (await allRows(stored, asked(id))).filter(({ time }) => time !== null);
    const start = nanosecondsOf(rows[0]);
    const width = BigInt(Math.round(plot.stretchSeconds * 1e9));
    const stretches = new Map<bigint, PacketRow[]>();
    for (const row of rows) {
      const stretch = (nanosecondsOf(row) - start) / width;
      stretches.set(stretch, [...(stretches.get(stretch) ?? []), row]);
    }
    const range = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];
    expect(plot.stretches).toEqual(
      Array.from(stretches.values(), (ofStretch) => ({
        at: Number(nanosecondsOf(ofStretch[0]) - start) / 1e9,
        packets: ofStretch.length,
        sourcePort: range(ofStretch.map(({ sourcePort }) => sourcePort)),
        ttl: range(ofStretch.map(({ ttl }) => ttl)),
        // IPv6 has none.
        ipId: ofStretch.every(({ ipId }) => ipId === null) ? null : range(ofStretch.map(({ ipId }) => ipId ?? -1)),
      })),
    );
  }
});

function nanosecondsOf(row: PacketRow | undefined): bigint {
  const [whole = "", fraction = ""] = (row?.time ?? "").slice(0, -1).split(".");
  return BigInt(Date.parse(`${whole}Z`)) * 1_000_000n + BigInt(fraction);
}

test("a text that is no filter, a flow and a packet that are not there are answers, not faults", async () => {
  const stored = await packetCase([GZIP]);
  const flow = stored.flows[0]?.id ?? "";
  expect(await stored.packets.page(asked(flow, { text: "number >" }), 0, 10, REVISION)).toMatchObject({
    kind: "no-filter",
  });
  expect(await pageOf(stored, asked("192.0.2.1@undated"))).toMatchObject({ rows: [], matching: 0, total: 0 });
  expect(await pageOf(stored, asked(flow, { strand: `${flow}/X/none` }))).toMatchObject({ matching: 0, total: 0 });
  expect(await stored.packets.read({ capture: "0".repeat(64), number: 1 })).toBe(null);
});

test("values over time of the largest flows are counted before anybody asks, and what was asked for is kept", async () => {
  const [asked, fresh] = [await packetCase([SAMPLE]), await packetCase([SAMPLE])];
  const [large, other, third] = asked.flows.filter(({ packets }) => packets > 200).map(({ id }) => id);
  if (large === undefined || other === undefined || third === undefined) throw new Error("the sample has such flows");
  await asked.change(`UPDATE flow SET packets = 1000001 WHERE id = '${large}'`);
  await asked.packets.prepare();
  const plot = await asked.packets.overTime(other);
  // Whatever is counted from here on finds nothing.
  await asked.change("DELETE FROM packet");
  expect(await asked.packets.overTime(large)).toEqual(await fresh.packets.overTime(large));
  expect(await asked.packets.overTime(other)).toEqual(plot);
  expect(await asked.packets.overTime(third)).toMatchObject({ stretches: [] });
});
