/**
 * Plain values as bytes: how partial states lie in a case file. Our own form, because a case is read for years, by
 * programs of other versions, and because bytes from a stranger must not become anything but plain values.
 *
 * A value is null, a boolean, a number, a bigint, a string, a `Uint8Array`, a `Uint16Array`, or an array, map, set or
 * plain object of values. Objects of one shape are many: the names of their fields are written once, in `shapes`.
 */
export type PlainValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Uint16Array
  | readonly PlainValue[]
  | ReadonlyMap<PlainValue, PlainValue>
  | ReadonlySet<PlainValue>
  | { readonly [name: string]: PlainValue };

/** Bytes that are no value of this form. */
export class DamagedValue extends Error {}

/** One byte before each value says what it is. Stored: never renumber. */
const TAG = {
  null: 0,
  false: 1,
  true: 2,
  natural: 3,
  negative: 4,
  real: 5,
  big64: 6,
  bigDecimal: 7,
  latin1: 8,
  utf16: 9,
  bytes: 10,
  words: 11,
  array: 12,
  map: 13,
  set: 14,
  object: 15,
} as const;

/** Deeper values are no states of ours. */
const MOST_NESTED = 64;
const FIRST_BYTES = 4096;
const SHORT_TEXT = 48;
const OUTSIDE_LATIN1 = /[\u0100-\uffff]/;

/** Writes values, and keeps the shapes of their objects. */
export class ValueWriter {
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private end = 0;
  private readonly shapeNumbers = new Map<string, number>();
  private readonly shapeNames: (readonly string[])[] = [];

  /** The value as bytes of their own. Throws for what is no plain value: that is a fault of the program. */
  write(value: unknown): Uint8Array {
    this.end = 0;
    this.put(value);
    return new Uint8Array(this.bytes.subarray(0, this.end));
  }

  /** The shapes of all objects written so far, for a reader. */
  shapes(): Uint8Array {
    return new ValueWriter().write(this.shapeNames);
  }

  private put(value: unknown): void {
    if (value === null) this.byte(TAG.null);
    else if (typeof value === "number") this.number(value);
    else if (typeof value === "string") this.string(value);
    else if (typeof value === "object") this.object(value);
    else if (typeof value === "boolean") this.byte(value ? TAG.true : TAG.false);
    else if (typeof value === "bigint") this.bigint(value);
    else throw new TypeError(`a ${typeof value} is no plain value`);
  }

  private object(value: object): void {
    if (Array.isArray(value)) {
      this.sized(TAG.array, value.length);
      for (const item of value) this.put(item);
    } else if (value instanceof Map) {
      this.sized(TAG.map, value.size);
      for (const [key, item] of value) {
        this.put(key);
        this.put(item);
      }
    } else if (value instanceof Set) {
      this.sized(TAG.set, value.size);
      for (const item of value) this.put(item);
    } else if (value instanceof Uint8Array) {
      this.sized(TAG.bytes, value.length);
      this.raw(value);
    } else if (value instanceof Uint16Array) {
      this.sized(TAG.words, value.length);
      this.words(value);
    } else {
      this.fields(value);
    }
  }

  private fields(value: object): void {
    const names = Object.keys(value);
    const shape = `${names.length}\n${names.join("\n")}`;
    let number = this.shapeNumbers.get(shape);
    if (number === undefined) {
      // So that joined names stay apart.
      if (names.some((name) => name.includes("\n"))) throw new TypeError("a field's name holds a line end");
      number = this.shapeNames.length;
      this.shapeNumbers.set(shape, number);
      this.shapeNames.push(names);
    }
    this.sized(TAG.object, number);
    for (const name of names) this.put((value as Record<string, unknown>)[name]);
  }

  private number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0) this.sized(TAG.natural, value);
      else this.sized(TAG.negative, -value);
      return;
    }
    this.byte(TAG.real);
    this.reserve(8);
    this.end = this.bytes.writeDoubleLE(value, this.end);
  }

  /** Times fit into 64 bits. */
  private bigint(value: bigint): void {
    if (BigInt.asIntN(64, value) === value) {
      this.byte(TAG.big64);
      this.reserve(8);
      this.end = this.bytes.writeBigInt64LE(value, this.end);
      return;
    }
    this.byte(TAG.bigDecimal);
    this.string(value.toString());
  }

  private string(text: string): void {
    if (!OUTSIDE_LATIN1.test(text)) {
      this.sized(TAG.latin1, text.length);
      this.latin1(text);
      return;
    }
    this.sized(TAG.utf16, text.length);
    this.reserve(2 * text.length);
    this.end += this.bytes.write(text, this.end, "utf16le");
  }

  /** Calling the platform costs more than a short text. */
  private latin1(text: string): void {
    const { length } = text;
    this.reserve(length);
    if (length > SHORT_TEXT) this.bytes.write(text, this.end, "latin1");
    else for (let index = 0; index < length; index += 1) this.bytes[this.end + index] = text.charCodeAt(index);
    this.end += length;
  }

  private words(values: Uint16Array): void {
    this.reserve(2 * values.length);
    for (const value of values) this.end = this.bytes.writeUInt16LE(value, this.end);
  }

  private raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
  }

  private byte(value: number): void {
    this.reserve(1);
    this.bytes[this.end] = value;
    this.end += 1;
  }

  /** A tag and a natural number: seven bits a byte, the lowest first. */
  private sized(tag: number, size: number): void {
    this.byte(tag);
    let rest = size;
    while (rest > 0x7f) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  private reserve(length: number): void {
    const needed = this.end + length;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}

/** What reads a value when it is asked for, each time anew. Throws `DamagedValue` as reading does. */
export type Later = () => PlainValue;

/** Fields of objects that are not read with the others. */
export interface Aside {
  /** By name, what stands in place of fields that are passed over. */
  readonly instead: ReadonlyMap<string, () => PlainValue>;
  /** By name of a field with an array, what stands in place of each of its items. */
  readonly itemsLater: ReadonlyMap<string, (later: Later) => unknown>;
}

const NOTHING_ASIDE: Aside = { instead: new Map(), itemsLater: new Map() };

/** Reads values whose objects have these shapes. */
export class ValueReader {
  private readonly shapes: readonly (readonly string[])[];
  private readonly aside: Aside;
  private bytes: Buffer = Buffer.alloc(0);
  /** The same bytes: it reads a number of eight of them several times as fast. */
  private view: DataView = new DataView(new ArrayBuffer(0));
  private at = 0;

  /** @param shapes what `ValueWriter.shapes` gave; throws `DamagedValue` where it is something else */
  constructor(shapes: Uint8Array | null, aside: Aside = NOTHING_ASIDE) {
    this.aside = aside;
    this.shapes = shapes === null ? [] : shapeNamesOf(new ValueReader(null).read(shapes));
  }

  /** The value that was written. Throws `DamagedValue` for other bytes; never more memory than they take. */
  read(bytes: Uint8Array): PlainValue {
    this.readFrom(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
    const value = this.take(0);
    if (this.at !== this.bytes.length) throw new DamagedValue("bytes behind the value");
    return value;
  }

  private take(depth: number): PlainValue {
    if (depth > MOST_NESTED) throw new DamagedValue("nested too deep");
    const tag = this.byte();
    switch (tag) {
      case TAG.null:
        return null;
      case TAG.false:
        return false;
      case TAG.true:
        return true;
      case TAG.natural:
        return this.size();
      case TAG.negative:
        return -this.size();
      case TAG.real:
        return this.view.getFloat64(this.pass(8), true);
      case TAG.big64:
        return this.view.getBigInt64(this.pass(8), true);
      case TAG.bigDecimal:
        return this.bigDecimal(depth);
      case TAG.latin1:
        return this.text("latin1", this.size());
      case TAG.utf16:
        return this.text("utf16le", 2 * this.size());
      case TAG.bytes:
        return new Uint8Array(this.span(this.size()));
      case TAG.words:
        return this.words();
      case TAG.array:
        return this.items(depth);
      case TAG.map:
        return this.map(depth);
      case TAG.set:
        return new Set(this.items(depth));
      case TAG.object:
        return this.object(depth);
      default:
        throw new DamagedValue(`no value starts with ${tag}`);
    }
  }

  private items(depth: number): PlainValue[] {
    const length = this.count();
    const items: PlainValue[] = [];
    for (let index = 0; index < length; index += 1) items.push(this.take(depth + 1));
    return items;
  }

  private map(depth: number): Map<PlainValue, PlainValue> {
    const size = this.count();
    const map = new Map<PlainValue, PlainValue>();
    for (let index = 0; index < size; index += 1) map.set(this.take(depth + 1), this.take(depth + 1));
    return map;
  }

  private object(depth: number): PlainValue {
    const names = this.shape();
    const value: Record<string, PlainValue> = {};
    for (const name of names)
      value[name] = this.aside === NOTHING_ASIDE ? this.take(depth + 1) : this.field(name, depth + 1);
    return value;
  }

  private field(name: string, depth: number): PlainValue {
    const instead = this.aside.instead.get(name);
    if (instead !== undefined) {
      this.skip(depth);
      return instead();
    }
    const itemLater = this.aside.itemsLater.get(name);
    return itemLater === undefined ? this.take(depth) : this.itemsLater(depth, itemLater);
  }

  private itemsLater(depth: number, itemLater: (later: Later) => unknown): PlainValue[] {
    if (this.byte() !== TAG.array) throw new DamagedValue("no array where there is one always");
    const length = this.count();
    const items: PlainValue[] = [];
    for (let index = 0; index < length; index += 1) {
      const { bytes, at } = this;
      this.skip(depth + 1);
      items.push(itemLater(() => this.takeAt(bytes, at, depth + 1)) as PlainValue);
    }
    return items;
  }

  private takeAt(bytes: Buffer, at: number, depth: number): PlainValue {
    this.readFrom(bytes, at);
    return this.take(depth);
  }

  private readFrom(bytes: Buffer, at: number): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  /** Goes on behind a value, which is looked at as far as its end needs. */
  private skip(depth: number): void {
    if (depth > MOST_NESTED) throw new DamagedValue("nested too deep");
    const tag = this.byte();
    switch (tag) {
      case TAG.null:
      case TAG.false:
      case TAG.true:
        return;
      case TAG.natural:
      case TAG.negative:
        this.size();
        return;
      case TAG.real:
      case TAG.big64:
        this.pass(8);
        return;
      case TAG.bigDecimal:
        this.skip(depth + 1);
        return;
      case TAG.latin1:
      case TAG.bytes:
        this.pass(this.size());
        return;
      case TAG.utf16:
      case TAG.words:
        this.pass(2 * this.size());
        return;
      case TAG.array:
      case TAG.set:
        this.skipAll(this.count(), depth);
        return;
      case TAG.map:
        this.skipAll(2 * this.count(), depth);
        return;
      case TAG.object:
        this.skipAll(this.shape().length, depth);
        return;
      default:
        throw new DamagedValue(`no value starts with ${tag}`);
    }
  }

  private skipAll(values: number, depth: number): void {
    for (let value = 0; value < values; value += 1) this.skip(depth + 1);
  }

  private shape(): readonly string[] {
    const names = this.shapes[this.size()];
    if (names === undefined) throw new DamagedValue("an object of unknown shape");
    return names;
  }

  private words(): Uint16Array {
    const length = this.size();
    const first = this.pass(2 * length);
    const { bytes } = this;
    const words = new Uint16Array(length);
    for (let index = 0, at = first; index < length; index += 1, at += 2) {
      words[index] = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    }
    return words;
  }

  private text(encoding: "latin1" | "utf16le", length: number): string {
    const start = this.pass(length);
    return this.bytes.toString(encoding, start, this.at);
  }

  private bigDecimal(depth: number): bigint {
    const digits = this.take(depth + 1);
    if (typeof digits !== "string" || !/^-?\d+$/.test(digits)) throw new DamagedValue("no digits of a number");
    return BigInt(digits);
  }

  /** A number of items: each takes at least one byte. */
  private count(): number {
    const count = this.size();
    if (count > this.bytes.length - this.at) throw new DamagedValue("more items than bytes");
    return count;
  }

  private size(): number {
    // Most numbers take one byte.
    const first = this.bytes[this.at];
    if (first !== undefined && first < 0x80) {
      this.at += 1;
      return first;
    }
    let size = 0;
    for (let unit = 1; ; unit *= 0x80) {
      const byte = this.byte();
      size += (byte & 0x7f) * unit;
      if (!Number.isSafeInteger(size)) throw new DamagedValue("a number too large");
      if (byte < 0x80) return size;
    }
  }

  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new DamagedValue("the value is cut short");
    this.at += 1;
    return byte;
  }

  private span(length: number): Buffer {
    const start = this.pass(length);
    return this.bytes.subarray(start, this.at);
  }

  /** Goes on behind so many bytes, and returns where they begin. */
  private pass(length: number): number {
    if (length > this.bytes.length - this.at) throw new DamagedValue("the value is cut short");
    this.at += length;
    return this.at - length;
  }
}

/** `__proto__` would be no field of the object, but what stands behind it. */
function shapeNamesOf(value: PlainValue): (readonly string[])[] {
  const isShape = (names: PlainValue): names is readonly string[] =>
    Array.isArray(names) && names.every((name) => typeof name === "string" && name !== "__proto__");
  if (!Array.isArray(value) || !value.every(isShape)) throw new DamagedValue("these are no shapes");
  return value;
}
