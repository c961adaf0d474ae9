import { describe, expect, test } from "vitest";
import { formatAddress } from "../../core/net/address.ts";
import type { Datagram } from "../../core/net/datagram.ts";
import { decodePackets } from "../builders/decode-packets.ts";
import { readCaptureFile } from "../builders/read-capture-file.ts";
import { type ReadCapture, readInChunks } from "../builders/read-in-chunks.ts";

const read = (name: string) => readInChunks(readCaptureFile(name));

function datagramsToSipPort({ packets }: ReadCapture): Datagram[] {
  const decoded = decodePackets(packets);
  return decoded.flatMap((one) =>
    one.kind === "datagram" && one.datagram.destinationPort === 5060 ? one.datagram : [],
  );
}

// Packets and datagrams to port 5060 are as many as tshark 4.0 shows (which also counts blocks that are no packets).
test.each<[string, number, number[], number]>([
  ["formats/svmap128-two-sections-le-then-be.pcapng", 128, [1, 101], 128],
  ["formats/svmap32-simple-packet-blocks-be.pcapng", 32, [1], 32],
  ["formats/svmap32-simple-packet-blocks-le.pcapng", 32, [1], 32],
  ["formats/svmap64-3-interfaces-be.pcapng", 64, [1, 101], 64],
  ["formats/svmap64-3-interfaces-le.pcapng", 64, [1, 101], 64],
  ["formats/svmap64-be-ns.pcap", 64, [1], 64],
  ["formats/svmap64-be-us.pcap", 64, [1], 64],
  ["formats/svmap64-eth-padding.pcap", 64, [1], 64],
  ["formats/svmap64-ip-options.pcap", 64, [1], 64],
  ["formats/svmap64-ipv4-228.pcap", 64, [228], 64],
  ["formats/svmap64-le-ns.pcap", 64, [1], 64],
  ["formats/svmap64-le-us.pcap", 64, [1], 64],
  ["formats/svmap64-le-us.pcap.gz", 64, [1], 64],
  ["formats/svmap64-loop-be.pcap", 64, [108], 64],
  ["formats/svmap64-modified-a1b2cd34.pcap", 64, [1], 64],
  ["formats/svmap64-null-le.pcap", 64, [0], 64],
  ["formats/svmap64-qinq.pcap", 64, [1], 64],
  ["formats/svmap64-raw-ip101.pcap", 64, [101], 64],
  ["formats/svmap64-vlan.pcap", 64, [1], 64],
  ["public/michalcab-isa__sip.pcap", 175, [1], 13],
  ["public/michalcab-isa__sip.pcapng", 175, [1], 13],
  ["public/sipnab__sip_call.pcap", 7, [1], 7],
  ["public/sipnab__udp_5060.pcap", 10, [1], 10],
  ["public/suricata-verify__sip-body-frames_public-cloudshark-sip-s0.pcap", 10, [1], 6],
  ["public/suricata-verify__sip-body-large_sip-body-large.pcap", 16, [0], 0],
  ["public/suricata-verify__sip-compact-form_sip_compact_form.pcap", 1, [1], 1],
  ["public/suricata-verify__sip-header-multi-value_sip_header_multi_val.pcap", 1, [1], 1],
  ["public/suricata-verify__sip-method_sip.pcap", 691, [1], 102],
  ["public/suricata-verify__sip-options-method_input.pcap", 2, [1], 2],
  ["public/suricata-verify__sip-pattern-matching_sip.pcap", 2, [1], 0],
  ["public/suricata-verify__sip-sdp_sdp.pcap", 2, [1], 1],
  ["public/suricata-verify__sip-ssdp-pm_ssdp.pcap", 1, [1], 0],
  ["public/suricata-verify__sip-tcp-method_sip-tcp.pcap", 11, [1], 0],
  ["public/suricata-verify__sip-tcp-pattern-matching_sip.pcap", 7, [1], 0],
  ["public/zeek__invalid-content-length.pcap", 2, [1], 2],
  ["public/zeek__sip-junk-before-request.pcap", 2, [1], 2],
  ["public/zeek__sip-long-request-response-paths.pcap", 2, [228], 1],
  ["public/zeek__wireshark.pcap", 81, [1], 81],
  ["tools/nmap-7.93-sUsV-sip-probe.pcap", 128, [1], 128],
  ["tools/sipp-3.6.1-uac-calls.pcap", 60, [1], 36],
  ["tools/sipsak-0.9.8-options-with-responses.pcap", 30, [1], 15],
  ["tools/svmap-0.3.3-invite-randomize.pcap", 256, [1], 256],
  ["tools/svmap-0.3.3-options-cooked-v1.pcap", 64, [113], 64],
  ["tools/svmap-0.3.3-options-cooked-v2.pcap", 63, [276], 63],
  ["tools/svmap-0.3.3-options-sequential.pcap", 256, [1], 256],
  ["tools/svmap-0.3.3-options-snaplen160.pcap", 64, [1], 64],
  ["tools/svmap-0.3.3-options-with-icmp.pcap", 128, [1], 64],
  ["tools/svwar-0.3.3-register-with-responses.pcap", 124, [1], 62],
  ["tools/zmap-2.1.1-sip-options-template.pcap", 256, [1], 256],
])("%s: %i packets of link types %j, %i datagrams to port 5060", (name, packets, linkTypes, toSipPort) => {
  const capture = read(name);
  expect(capture.facts).toMatchObject({ packets, linkTypes, complete: true, reason: null });
  expect(datagramsToSipPort(capture)).toHaveLength(toSipPort);
});

test.each<[string, number, number[]]>([
  ["test001", 4, [1]],
  ["test002", 0, []],
  ["test003", 0, [1]],
  ["test004", 4, [1]],
  ["test005", 4, [1]],
  ["test006", 5, [0, 1]],
  ["test007", 1, [1]],
  ["test008", 4, [1]],
  ["test009", 2, [1]],
  ["test010", 4, [1]],
  ["test011", 4, [1]],
  ["test012", 4, [1]],
  ["test013", 0, [1]],
  ["test014", 0, [0, 1]],
  ["test015", 0, [1]],
  ["test016", 4, [1]],
  ["test017", 0, []],
  ["test018", 4, [1]],
  ["test100", 5, [0, 1]],
  ["test101", 4, [0, 1]],
  ["test102", 5, [0, 1]],
  ["test200", 0, [0, 1]],
  ["test201", 4, [0, 1]],
  ["test202", 8, [0, 1]],
])("pcapng-test-generator %s in both byte orders: %i packets of link types %j", (name, packets, linkTypes) => {
  const little = read(`formats/pcapng-test-generator/${name}-le.pcapng`);
  const big = read(`formats/pcapng-test-generator/${name}-be.pcapng`);
  expect(little).toEqual(big);
  expect(little.facts).toMatchObject({ packets, linkTypes, complete: true, problems: [] });
});

describe("one and the same traffic in every container", () => {
  const original = datagramsToSipPort(read("tools/svmap-0.3.3-options-sequential.pcap")).slice(0, 64);
  const times = read("tools/svmap-0.3.3-options-sequential.pcap").packets.map((packet) => packet.timeNs);

  test.each([
    "le-us.pcap",
    "be-us.pcap",
    "le-ns.pcap",
    "be-ns.pcap",
    "modified-a1b2cd34.pcap",
    "raw-ip101.pcap",
    "ipv4-228.pcap",
    "null-le.pcap",
    "loop-be.pcap",
    "vlan.pcap",
    "qinq.pcap",
    "ip-options.pcap",
    "eth-padding.pcap",
    "le-us.pcap.gz",
  ])("svmap64-%s", (name) => {
    const capture = read(`formats/svmap64-${name}`);
    expect(datagramsToSipPort(capture)).toEqual(original);
    expect(capture.packets.map((packet) => packet.timeNs)).toEqual(times.slice(0, 64));
    expect(capture.facts.problems).toEqual([]);
  });

  // Packets take turns on three interfaces; stamps of the third are multiples of 1/1024 s, rounded down.
  test.each(["svmap64-3-interfaces-le", "svmap64-3-interfaces-be"])("%s", (name) => {
    const capture = read(`formats/${name}.pcapng`);
    expect(datagramsToSipPort(capture)).toEqual(original);
    for (const [index, packet] of capture.packets.entries()) {
      const early = (times[index] as bigint) - (packet.timeNs as bigint);
      expect(early >= 0n && early <= (index % 3 === 2 ? 976_563n : 0n), `packet ${packet.number}`).toBe(true);
    }
  });

  test.each(["svmap32-simple-packet-blocks-le", "svmap32-simple-packet-blocks-be"])("%s", (name) => {
    const capture = read(`formats/${name}.pcapng`);
    expect(datagramsToSipPort(capture)).toEqual(original.slice(0, 32));
    expect(new Set(capture.packets.map((packet) => packet.timeNs))).toEqual(new Set([null]));
  });

  test("svmap128-two-sections-le-then-be", () => {
    const capture = read("formats/svmap128-two-sections-le-then-be.pcapng");
    expect(datagramsToSipPort(capture)).toEqual([...original, ...original]);
  });

  test("source and targets are those of the scan", () => {
    expect(new Set(original.map((datagram) => formatAddress(datagram.source)))).toEqual(new Set(["127.110.0.1"]));
    expect(original.map((datagram) => formatAddress(datagram.destination))).toEqual(
      Array.from({ length: 64 }, (_, i) => `127.101.0.${i}`),
    );
  });
});

test("the snap length of 160 leaves 118 payload bytes of each packet and counts the others", () => {
  const datagrams = datagramsToSipPort(read("tools/svmap-0.3.3-options-snaplen160.pcap"));
  expect(datagrams.map((datagram) => datagram.payload.length)).toEqual(new Array(64).fill(118));
  expect(Math.min(...datagrams.map((datagram) => datagram.missingBytes))).toBeGreaterThan(200);
});

// The empty string: read to the end.
test.each<[string, number, number, string, string]>([
  ["caplen-greater-than-len.pcap", 64, 64, "", "captured-above-original"],
  ["cut-in-packet.pcap", 63, 63, "the record at byte 29394", "cut-short"],
  ["cut-in-record-header.pcap", 1, 1, "the record at byte 489", "cut-short"],
  ["empty-file.pcap", 0, 0, "The file is empty", "empty-file"],
  ["header-cut-at-20.pcap", 0, 0, "inside its header", "cut-short"],
  ["header-only.pcap", 0, 0, "", ""],
  ["huge-caplen-first-record.pcap", 0, 0, "claims 2147483647 stored bytes", "record-too-large"],
  ["ip-ihl-1.pcap", 64, 63, "", ""],
  ["ip-ihl-15-short.pcap", 64, 63, "", ""],
  ["ip-total-length-9.pcap", 64, 63, "", ""],
  ["negative-caplen-first-record.pcap", 0, 0, "claims 4294967295 stored bytes", "record-too-large"],
  ["pcap-magic-then-random.pcap", 0, 0, "claims 3530265750 stored bytes", "record-too-large"],
  ["pcapng-bad-byte-order-magic.pcapng", 0, 0, "no valid byte-order magic", "bad-byte-order-magic"],
  ["pcapng-block-length-4GB.pcapng", 0, 0, "claims a length of 4294967292", "bad-block-length"],
  ["pcapng-cut.pcapng", 31, 31, "the record at byte 15124", "time-floored cut-short"],
  ["pcapng-epb-caplen-huge.pcapng", 1, 1, "", "packet-overruns-block"],
  ["pcapng-epb-interface-7.pcapng", 1, 1, "", "unknown-interface"],
  ["pcapng-idb-length-0.pcapng", 0, 0, "claims a length of 0", "bad-block-length"],
  ["pcapng-idb-length-7.pcapng", 0, 0, "claims a length of 7", "bad-block-length"],
  ["pcapng-no-idb.pcapng", 0, 0, "", "unknown-interface"],
  ["pcapng-option-length-overrun.pcapng", 1, 1, "", "bad-option"],
  ["pcapng-shb-length-0.pcapng", 0, 0, "claims a length of 0", "bad-block-length"],
  ["pcapng-trailing-length-differs.pcapng", 0, 0, "484 bytes at its start and 16 at its end", "block-lengths-differ"],
  ["pcapng-tsresol-127.pcapng", 1, 1, "", "time-floored"],
  ["random-64k.pcap", 0, 0, "neither pcap nor pcapng", "not-a-capture"],
  ["snaplen-zero.pcap", 64, 64, "", ""],
  ["text-not-a-capture.pcap", 0, 0, "neither pcap nor pcapng", "not-a-capture"],
  ["three-bytes.pcap", 0, 0, "neither pcap nor pcapng", "not-a-capture"],
  ["udp-length-0.pcap", 64, 63, "", ""],
  ["udp-length-3.pcap", 64, 63, "", ""],
  ["udp-length-60000.pcap", 64, 63, "", ""],
  ["unknown-linktype.pcap", 64, 0, "", ""],
  ["usec-over-one-million.pcap", 64, 64, "", "fraction-over-one-second clock-backwards"],
  ["version-9.pcap", 64, 64, "", "unusual-version"],
  ["zip-magic.pcap", 0, 0, "unpack it first, with unzip FILE", "unsupported-format"],
])("damaged/%s: %i packets, %i datagrams to port 5060", (name, packets, toSipPort, reason, problems) => {
  const capture = read(`damaged/${name}`);
  expect(capture.facts).toMatchObject({ packets, complete: reason === "" });
  expect(capture.facts.reason ?? "").toContain(reason);
  expect(capture.facts.problems.map((problem) => problem.code).join(" ")).toBe(problems);
  expect(datagramsToSipPort(capture)).toHaveLength(toSipPort);
});
