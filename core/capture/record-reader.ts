import type { PacketRecord } from "./packet-record.ts";

/** Called for each packet, in the order of the capture. The packet's bytes are borrowed during the call. */
export type OnPacket = (packet: PacketRecord) => void;

/** Result of {@link RecordReader.read} after damage: reading must stop. */
export const DAMAGED = 0;

/** Largest record or block that is read, in bytes; the limit of Wireshark's pcapng reader. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** Reads one container format, one record or block at a time. */
export interface RecordReader {
  /**
   * Reads the record at `start` of `bytes`, which are valid up to `end`, and returns the record's size in bytes.
   * A size above `end - start` means that nothing was read: call again when that many bytes are there. The size may
   * grow from call to call while the record's header arrives. DAMAGED means that the log has been told why.
   */
  read(bytes: Uint8Array, start: number, end: number, onPacket: OnPacket): number;
}
