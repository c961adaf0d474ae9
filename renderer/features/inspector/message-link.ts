import type { InspectedPacket, MessagePart } from "../../../core/contract/packet-table.ts";
import type { ByteRange } from "../../ui/bytes/byte-link.ts";

/** What of a packet is chosen: a byte of its payload, and the anomaly there if that was chosen. */
export interface ChosenByte {
  /** Negative where the byte is one of the headers before the payload. */
  readonly cursor: number;
  /** Index among the packet's anomalies. */
  readonly anomaly: number | null;
}

/** The part a byte is in; parts do not overlap. */
export function partAt(parts: readonly MessagePart[], offset: number): number | null {
  const index = parts.findIndex(({ start, end }) => offset >= start && offset < end);
  return index < 0 ? null : index;
}

/** What is marked for a choice: the byte of the anomaly, else the part the byte is in. */
export function markOf(
  { parts, anomalies, payload }: Pick<InspectedPacket, "parts" | "anomalies" | "payload">,
  { cursor, anomaly }: ChosenByte,
): ByteRange | null {
  const place = anomaly === null ? undefined : anomalies[anomaly];
  if (place !== undefined) return byteOf(place.offset, payload.length);
  const part = parts[partAt(parts, cursor) ?? -1];
  return part === undefined ? null : { start: part.start, end: part.end };
}

/** The byte at an offset; what is missing at the end is shown at the last byte. */
export function byteOf(offset: number, length: number): ByteRange {
  const start = Math.max(0, Math.min(offset, length - 1));
  return { start, end: start + 1 };
}

/** The same stretch further on. */
export function shifted(range: ByteRange | null, by: number): ByteRange | null {
  return range === null ? null : { start: range.start + by, end: range.end + by };
}

/** A byte in words, as `Byte 18 (0x12) is 0x41, in Via`. */
export function describeByte({ parts, payload }: Pick<InspectedPacket, "parts" | "payload">, cursor: number): string {
  if (cursor < 0) return `${-cursor} bytes before the SIP message, in the headers of the packet`;
  const value = payload.charCodeAt(cursor).toString(16).padStart(2, "0");
  const part = parts[partAt(parts, cursor) ?? -1];
  const where =
    part === undefined ? "between the parts" : `in ${part.kind === "field" ? "" : "the "}${nameOfPart(part)}`;
  return `Byte ${cursor} (0x${cursor.toString(16)}) is 0x${value}, ${where}`;
}

/** What a part is called. */
export function nameOfPart({ kind, name }: Pick<MessagePart, "kind" | "name">): string {
  if (kind === "field") return name === "" ? "field without a name" : name;
  return kind === "body" ? "body" : "start line";
}
