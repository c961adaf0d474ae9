/** The part of `pcap-parser` 0.2.1 that the cross-check uses; the package brings no types. */
declare module "pcap-parser" {
  import type { EventEmitter } from "node:events";
  import type { Readable } from "node:stream";

  interface PcapPacket {
    readonly header: { readonly timestampSeconds: number; readonly timestampMicroseconds: number };
    readonly data: Buffer;
  }

  /** After an `error` there may still be an `end`. */
  interface PcapParser extends EventEmitter {
    on(event: "packet", listener: (packet: PcapPacket) => void): this;
    on(event: "error", listener: (error: Error) => void): this;
    on(event: "end", listener: () => void): this;
  }

  const pcapParser: { parse(input: Readable): PcapParser };
  export default pcapParser;
}
