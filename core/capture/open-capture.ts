import { type CaptureFacts, CaptureLog } from "./capture-facts.ts";
import { PcapRecords } from "./pcap-records.ts";
import { PcapngBlocks } from "./pcapng-blocks.ts";
import { DAMAGED, type OnPacket, type RecordReader } from "./record-reader.ts";
import { describeRefusal, MOST_SNIFFED_BYTES, SNIFFED_BYTES, sniffContainer } from "./sniff-container.ts";

/** Reads the packets of one capture out of its decompressed bytes, however these are cut into chunks. */
export interface CaptureReader {
  /**
   * Feeds the next bytes of the decompressed stream, any number of them, and calls `onPacket` for every packet that
   * is complete with them, in order. The bytes of a packet are borrowed during the call: the chunk may be reused
   * after `push` has returned.
   */
  push(chunk: Uint8Array, onPacket: OnPacket): void;
  /** Says that no more bytes come. A capture that ends inside a record is told as a problem. */
  end(): void;
  /** False once damage has stopped the reading, or after `end`: further bytes are ignored. */
  readonly reading: boolean;
  /** A snapshot; final after `end`. The same for every way of cutting the stream into chunks. */
  readonly facts: CaptureFacts;
}

/** A reader for one capture, pcap or pcapng as its first bytes tell. */
export function openCapture(): CaptureReader {
  return new ChunkedReader();
}

/**
 * Feeds whole records to the reader of the format. Records that lie within a chunk are read in place; only a record
 * that spans chunks is put together, in `#pending`, and never more of it than the reader has asked for.
 */
class ChunkedReader implements CaptureReader {
  readonly #log = new CaptureLog();
  /** null until the first bytes have told the format. */
  #records: RecordReader | null = null;
  #pending = new Uint8Array(4096);
  #pendingLength = 0;
  /** Size the format's reader has asked for; above `#pendingLength` between calls. */
  #needed = 0;

  get reading(): boolean {
    return !this.#log.stopped && !this.#log.ended;
  }

  get facts(): CaptureFacts {
    return this.#log.facts();
  }

  push(chunk: Uint8Array, onPacket: OnPacket): void {
    // A plain view, so that packets are plain Uint8Arrays whatever subclass the caller reads into.
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    let offset = 0;
    while (offset < bytes.length && this.reading) {
      if (this.#pendingLength > 0) {
        offset += this.#takePending(bytes, offset);
        if (this.#pendingLength === this.#needed) this.#readPending(onPacket);
      } else {
        offset += this.#readInPlace(bytes, offset, onPacket);
      }
    }
  }

  end(): void {
    if (!this.reading) return;
    this.#log.ended = true;
    if (this.#log.container === null) {
      identifyContainer(this.#pending.subarray(0, this.#pendingLength), this.#log);
    }
    if (this.#pendingLength > 0 && !this.#log.stopped) {
      const part = `${this.#pendingLength} of at least ${this.#needed} bytes are there`;
      const inside = this.#log.offset === 0 ? "its header" : `the record at byte ${this.#log.offset}`;
      this.#log.stop("cut-short", `The capture ends inside ${inside} (${part})`);
    }
  }

  /** See {@link RecordReader.read}. */
  #readRecord(bytes: Uint8Array, start: number, end: number, onPacket: OnPacket): number {
    if (this.#records === null) {
      if (end - start < SNIFFED_BYTES) return SNIFFED_BYTES;
      const firstBytes = bytes.subarray(start, Math.min(end, start + MOST_SNIFFED_BYTES));
      const unknown = sniffContainer(firstBytes).kind === "none";
      if (unknown && firstBytes.length < MOST_SNIFFED_BYTES) return MOST_SNIFFED_BYTES;
      identifyContainer(firstBytes, this.#log);
      if (this.#log.container === null) return DAMAGED;
      this.#records = this.#log.container === "pcap" ? new PcapRecords(this.#log) : new PcapngBlocks(this.#log);
    }
    return this.#records.read(bytes, start, end, onPacket);
  }

  /** Adds to the pending record what it still needs, as far as there is; returns the number of bytes taken. */
  #takePending(bytes: Uint8Array, offset: number): number {
    const taken = Math.min(this.#needed - this.#pendingLength, bytes.length - offset);
    const length = this.#pendingLength + taken;
    if (length > this.#pending.length) {
      // Doubling, but by the bytes that came and not by the size a record claims.
      const larger = new Uint8Array(Math.max(length, 2 * this.#pending.length));
      larger.set(this.#pending.subarray(0, this.#pendingLength));
      this.#pending = larger;
    }
    this.#pending.set(bytes.subarray(offset, offset + taken), this.#pendingLength);
    this.#pendingLength = length;
    return taken;
  }

  #readPending(onPacket: OnPacket): void {
    const size = this.#readRecord(this.#pending, 0, this.#pendingLength, onPacket);
    if (size > this.#pendingLength) {
      this.#needed = size;
    } else if (size !== DAMAGED) {
      // Sizes only grow, so the record is exactly what is pending.
      this.#log.offset += size;
      this.#pendingLength = 0;
    }
  }

  /** Reads one record out of the chunk; returns the number of bytes it took, all of the rest if they are pending now. */
  #readInPlace(bytes: Uint8Array, offset: number, onPacket: OnPacket): number {
    const size = this.#readRecord(bytes, offset, bytes.length, onPacket);
    if (size > bytes.length - offset) {
      this.#needed = size;
      return this.#takePending(bytes, offset);
    }
    this.#log.offset += size;
    return size;
  }
}

/** Sets the container of the log, or stops it and says what the bytes are instead. */
function identifyContainer(firstBytes: Uint8Array, log: CaptureLog): void {
  const container = sniffContainer(firstBytes);
  if (container.kind === "pcap" || container.kind === "pcapng") log.container = container.kind;
  else if (firstBytes.length === 0) log.stop("empty-file", "The file is empty");
  else {
    const code = container.kind === "none" ? "not-a-capture" : "unsupported-format";
    log.stop(code, describeRefusal(container, firstBytes));
  }
}
