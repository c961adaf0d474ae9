import { expect, test } from "vitest";
import { sniffContainer } from "../../core/capture/sniff-container.ts";
import { ascii, octets } from "../builders/bytes.ts";

const packed = (name: string, command: string) => ({ kind: "packed", name, command });
const foreign = (name: string) => ({ kind: "foreign", name, command: "editcap -F pcap FILE OUT" });

test.each([
  ["pcap, microseconds, little endian", [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0], { kind: "pcap" }],
  ["pcap, microseconds, big endian", [0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4], { kind: "pcap" }],
  ["pcap, nanoseconds, little endian", [0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0], { kind: "pcap" }],
  ["pcap, nanoseconds, big endian", [0xa1, 0xb2, 0x3c, 0x4d, 0, 2, 0, 4], { kind: "pcap" }],
  ["pcap, modified, little endian", [0x34, 0xcd, 0xb2, 0xa1, 2, 0, 4, 0], { kind: "pcap" }],
  ["pcap, modified, big endian", [0xa1, 0xb2, 0xcd, 0x34, 0, 2, 0, 4], { kind: "pcap" }],
  ["pcapng", [0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0x1c], { kind: "pcapng" }],
  ["gzip", [0x1f, 0x8b, 8, 0], { kind: "gzip" }],
  ["zstd frame", [0x28, 0xb5, 0x2f, 0xfd], { kind: "zstd" }],
  ["zstd skippable frame", [0x50, 0x2a, 0x4d, 0x18], { kind: "zstd" }],
  ["lz4 frame", [0x04, 0x22, 0x4d, 0x18], packed("lz4", "lz4 -d FILE")],
  ["lz4 legacy frame", [0x02, 0x21, 0x4c, 0x18], packed("lz4", "lz4 -d FILE")],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], packed("xz", "xz -d FILE")],
  ["zip", [0x50, 0x4b, 3, 4], packed("zip", "unzip FILE")],
  ["bzip2", [0x42, 0x5a, 0x68, 0x39, 0x31], packed("bzip2", "bzip2 -d FILE")],
  ["7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], packed("7z", "7z x FILE")],
  ["rar", [...ascii("Rar!\x1a\x07\x01\x00")], packed("rar", "unrar x FILE")],
  ["tar", [...ascii(`capture.pcap${"\0".repeat(245)}ustar`)], packed("tar", "tar -xf FILE")],
  ["a tar file cut before its mark", [...ascii(`capture.pcap${"\0".repeat(245)}usta`)], { kind: "none" }],
  ["snoop", [...ascii("snoop\0\0\0")], foreign("snoop")],
  ["Network Monitor 1", [...ascii("RTSS\x01\x01\x01\x00")], foreign("Network Monitor")],
  ["Network Monitor 2", [...ascii("GMBU\x00\x02\x01\x00")], foreign("Network Monitor")],
  ["Sniffer", [...ascii("TRSNIFF data    \x1a")], foreign("Sniffer")],
  ["NetXRay", [...ascii("XCP\x00002.002")], foreign("NetXRay")],
  ["iptrace", [...ascii("iptrace 2.0")], foreign("iptrace")],
  ["K12", [0, 0, 2, 0, 0x12, 5, 0x19, 0x90], foreign("K12")],
  ["Ixia pcap, little endian", [0xac, 1, 0, 0x1c, 2, 0, 4, 0], foreign("Ixia pcap")],
  ["Ixia pcap, big endian", [0x1c, 0, 1, 0xab, 0, 2, 0, 4], foreign("Ixia pcap")],
  ["text that starts like bzip2", [0x42, 0x5a, 0x68, 0x65], { kind: "none" }],
  ["three bytes of a pcap", [0xd4, 0xc3, 0xb2], { kind: "none" }],
  ["nothing", [], { kind: "none" }],
])("%s", (_name, bytes, container) => {
  expect(sniffContainer(octets(...bytes))).toEqual(container);
});
