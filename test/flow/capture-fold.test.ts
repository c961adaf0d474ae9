import { expect, test } from "vitest";
import { CaptureFold, countPackets } from "../../core/flow/capture-fold.ts";
import { keptPlace } from "../../core/flow/kept-request.ts";
import { ascii } from "../builders/bytes.ts";
import { packetRecords } from "../builders/decode-packets.ts";
import { ethernet, ipv4, ipv4Fragments, udp } from "../builders/packet.ts";

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const request = udp(ascii("OPTIONS sip:100@198.51.100.1 SIP/2.0\r\nVia: v\r\nCall-ID: 1\r\n\r\n"));

function foldOf(tunnels = true): CaptureFold {
  return new CaptureFold("00", { ports: new Set([5060]), flowTimeoutNs: 1_200_000_000_000n, tunnels }, latin1);
}

test("the packet that completes a datagram takes its class and gives it its time", () => {
  const fold = foldOf();
  const fragments = ipv4Fragments(request, [16, 32]).map((packet) => ethernet(packet));
  for (const packet of packetRecords(fragments)) fold.add({ ...packet, timeNs: BigInt(packet.number) });
  fold.foldWaiting();
  expect(fold.tally.classes).toMatchObject({ fragment: 2, sipRequest: 1 });
  expect(countPackets(fold.tally.classes)).toBe(3);
  const [source] = fold.sources.values();
  expect(source?.requests.map(keptPlace)).toEqual([{ timeNs: 3n, capture: "00", number: 3 }]);
  expect(fold.problems).toEqual([]);
});

test("what is incomplete is a problem of every snapshot, and of none that comes later than its end", () => {
  const fold = foldOf();
  const codes = () => fold.problems.map(({ code, count }) => `${code} ${count}`);
  const fragments = ipv4Fragments(request, [16]).map((packet) => ethernet(packet));
  for (const [index, packet] of packetRecords(fragments).entries()) {
    fold.add(packet);
    fold.foldWaiting();
    expect(codes()).toEqual(index === 0 ? ["incomplete-datagrams 1"] : []);
    expect(codes()).toEqual(index === 0 ? ["incomplete-datagrams 1"] : []);
  }
});

test.each([
  [true, { sipRequest: 1, otherTransport: 0 }],
  [false, { sipRequest: 0, otherTransport: 1 }],
])("tunnels opened: %s", (tunnels, classes) => {
  const fold = foldOf(tunnels);
  for (const packet of packetRecords([ethernet(ipv4(ipv4(request), { protocol: 4 }))])) fold.add(packet);
  fold.foldWaiting();
  expect(fold.tally.classes).toMatchObject(classes);
});
