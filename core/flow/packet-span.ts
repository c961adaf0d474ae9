/** Where the bytes of a packet lie in its capture, and the payload of its datagram in them. */
export interface PacketSpan {
  /** Of the packet's stored bytes, in bytes of the decompressed stream. */
  readonly offset: number;
  readonly length: number;
  /** Where the payload starts in the packet; null where it was put together from several packets. */
  readonly payloadAt: number | null;
}
