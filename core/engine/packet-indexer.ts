import type { PacketBatch } from "../contract/packet-index.ts";
import { observeMessage } from "../fingerprint/observed-message.ts";
import type { FoundRequest } from "../flow/capture-fold.ts";
import { orderHash } from "../flow/strand-set.ts";

/** Rows that are handed over at once. */
const ROWS_IN_BATCH = 8192;

/** A batch while it grows. */
type GrowingBatch = { readonly [Column in keyof PacketBatch]: PacketBatch[Column][number][] };

/** Turns the requests of a capture into rows of the packet index. */
export class PacketIndexer {
  private readonly emit: (batch: PacketBatch) => void;
  private batch = emptyBatch();
  /** Neighbouring requests mostly have the same array of names. */
  private latestOrder: { readonly names: readonly string[] | null; readonly hash: string } = {
    names: null,
    hash: "cut",
  };

  constructor(emit: (batch: PacketBatch) => void) {
    this.emit = emit;
  }

  /** Adds a request. `plain`: the bytes of its packet stand in the file as they are. */
  add({ place, span, datagram, request }: FoundRequest, plain: boolean): void {
    const { batch } = this;
    const { payload } = datagram;
    batch.number.push(place.number);
    batch.timeNs.push(place.timeNs);
    batch.source.push(datagram.source);
    batch.destination.push(datagram.destination);
    batch.sourcePort.push(datagram.sourcePort);
    batch.destinationPort.push(datagram.destinationPort);
    batch.timeToLive.push(datagram.timeToLive);
    batch.identification.push(datagram.identification);
    batch.method.push(request.method);
    batch.order.push(this.orderOf(request.cut ? null : observeMessage(request, datagram).headerOrder));
    batch.anomalies.push(request.anomalies.map(({ kind }) => kind).join(" "));
    batch.offset.push(span.offset);
    batch.length.push(span.length);
    batch.payloadAt.push(span.payloadAt);
    batch.payloadLength.push(payload.length);
    batch.missingBytes.push(datagram.missingBytes);
    batch.payload.push(plain && span.payloadAt !== null ? null : payload.slice());
    if (batch.number.length === ROWS_IN_BATCH) this.flush();
  }

  /** Hands over what is left. */
  flush(): void {
    if (this.batch.number.length === 0) return;
    this.emit(this.batch);
    this.batch = emptyBatch();
  }

  private orderOf(names: readonly string[] | null): string {
    if (this.latestOrder.names !== names) this.latestOrder = { names, hash: orderHash(names) };
    return this.latestOrder.hash;
  }
}

function emptyBatch(): GrowingBatch {
  return {
    number: [],
    timeNs: [],
    source: [],
    destination: [],
    sourcePort: [],
    destinationPort: [],
    timeToLive: [],
    identification: [],
    method: [],
    order: [],
    anomalies: [],
    offset: [],
    length: [],
    payloadAt: [],
    payloadLength: [],
    missingBytes: [],
    payload: [],
  };
}
