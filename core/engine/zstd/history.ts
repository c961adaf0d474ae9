/** How much is kept at first; it doubles as bytes come in, so that a frame takes what it holds and not what it claims. */
const FIRST_BYTES = 1 << 19;
/** Room beyond the window, lest every block moves the window. */
const LEAST_SPARE_BYTES = 1 << 20;

/** What a frame has given so far, as far back as its window reaches. */
export class History {
  bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  /** Behind the last byte written. */
  end = 0;
  /** Bytes written since the frame began. */
  total = 0;
  #window = 0;

  /** Begins a frame whose copies reach back `window` bytes at most. */
  begin(window: number): void {
    this.#window = window;
    this.end = 0;
    this.total = 0;
  }

  /** Makes room for `count` more bytes behind `end`. */
  makeRoom(count: number): void {
    if (this.end + count <= this.bytes.length) return;
    const most = this.#window + Math.max(LEAST_SPARE_BYTES, this.#window >> 2);
    const kept = Math.min(this.end, this.#window);
    if (this.bytes.length < most) {
      const larger = new Uint8Array(Math.max(Math.min(2 * this.bytes.length, most), kept + count));
      larger.set(this.bytes.subarray(this.end - kept, this.end));
      this.bytes = larger;
    } else {
      this.bytes.copyWithin(0, this.end - kept, this.end);
    }
    this.end = kept;
  }

  /** Copies `length` bytes from `distance` bytes back; what is copied may be what the copy writes. There must be room. */
  copy(distance: number, length: number): void {
    const { bytes, end } = this;
    const from = end - distance;
    if (length < 32 || distance < length) {
      for (let i = 0; i < length; i += 1) bytes[end + i] = bytes[from + i] as number;
    } else {
      bytes.copyWithin(end, from, from + length);
    }
    this.wrote(length);
  }

  /** Counts bytes that were written behind `end`. */
  wrote(count: number): void {
    this.end += count;
    this.total += count;
  }

  /** How far back a copy may reach. */
  get reach(): number {
    return Math.min(this.total, this.#window);
  }
}
