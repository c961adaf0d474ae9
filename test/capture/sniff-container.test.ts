import { expect, test } from "vitest";
import { sniffContainer } from "../../core/capture/sniff-container.ts";
import { octets } from "../builders/bytes.ts";

test.each([
  ["pcap, microseconds, little endian", [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0], { kind: "pcap" }],
  ["pcap, microseconds, big endian", [0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4], { kind: "pcap" }],
  ["pcap, nanoseconds, little endian", [0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0], { kind: "pcap" }],
  ["pcap, nanoseconds, big endian", [0xa1, 0xb2, 0x3c, 0x4d, 0, 2, 0, 4], { kind: "pcap" }],
  ["pcap, modified, little endian", [0x34, 0xcd, 0xb2, 0xa1, 2, 0, 4, 0], { kind: "pcap" }],
  ["pcap, modified, big endian", [0xa1, 0xb2, 0xcd, 0x34, 0, 2, 0, 4], { kind: "pcap" }],
  ["pcapng", [0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0x1c], { kind: "pcapng" }],
  ["gzip", [0x1f, 0x8b, 8, 0], { kind: "gzip" }],
  ["zstd frame", [0x28, 0xb5, 0x2f, 0xfd], { kind: "zstd", unpackCommand: "zstd -d" }],
  ["zstd skippable frame", [0x50, 0x2a, 0x4d, 0x18], { kind: "zstd", unpackCommand: "zstd -d" }],
  ["lz4 frame", [0x04, 0x22, 0x4d, 0x18], { kind: "lz4", unpackCommand: "lz4 -d" }],
  ["lz4 legacy frame", [0x02, 0x21, 0x4c, 0x18], { kind: "lz4", unpackCommand: "lz4 -d" }],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], { kind: "xz", unpackCommand: "xz -d" }],
  ["zip", [0x50, 0x4b, 3, 4], { kind: "zip", unpackCommand: "unzip" }],
  ["bzip2", [0x42, 0x5a, 0x68, 0x39, 0x31], { kind: "bzip2", unpackCommand: "bzip2 -d" }],
  ["text that starts like bzip2", [0x42, 0x5a, 0x68, 0x65], { kind: "none" }],
  ["three bytes of a pcap", [0xd4, 0xc3, 0xb2], { kind: "none" }],
  ["nothing", [], { kind: "none" }],
])("%s", (_name, bytes, container) => {
  expect(sniffContainer(octets(...bytes))).toEqual(container);
});
