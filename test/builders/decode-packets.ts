import type { PacketRecord } from "../../core/capture/packet-record.ts";
import { type Decoded, PacketDecoder } from "../../core/net/packet-decoder.ts";

export const ETHERNET = 1;
export const RAW = 101;

/** A packet of a capture; of the first second, whole, in Ethernet if nothing else is said. */
export function packetRecord(bytes: Uint8Array, fields: Partial<PacketRecord> = {}): PacketRecord {
  const { number = 1, linkType = ETHERNET } = fields;
  return { number, offset: 24, dataOffset: 40, timeNs: 0n, linkType, bytes, originalLength: bytes.length, ...fields };
}

/** The packets of a capture in a file of their own, one behind the other. */
export function packetRecords(packets: readonly Uint8Array[], linkType = ETHERNET): PacketRecord[] {
  return packets.map((bytes, index) =>
    packetRecord(bytes, { number: index + 1, offset: 24 + index * 1000, timeNs: BigInt(index), linkType }),
  );
}

/** Takes the packets of one capture apart, one after the other, tunnels included. */
export function decodePackets(packets: readonly PacketRecord[]): Decoded[] {
  const decoder = new PacketDecoder({ tunnels: true });
  return packets.map((packet) => decoder.decode(packet));
}

/** The payload as text with the number of missing bytes, or the class. */
export function summarise(decoded: Decoded): string {
  if (decoded.kind === "other") return decoded.class;
  const { payload, missingBytes } = decoded.datagram;
  return `${Array.from(payload, (byte) => String.fromCharCode(byte)).join("")}+${missingBytes}`;
}
