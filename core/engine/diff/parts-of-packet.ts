import type { PacketReading } from "../../contract/packet-table.ts";
import type { RequestParts } from "../../flow/kept-request.ts";
import { parseAddress } from "../../net/address.ts";

/** A packet of the packet index as what flows are made of, or a sentence why it is not at hand. */
export function partsOfPacket(reading: PacketReading | null, capture: string, number: number): RequestParts | string {
  if (reading === null) {
    return `The case lists no packet ${number} of ${capture}: it is no SIP request, or the capture was read without an index of packets.`;
  }
  if (reading.kind === "reading") return "Packets stand still once all captures are read. Ask again then.";
  if (reading.kind === "lost") return reading.message;
  const { row, source, payload } = reading.packet;
  const from = parseAddress(source);
  const to = parseAddress(row.destination);
  if (from === undefined || to === undefined) throw new Error("the packet index holds addresses");
  const { sourcePort, destinationPort, missingBytes, method, ttl, ipId } = row;
  return {
    // Alone it has no place in a time line.
    place: { timeNs: null, capture: row.capture, number },
    method,
    payload,
    missingBytes,
    endpoints: { source: from, destination: to, sourcePort, destinationPort },
    timeToLive: ttl,
    identification: ipId,
  };
}
