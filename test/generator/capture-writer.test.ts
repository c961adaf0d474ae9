import { expect, test } from "vitest";
import { ETHERNET, RAW_IP, writePcap, writePcapng } from "./capture-writer.ts";
import {
  arpFrame,
  ethernetFrame,
  fragmentIpv4,
  portUnreachablePacket,
  tcpSynPacket,
  udpPacket,
} from "./packet-frames.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const header = { source: "192.0.2.7", destination: "198.51.100.9", timeToLive: 50, identification: 54321 };
const header6 = { ...header, source: "2001:db8::7", destination: "2001:db8:5060::9" };
const ports = { sourcePort: 5061, destinationPort: 5060 };

/** The one's complement sum of right data with its checksum is all ones. */
function sum(bytes: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < bytes.length; i += 2) total += (bytes[i] as number) * 256 + (bytes[i + 1] ?? 0);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return total;
}

test("IPv4 and UDP checksums are right, for even and odd payloads", () => {
  for (const payload of [[], [1], [1, 2], [255, 255, 255]]) {
    const packet = [...udpPacket(header, ports, Uint8Array.from(payload))];
    expect(sum(packet.slice(0, 20))).toBe(0xffff);
    expect(sum([...packet.slice(12, 20), 0, 17, 0, 8 + payload.length, ...packet.slice(20)])).toBe(0xffff);
  }
});

test("IPv6, TCP and ICMP checksums are right", () => {
  const udp6 = [...udpPacket(header6, ports, Uint8Array.from([9]))];
  expect(sum([...udp6.slice(8, 40), 0, 17, 0, 9, ...udp6.slice(40)])).toBe(0xffff);
  const tcp = [...tcpSynPacket(header, ports, 7)];
  expect(sum([...tcp.slice(12, 20), 0, 6, 0, 20, ...tcp.slice(20)])).toBe(0xffff);
  const icmp = [...portUnreachablePacket(header, Uint8Array.from(tcp))];
  expect(sum(icmp.slice(20))).toBe(0xffff);
});

test("fragments join to the packet they came from", () => {
  const packet = udpPacket(
    header,
    ports,
    Uint8Array.from({ length: 100 }, (_, index) => index),
  );
  const fragments = fragmentIpv4(packet, [48, 16]);
  expect(fragments.flatMap((fragment) => [...fragment.subarray(20)])).toEqual([...packet.subarray(20)]);
  expect(fragments.map((fragment) => hex(fragment.subarray(6, 8)))).toEqual(["2000", "2006", "0008"]);
  expect(fragments.map((fragment) => sum([...fragment.subarray(0, 20)]))).toEqual([0xffff, 0xffff, 0xffff]);
});

test("Ethernet frames are padded and carry their type", () => {
  expect(ethernetFrame(udpPacket(header, ports, new Uint8Array(0))).length).toBe(60);
  expect(hex(ethernetFrame(udpPacket(header6, ports, new Uint8Array(9))).subarray(12, 15))).toBe("86dd60");
  expect(hex(arpFrame("198.51.100.9", "198.51.100.1").subarray(12, 22))).toBe("08060001080006040001");
});

const packet = { timeNs: 1_578_268_800_123_456_789n, bytes: Uint8Array.from([1, 2, 3, 4, 5]), originalLength: 9 };

test("classic pcap: both resolutions and byte orders", () => {
  const file = (resolution: "microseconds" | "nanoseconds", byteOrder: "little" | "big") =>
    hex(writePcap([packet], { linkType: ETHERNET, resolution, byteOrder }));
  const record = "00000005000000090102030405";
  expect(file("microseconds", "big")).toBe(
    ["a1b2c3d4", "00020004", "00000000", "00000000", "00040000", "00000001", "5e127880", "0001e240", record].join(""),
  );
  expect(file("nanoseconds", "little")).toBe(
    ["4d3cb2a1", "02000400", "00000000", "00000000", "00000400", "01000000", "8078125e", "15cd5b07"].join("") +
      "05000000090000000102030405",
  );
});

test("pcapng: section, interfaces, enhanced packets with comment", () => {
  const interfaces = [
    { linkType: ETHERNET, name: "a" },
    { linkType: RAW_IP, name: "b" },
  ];
  const file = writePcapng(interfaces, [{ ...packet, interfaceId: 1, comment: "hi" }], "note");
  const view = new DataView(file.buffer);
  const blocks: [type: number, length: number][] = [];
  for (let offset = 0; offset < file.length; offset += view.getUint32(offset + 4, true)) {
    const length = view.getUint32(offset + 4, true);
    expect(view.getUint32(offset + length - 4, true)).toBe(length);
    blocks.push([view.getUint32(offset, true), length]);
  }
  expect(blocks).toEqual([
    [0x0a0d0d0a, 40],
    [1, 40],
    [1, 40],
    [6, 52],
  ]);
  const enhanced = hex(file.subarray(file.length - 52));
  expect(enhanced.slice(16, 24)).toBe("01000000");
  const time = (BigInt(view.getUint32(file.length - 40, true)) << 32n) | BigInt(view.getUint32(file.length - 36, true));
  expect(time).toBe(packet.timeNs);
});
