/** One packet as stored in a capture file. The bytes are borrowed: valid only until the reader is fed again. */
export interface PacketRecord {
  /** 1-based within the capture, as Wireshark shows it. */
  readonly number: number;
  /** Where its record or block starts, in bytes of the decompressed stream. */
  readonly offset: number;
  /** Where its stored bytes start, in bytes of the decompressed stream. */
  readonly dataOffset: number;
  /** Nanoseconds since 1970-01-01 UTC, finer resolutions floored; null for packets stored without a time. */
  readonly timeNs: bigint | null;
  /** LINKTYPE_ value of the packet's interface (tcpdump.org/linktypes.html). */
  readonly linkType: number;
  /** Stored bytes of the packet, from the link layer on. */
  readonly bytes: Uint8Array;
  /** Length on the wire in bytes; larger than `bytes.length` where the snap length cut the packet. */
  readonly originalLength: number;
}
