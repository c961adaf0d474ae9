import { z } from "zod";
import { captureIdSchema } from "./capture-table.ts";

const count = z.int().nonnegative();

export const PACKET_COLUMNS = [
  "time",
  "number",
  "capture",
  "destination",
  "sourcePort",
  "destinationPort",
  "ttl",
  "ipId",
  "method",
  "length",
  "anomalies",
] as const;
export type PacketColumn = (typeof PACKET_COLUMNS)[number];

/** Which packets of a flow, in which order. */
export const packetQuerySchema = z.object({
  flow: z.string().max(200),
  /** Only packets of this strand of the flow; null: all. */
  strand: z.string().max(400).nullable(),
  /** A filter over packets; empty: all. */
  text: z.string().max(4096),
  sort: z.enum(PACKET_COLUMNS),
  descending: z.boolean(),
});
export type PacketQuery = z.infer<typeof packetQuerySchema>;

/** Which packet: SHA-256 of its capture, and its number there, from 1. */
export const packetIdSchema = z.object({ capture: captureIdSchema, number: z.int().positive() });
export type PacketId = z.infer<typeof packetIdSchema>;

export const packetRowSchema = z.object({
  /** SHA-256 of its capture. */
  capture: z.string(),
  /** Base name of its capture. */
  captureName: z.string(),
  number: count,
  time: z.string().nullable(),
  destination: z.string(),
  sourcePort: count,
  destinationPort: count,
  ttl: count,
  /** IPv4 identification; null for IPv6. */
  ipId: count.nullable(),
  method: z.string(),
  /** Bytes of the datagram's payload, as sent. */
  length: count,
  /** Of these, those that the snap length cut off. */
  missingBytes: count,
  /** Kinds of its anomalies. */
  anomalies: z.array(z.string()),
});
export type PacketRow = z.infer<typeof packetRowSchema>;

/** A stretch of the packets a query asks for, or why there is none. */
export const packetPageSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("page"),
    revision: count,
    /** Index of the first row among all that match. */
    offset: count,
    rows: z.array(packetRowSchema).max(500),
    /** Packets that match. */
    matching: count,
    /** Packets of the flow or strand. */
    total: count,
    /** Names of captures that hold some of the flow's source but were read without the packet index; at most 20. */
    unlisted: z.array(z.string().max(4096)).max(20),
  }),
  /** The packets of a case stand still once all captures are read, not before. */
  z.object({ kind: z.literal("reading") }),
  z.object({ kind: z.literal("no-filter"), message: z.string() }),
]);
export type PacketPage = z.infer<typeof packetPageSchema>;

/** A stretch of a payload that means something: the start line, a header field, the body. */
export const messagePartSchema = z.object({
  kind: z.enum(["start-line", "field", "body"]),
  /** As on the wire; latin-1 text that stands for bytes. Empty for start line and body. */
  name: z.string(),
  /** The value, shortened where it is long; empty for the body. */
  value: z.string().max(2000),
  /** In bytes of the payload, the end not included. */
  start: count,
  end: count,
});
export type MessagePart = z.infer<typeof messagePartSchema>;

/** What a payload is made of. */
export const inspectedMessageSchema = z.object({
  /** Ascending. */
  parts: z.array(messagePartSchema).max(500),
  /** Further header fields, which are not listed. */
  partsLeft: count,
  /** Deviations and the byte of the payload where each was first seen, ascending. */
  anomalies: z.array(z.object({ kind: z.string(), offset: count })),
});
export type InspectedMessage = z.infer<typeof inspectedMessageSchema>;

/** One packet with its bytes. Each char code of `payload` and `frame` stands for one byte. */
export const inspectedPacketSchema = inspectedMessageSchema.extend({
  row: packetRowSchema,
  source: z.string(),
  payload: z.string().max(65_536),
  /** The packet from its link layer on; null where the file does not hold it as it is. */
  frame: z
    .object({
      bytes: z.string().max(262_144),
      /** Bytes that are stored but too many to be shown. */
      left: count,
      /** Where the payload starts in it; null where that was put together from several packets. */
      payloadAt: count.nullable(),
    })
    .nullable(),
});
export type InspectedPacket = z.infer<typeof inspectedPacketSchema>;

/** A packet with its bytes, or why its capture does not give them. */
export const packetReadingSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("packet"), packet: inspectedPacketSchema }),
  z.object({
    kind: z.literal("lost"),
    row: packetRowSchema,
    source: z.string(),
    /** `missing`: nothing is there. `changed`: not the bytes that were read. `not-readable`: the system does not allow it. */
    code: z.enum(["missing", "changed", "not-readable"]),
    message: z.string(),
  }),
  z.object({ kind: z.literal("reading") }),
]);
export type PacketReading = z.infer<typeof packetReadingSchema>;
