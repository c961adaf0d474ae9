import type { RegularFile } from "./regular-file.ts";

const READ_BYTES = 1 << 20;

/** Takes a file's bytes from its start, a few at a time. */
export class FileBytes {
  readonly #file: RegularFile;
  #buffer: Uint8Array;
  /** What is buffered and not yet taken. */
  #start = 0;
  #end = 0;
  #position = 0;

  constructor(file: RegularFile) {
    this.#file = file;
    this.#buffer = new Uint8Array(Math.min(READ_BYTES, file.bytes));
  }

  /** Bytes taken or skipped. */
  get position(): number {
    return this.#position;
  }

  /** Bytes behind them, if the file has not changed. */
  get left(): number {
    return this.#file.bytes - this.#position;
  }

  /** The next bytes, at most a megabyte, borrowed until the next call; null, and nothing taken, if there are fewer. */
  take(count: number): Uint8Array | null {
    if (count > this.#end - this.#start && !this.#refill(count)) return null;
    const taken = this.#buffer.subarray(this.#start, this.#start + count);
    this.#start += count;
    this.#position += count;
    return taken;
  }

  /** False, and nothing skipped, if there are fewer bytes. */
  skip(count: number): boolean {
    if (count > this.left) return false;
    this.#position += count;
    this.#start = Math.min(this.#start + count, this.#end);
    if (this.#start === this.#end) this.#start = this.#end = 0;
    return true;
  }

  #refill(count: number): boolean {
    if (count > Math.min(this.left, this.#buffer.length)) return false;
    this.#buffer.copyWithin(0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#start = 0;
    while (this.#end < count) {
      const length = this.#file.read(this.#buffer.subarray(this.#end), this.#position + this.#end);
      if (length === 0) return false;
      this.#end += length;
    }
    return true;
  }
}
