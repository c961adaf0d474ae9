import type { CaptureFacts } from "../../core/capture/capture-facts.ts";
import { openCapture } from "../../core/capture/open-capture.ts";
import type { PacketRecord } from "../../core/capture/packet-record.ts";

export interface ReadCapture {
  readonly packets: readonly PacketRecord[];
  readonly facts: CaptureFacts;
}

/** Reads a whole capture in chunks of the given sizes, repeated as often as it takes; the packets are copies. */
export function readInChunks(capture: Uint8Array, sizes: readonly number[] = [capture.length || 1]): ReadCapture {
  const packets: PacketRecord[] = [];
  const reader = openCapture();
  let offset = 0;
  for (let turn = 0; offset < capture.length && reader.reading; turn += 1) {
    const size = sizes[turn % sizes.length] as number;
    // A buffer of its own that is overwritten afterwards: a packet that kept hold of it would show.
    const chunk = new Uint8Array(capture.subarray(offset, offset + size));
    reader.push(chunk, (packet) => packets.push({ ...packet, bytes: packet.bytes.slice() }));
    chunk.fill(0xee);
    offset += size;
  }
  reader.end();
  return { packets, facts: reader.facts };
}
