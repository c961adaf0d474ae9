import { describe, expect, inject, test } from "vitest";
import { type PacketCase, packetCase, readRequests } from "../builders/case-packets.ts";
import { capturePath, capturesIn } from "../builders/program.ts";
import { askTshark } from "./tshark.ts";

const missing = inject("tsharkMissing");

const CAPTURES = [
  ...capturesIn("public"),
  ...["svmap64-vlan.pcap", "svmap64-qinq.pcap", "svmap64-eth-padding.pcap", "svmap64-ip-options.pcap"].map(inFormats),
  ...["svmap64-3-interfaces-be.pcapng", "svmap128-two-sections-le-then-be.pcapng"].map(inFormats),
  ...["svmap64-le-us.pcap.gz", "svmap64-be-ns.pcap"].map(inFormats),
  capturePath("tools/svmap-0.3.3-options-snaplen160.pcap"),
];

function inFormats(name: string): string {
  return capturePath(`formats/${name}`);
}

/** Payload bytes in hex by packet number, as tshark cuts them out. */
async function tsharkPayloads(capture: string): Promise<ReadonlyMap<number, string>> {
  const options = ["-n", "-o", "ip.defragment:TRUE"];
  const rows = await askTshark(capture, ["frame.encap_type", "udp.payload"], "last", options);
  // tshark also numbers pcapng blocks that are no packets; these have no link type.
  const packets = rows.filter(([linkType = ""]) => /^\d/.test(linkType));
  return new Map(packets.map(([, payload = ""], index) => [index + 1, payload.replaceAll(":", "")]));
}

async function shownHex({ packets }: PacketCase, capture: string, number: number): Promise<string> {
  const read = await packets.read({ capture, number });
  return read?.kind === "packet" ? Buffer.from(read.packet.payload, "latin1").toString("hex") : (read?.kind ?? "none");
}

describe.skipIf(missing !== "")(`tshark as a witness${missing === "" ? "" : `: not run. ${missing}`}`, () => {
  test("the bytes shown of every request are those that tshark cuts out of the capture", async () => {
    const stored = await packetCase(CAPTURES);
    let compared = 0;
    for (const capture of CAPTURES) {
      const theirs = await tsharkPayloads(capture);
      for (const { place } of await readRequests([capture])) {
        const ours = await shownHex(stored, place.capture, place.number);
        expect([capture, place.number, ours]).toEqual([capture, place.number, theirs.get(place.number)]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(600);
  });
});
