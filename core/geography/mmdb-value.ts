/** A value of a MaxMind DB file. Reals, byte strings and 128-bit numbers stand as null: nothing here asks for them. */
export type MmdbValue = string | number | boolean | null | readonly MmdbValue[] | ReadonlyMap<string, MmdbValue>;

/** Turns UTF-8 into text. */
export type Utf8Decoder = (bytes: Uint8Array) => string;

/** The bytes do not hold what the format says. */
export class MmdbDamage extends Error {}

/** Values of one record at most, and how deep they lie: real ones have some hundred, three deep. */
const MOST_VALUES = 4096;
const MOST_DEEP = 16;
/** Longer texts are cut: none that is asked for is so long. */
const MOST_TEXT_BYTES = 1024;

const POINTER = 1;
const TEXT = 2;
const UINT16 = 5;
const UINT32 = 6;
const MAP = 7;
const INT32 = 8;
const UINT64 = 9;
const LIST = 11;
const BOOLEAN = 14;

/** What the sizes of pointers begin at ("MaxMind DB File Format Specification" 2.0, pointers). */
const POINTER_BASES = [0, 2048, 526_336, 0];

/** Reads one value with all it holds. Work and memory are bounded, whatever the bytes say: pointers may go in circles. */
export class MmdbValueReader {
  private readonly bytes: Uint8Array;
  private readonly start: number;
  private readonly utf8: Utf8Decoder;
  private offset: number;
  private left = MOST_VALUES;

  /** @param start where offsets of pointers count from */
  constructor(bytes: Uint8Array, start: number, offset: number, utf8: Utf8Decoder) {
    this.bytes = bytes;
    this.start = start;
    this.offset = offset;
    this.utf8 = utf8;
  }

  /** The value at the current place; throws `MmdbDamage`. */
  read(depth: number = 0): MmdbValue {
    this.left -= 1;
    if (this.left < 0) throw new MmdbDamage("a record holds too many values");
    if (depth > MOST_DEEP) throw new MmdbDamage("a record is nested too deeply");
    const control = this.byte();
    const type = control >>> 5 === 0 ? 7 + this.byte() : control >>> 5;
    if (type === POINTER) return this.readPointer(control, depth);
    const size = this.readSize(control & 31);
    if (type === MAP) return this.readMap(size, depth);
    if (type === LIST) return this.readList(size, depth);
    return type === BOOLEAN ? size !== 0 : this.readScalar(type, size);
  }

  private readScalar(type: number, size: number): MmdbValue {
    const at = this.offset;
    this.skip(size);
    const bytes = this.bytes.subarray(at, at + size);
    switch (type) {
      case TEXT:
        return this.utf8(bytes.subarray(0, MOST_TEXT_BYTES));
      case UINT16:
      case UINT32:
      case UINT64:
        return bytes.reduce((value, byte) => value * 256 + byte, 0);
      case INT32:
        return bytes.reduce((value, byte) => value * 256 + byte, 0) | 0;
      default:
        return null;
    }
  }

  private readPointer(control: number, depth: number): MmdbValue {
    const extra = (control >>> 3) & 3;
    let value = extra === 3 ? 0 : control & 7;
    for (let index = 0; index <= extra; index += 1) value = value * 256 + this.byte();
    const back = this.offset;
    this.offset = this.start + value + (POINTER_BASES[extra] as number);
    const pointed = this.read(depth + 1);
    this.offset = back;
    return pointed;
  }

  private readMap(size: number, depth: number): MmdbValue {
    const map = new Map<string, MmdbValue>();
    for (let index = 0; index < size; index += 1) {
      const key = this.read(depth + 1);
      if (typeof key !== "string") throw new MmdbDamage("the name of a field is no text");
      map.set(key, this.read(depth + 1));
    }
    return map;
  }

  private readList(size: number, depth: number): MmdbValue {
    const list: MmdbValue[] = [];
    for (let index = 0; index < size; index += 1) list.push(this.read(depth + 1));
    return list;
  }

  /** Sizes from 29 on take one to three further bytes. */
  private readSize(size: number): number {
    if (size < 29) return size;
    const base = [29, 285, 65_821][size - 29] as number;
    let more = 0;
    for (let index = 29; index <= size; index += 1) more = more * 256 + this.byte();
    return base + more;
  }

  private byte(): number {
    const byte = this.bytes[this.offset];
    if (byte === undefined) throw new MmdbDamage("a record lies outside the file");
    this.offset += 1;
    return byte;
  }

  private skip(size: number): void {
    if (this.offset + size > this.bytes.length) throw new MmdbDamage("a value ends outside the file");
    this.offset += size;
  }
}
