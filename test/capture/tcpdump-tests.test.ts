import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodePackets } from "../builders/decode-packets.ts";
import { readCaptureFile } from "../builders/read-capture-file.ts";
import { type ReadCapture, readInChunks } from "../builders/read-in-chunks.ts";

/** Counts of each capture: tshark's, but our own where `because` says why they differ. See test/captures/README.md. */
const counts: Record<string, { packets: number; datagrams: number; because?: string }> = JSON.parse(
  readFileSync(new URL("../cases/tcpdump-tests-counts.json", import.meta.url), "utf8"),
);

/** Everything a reading gave, as one text: comparing bytes one by one would take longer than reading them. */
function digest({ packets, facts }: ReadCapture): string {
  const hash = createHash("sha256");
  for (const packet of packets) {
    hash.update(
      `${packet.number} ${packet.timeNs} ${packet.linkType} ${packet.originalLength} ${packet.bytes.length}\n`,
    );
    hash.update(packet.bytes);
  }
  return `${hash.digest("hex")} ${JSON.stringify(facts)}`;
}

test("every capture of the tcpdump project has its counts", () => {
  const names = readdirSync(new URL("../captures/tcpdump-tests/", import.meta.url));
  expect(Object.keys(counts).sort()).toEqual(names.filter((name) => name !== "LICENSE.tcpdump").sort());
});

test("packets and datagrams are as many as tshark shows, but for the stated reasons", () => {
  const found = Object.keys(counts).map((name) => {
    const { packets } = readInChunks(readCaptureFile(`tcpdump-tests/${name}`));
    return [name, packets.length, decodePackets(packets).filter(({ kind }) => kind === "datagram").length];
  });
  expect(found).toEqual(Object.entries(counts).map(([name, { packets, datagrams }]) => [name, packets, datagrams]));
});

test.each([[[1]], [[7, 64, 3]], [[4096, 1]]])("chunks of %j bytes give the same result", (sizes) => {
  for (const name of Object.keys(counts)) {
    const capture = readCaptureFile(`tcpdump-tests/${name}`);
    expect(digest(readInChunks(capture, sizes)), name).toBe(digest(readInChunks(capture)));
  }
});
