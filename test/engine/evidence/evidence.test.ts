import fs from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openCapture } from "../../../core/capture/open-capture.ts";
import type { PacketRecord } from "../../../core/capture/packet-record.ts";
import { PacketDecoder } from "../../../core/net/packet-decoder.ts";
import { analyseInto, caseIn } from "../../builders/case.ts";
import { readRequests } from "../../builders/case-packets.ts";
import { fileHash } from "../../builders/file-hash.ts";
import { generatedCaptures } from "../../builders/generated-captures.ts";
import { capturePath, capturesIn, runProgram, temporaryFolder } from "../../builders/program.ts";

const NMAP = capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap");
const ZSTD = "28b52ffd";

/** The packets of a capture with bytes of their own. */
function packetsOf(bytes: Uint8Array): PacketRecord[] {
  const reader = openCapture();
  const packets: PacketRecord[] = [];
  reader.push(bytes, (packet) => packets.push({ ...packet, bytes: packet.bytes.slice() }));
  reader.end();
  return packets;
}

/** What of a packet its evidence must be equal in. */
function exactly({ timeNs, linkType, originalLength, bytes }: PacketRecord): string {
  return [timeNs, linkType, originalLength, Buffer.from(bytes).toString("hex")].join(" ");
}

function exportEvidence(caseFile: string, out: string, ...more: string[]) {
  return runProgram(["export", caseFile, "--what", "evidence", "--format", "pcapng", "--out", out, ...more]);
}

/** Captures of every form, but for zstd, which nothing but our own reader reads here. */
function captures(folder: string): string[] {
  const made = generatedCaptures().map(({ bytes }, index) => {
    const file = path.join(folder, `${index}.capture`);
    fs.writeFileSync(file, bytes);
    return file;
  });
  return [...made, ...capturesIn("formats"), ...capturesIn("tools")].filter(
    (file) => fs.readFileSync(file).subarray(0, 4).toString("hex") !== ZSTD,
  );
}

function plainBytes(file: string): Uint8Array {
  const bytes = fs.readFileSync(file);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? new Uint8Array(gunzipSync(bytes)) : bytes;
}

/** Requests of a capture, and the other packets that hold fragments of them. */
async function wantedOf(file: string): Promise<PacketRecord[]> {
  const requests = new Set((await readRequests([file])).map(({ place }) => place.number));
  const wanted = new Set(requests);
  const decoder = new PacketDecoder({ tunnels: true });
  const packets = packetsOf(plainBytes(file));
  for (const packet of packets) {
    const decoded = decoder.decode(packet);
    if (decoded.kind !== "datagram" || !requests.has(packet.number)) continue;
    for (const number of decoded.fragments ?? []) wanted.add(number);
  }
  return packets.filter(({ number }) => wanted.has(number));
}

test("holds each request of captures of every form as its capture does, with all fragments it came in", async () => {
  const folder = temporaryFolder();
  const files = captures(folder);
  const caseFile = caseIn(folder);
  await analyseInto(caseFile, files, { make: true });
  const out = path.join(folder, "evidence.pcapng");
  const { status, stdout, stderr } = exportEvidence(caseFile, out);
  expect([status, stdout]).toEqual([0, ""]);
  const distinct = new Map(files.map((file) => [fileHash(file), file]));
  const expected: PacketRecord[] = [];
  for (const hash of [...distinct.keys()].sort()) expected.push(...(await wantedOf(distinct.get(hash) as string)));
  expect(packetsOf(fs.readFileSync(out)).map(exactly)).toEqual(expected.map(exactly));
  expect(expected.length).toBeGreaterThan(1000);
  expect(stderr).toMatch(/requests of \d+ captures, and \d+ fragments that they came in/);
});

test("only packets of flows that pass the filter are written, and no filter means the packets of all", async () => {
  const folder = temporaryFolder();
  const caseFile = caseIn(folder);
  const { report } = await analyseInto(caseFile, [capturePath("formats/svmap64-le-us.pcap"), NMAP], { make: true });
  const count = (...more: string[]) => {
    const out = path.join(folder, "evidence.pcapng");
    expect(exportEvidence(caseFile, out, ...more).status).toBe(0);
    return packetsOf(fs.readFileSync(out)).length;
  };
  expect(count()).toBe(report.totals.classes.sipRequest);
  const [flow] = report.flows;
  expect(report.flows.length).toBeGreaterThan(1);
  expect(count("--filter", `src == ${flow?.source}`)).toBe(flow?.packets);
  const wrong = exportEvidence(caseFile, path.join(folder, "other.pcapng"), "--filter", "tool ==");
  expect([wrong.status, fs.existsSync(path.join(folder, "other.pcapng"))]).toEqual([2, false]);
});

test("a capture that moved or changed is named, and what stood in the place of the file is unchanged", async () => {
  const folder = temporaryFolder();
  const [first, second] = ["svmap64-le-us.pcap", "svmap64-be-ns.pcap"].map((name) => {
    const copy = path.join(folder, name);
    fs.copyFileSync(capturePath(`formats/${name}`), copy);
    return copy;
  }) as [string, string];
  const caseFile = caseIn(folder);
  await analyseInto(caseFile, [first, second], { make: true });
  const out = path.join(folder, "evidence.pcapng");
  fs.writeFileSync(out, "before");
  const left = () => fs.readdirSync(folder).filter((name) => name.includes("evidence"));
  fs.renameSync(second, `${second}.moved`);
  const moved = exportEvidence(caseFile, out);
  expect([moved.status, fs.readFileSync(out, "utf8"), left()]).toEqual([2, "before", ["evidence.pcapng"]]);
  expect(moved.stderr).toMatch(/svmap64-be-ns\.pcap is needed .* There is no such file\. Nothing was written\./);
  const bytes = fs.readFileSync(`${second}.moved`);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
  fs.writeFileSync(second, bytes);
  const changed = exportEvidence(caseFile, out);
  expect([changed.status, fs.readFileSync(out, "utf8"), left()]).toEqual([2, "before", ["evidence.pcapng"]]);
  expect(changed.stderr).toMatch(/svmap64-be-ns\.pcap is no longer the file that was read/);
});
