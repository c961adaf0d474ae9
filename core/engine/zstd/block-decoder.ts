import { BackwardBits, MARGIN_BYTES } from "./backward-bits.ts";
import { buildFseTable, type FseTable, readFseTable, singleSymbolTable } from "./fse-table.ts";
import type { History } from "./history.ts";
import { decodeHuffmanStream, type HuffmanTable, readHuffmanTable } from "./huffman-table.ts";

/** Most bytes a block holds, compressed or not (RFC 8878 section 3.1.1.2.4). */
export const MAX_BLOCK_BYTES = 128 * 1024;

/** One of the three codes of a sequence: extra bits and first value by symbol, limits, and the table used by default. */
interface Code {
  readonly extraBits: Uint8Array;
  readonly baselines: readonly number[];
  readonly maxLog: number;
  readonly defaultTable: FseTable;
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0);
const ones = (count: number): number[] => new Array<number>(count).fill(1);
const rare = (count: number): number[] => new Array<number>(count).fill(-1);

/** Each symbol stands for the values behind those of the symbol before it. */
function codeOf(first: number, bits: readonly number[], maxLog: number, log: number, counts: readonly number[]): Code {
  const baselines: number[] = [];
  let value = first;
  for (const count of bits) {
    baselines.push(value);
    value += 2 ** count;
  }
  return { extraBits: Uint8Array.from(bits), baselines, maxLog, defaultTable: buildFseTable(counts, log) };
}

// RFC 8878 sections 3.1.1.3.2.1.1 and 3.1.1.3.2.2.
const LITERAL_LENGTHS = codeOf(
  0,
  [...zeros(16), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  9,
  6,
  [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, ...rare(4)],
);
const MATCH_LENGTHS = codeOf(
  3,
  [...zeros(32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  9,
  6,
  [1, 4, 3, 2, 2, 2, 2, 2, 2, ...ones(37), ...rare(7)],
);
const OFFSETS = codeOf(
  1,
  Array.from({ length: 32 }, (_, bits) => bits),
  8,
  5,
  [...ones(6), 2, 2, 2, ...ones(15), ...rare(5)],
);

/** Where bytes of a block are: compressed literals or sequences. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Decodes the compressed blocks of a frame, whose tables and repeated offsets go on from block to block. */
export class BlockDecoder {
  readonly #history: History;
  /** The block with free bytes around it, so that peeks stay inside. */
  readonly #block = new Uint8Array(MAX_BLOCK_BYTES + 2 * MARGIN_BYTES);
  readonly #literals = new Uint8Array(MAX_BLOCK_BYTES);
  #literalCount = 0;
  #huffman: HuffmanTable | null = null;
  #tables: { literals: FseTable | null; offsets: FseTable | null; matches: FseTable | null } = NO_TABLES;
  /** The last three distances, the newest first. */
  readonly #repeated = Int32Array.of(1, 4, 8);

  constructor(history: History) {
    this.#history = history;
  }

  /** Begins a frame. */
  begin(): void {
    this.#huffman = null;
    this.#tables = NO_TABLES;
    this.#repeated.set([1, 4, 8]);
  }

  /** Writes what the block holds into the history, `maxBytes` at most; false if the block contradicts itself. */
  decode(block: Uint8Array, maxBytes: number): boolean {
    this.#block.set(block, MARGIN_BYTES);
    const end = MARGIN_BYTES + block.length;
    this.#block.fill(0, end, end + MARGIN_BYTES);
    const sequences = this.#readLiterals(MARGIN_BYTES, end, maxBytes);
    this.#history.makeRoom(maxBytes);
    return sequences !== null && this.#readSequences(sequences, end, maxBytes);
  }

  /** Reads the literals section; the place behind it, or null. */
  #readLiterals(start: number, end: number, maxBytes: number): number | null {
    const bytes = this.#block;
    const first = bytes[start] as number;
    const kind = first & 3;
    const form = (first >> 2) & 3;
    const packed = u32(bytes, start);
    if (kind < 2) {
      const headerBytes = form === 1 ? 2 : form === 3 ? 3 : 1;
      const count = form === 1 ? (packed >>> 4) & 0xfff : form === 3 ? (packed >>> 4) & 0xfffff : first >> 3;
      const from = start + headerBytes;
      const to = from + (kind === 0 ? count : 1);
      if (count > maxBytes || to > end) return null;
      if (kind === 0) this.#literals.set(bytes.subarray(from, to));
      else this.#literals.fill(bytes[from] as number, 0, count);
      this.#literalCount = count;
      return to;
    }
    const sizeBits = form < 2 ? 10 : form === 2 ? 14 : 18;
    const headerBytes = form < 2 ? 3 : form === 2 ? 4 : 5;
    const mask = (1 << sizeBits) - 1;
    const count = (packed >>> 4) & mask;
    const size =
      sizeBits < 18 ? (packed >>> (4 + sizeBits)) & mask : (packed >>> 22) | ((bytes[start + 4] as number) << 10);
    const to = start + headerBytes + size;
    if (count > maxBytes || to > end) return null;
    let from = start + headerBytes;
    if (kind === 2) {
      const read = readHuffmanTable(bytes, from, to);
      if (read === null) return null;
      this.#huffman = read.table;
      from = read.end;
    }
    this.#literalCount = count;
    return this.#decodeLiterals({ start: from, end: to }, form === 0) ? to : null;
  }

  #decodeLiterals({ start, end }: Span, singleStream: boolean): boolean {
    const table = this.#huffman;
    if (table === null) return false;
    const bytes = this.#block;
    const count = this.#literalCount;
    if (singleStream) {
      return decodeHuffmanStream(table, new BackwardBits(bytes, start, end), this.#literals, 0, count);
    }
    // Four streams; the sizes of the first three come first.
    const share = (count + 3) >> 2;
    let from = start + 6;
    if (from > end || 3 * share > count) return false;
    for (let stream = 0; stream < 4; stream += 1) {
      const size = (bytes[start + 2 * stream] as number) | ((bytes[start + 2 * stream + 1] as number) << 8);
      const to = stream === 3 ? end : from + size;
      if (to > end) return false;
      const bits = new BackwardBits(bytes, from, to);
      const last = stream === 3 ? count : (stream + 1) * share;
      if (!decodeHuffmanStream(table, bits, this.#literals, stream * share, last)) return false;
      from = to;
    }
    return true;
  }

  #readSequences(start: number, end: number, maxBytes: number): boolean {
    const bytes = this.#block;
    if (start >= end) return false;
    let at = start + 1;
    let count = bytes[start] as number;
    if (count === 255) {
      count = (bytes[at] as number) + ((bytes[at + 1] as number) << 8) + 0x7f00;
      at += 2;
    } else if (count > 127) {
      count = ((count - 128) << 8) + (bytes[at] as number);
      at += 1;
    }
    if (count === 0) return at === end && this.#appendLiterals(0);
    const modes = bytes[at] as number;
    at += 1;
    if (at > end || (modes & 3) !== 0) return false;
    const literals = this.#readTable(LITERAL_LENGTHS, modes >> 6, this.#tables.literals, at, end);
    const offsets = literals && this.#readTable(OFFSETS, (modes >> 4) & 3, this.#tables.offsets, literals.end, end);
    const matches = offsets && this.#readTable(MATCH_LENGTHS, (modes >> 2) & 3, this.#tables.matches, offsets.end, end);
    if (!literals || !offsets || !matches) return false;
    this.#tables = { literals: literals.table, offsets: offsets.table, matches: matches.table };
    const stream = new BackwardBits(bytes, matches.end, end);
    return this.#runSequences(stream, count, literals.table, offsets.table, matches.table, maxBytes);
  }

  /** Table of one code: by default, of one symbol, described here, or that of the block before. */
  #readTable(code: Code, mode: number, before: FseTable | null, start: number, end: number) {
    if (mode === 0) return { table: code.defaultTable, end: start };
    if (mode === 3) return before && { table: before, end: start };
    const maxSymbol = code.extraBits.length - 1;
    if (mode === 2) return readFseTable(this.#block, start, end, code.maxLog, maxSymbol);
    const symbol = this.#block[start] as number;
    return start < end && symbol <= maxSymbol ? { table: singleSymbolTable(symbol), end: start + 1 } : null;
  }

  #runSequences(
    stream: BackwardBits,
    count: number,
    literalTable: FseTable,
    offsetTable: FseTable,
    matchTable: FseTable,
    maxBytes: number,
  ): boolean {
    const history = this.#history;
    const mostTotal = history.total + maxBytes;
    const allLiterals = this.#literals;
    const literalCount = this.#literalCount;
    // There is room for the whole block: the array stays the same.
    const { bytes } = history;
    let literalState = stream.take(literalTable.log);
    let offsetState = stream.take(offsetTable.log);
    let matchState = stream.take(matchTable.log);
    let literalsUsed = 0;
    for (let left = count; left > 0; left -= 1) {
      const offsetSymbol = offsetTable.symbols[offsetState] as number;
      const matchSymbol = matchTable.symbols[matchState] as number;
      const literalSymbol = literalTable.symbols[literalState] as number;
      const offsetValue = (OFFSETS.baselines[offsetSymbol] as number) + stream.takeLong(offsetSymbol);
      const matchLength =
        (MATCH_LENGTHS.baselines[matchSymbol] as number) + stream.take(MATCH_LENGTHS.extraBits[matchSymbol] as number);
      const literalLength =
        (LITERAL_LENGTHS.baselines[literalSymbol] as number) +
        stream.take(LITERAL_LENGTHS.extraBits[literalSymbol] as number);
      if (stream.overrun) return false;
      if (left > 1) {
        literalState =
          (literalTable.bases[literalState] as number) + stream.take(literalTable.bits[literalState] as number);
        matchState = (matchTable.bases[matchState] as number) + stream.take(matchTable.bits[matchState] as number);
        offsetState = (offsetTable.bases[offsetState] as number) + stream.take(offsetTable.bits[offsetState] as number);
      }
      if (literalsUsed + literalLength > literalCount) return false;
      if (history.total + literalLength + matchLength > mostTotal) return false;
      const { end } = history;
      for (let i = 0; i < literalLength; i += 1) bytes[end + i] = allLiterals[literalsUsed + i] as number;
      history.wrote(literalLength);
      literalsUsed += literalLength;
      const offset = this.#offsetOf(offsetValue, literalLength === 0);
      if (offset < 1 || offset > history.reach) return false;
      history.copy(offset, matchLength);
    }
    if (!stream.exhausted || history.total + this.#literalCount - literalsUsed > mostTotal) return false;
    return this.#appendLiterals(literalsUsed);
  }

  /** The distance that a value stands for; values up to 3 repeat one of the last three (RFC 8878 section 3.1.1.5). */
  #offsetOf(value: number, noLiterals: boolean): number {
    const repeated = this.#repeated;
    // Which of the three, or 3 for a new distance; without literals the newest makes no sense, and all move by one.
    const choice = value > 3 ? 3 : value - 1 + (noLiterals ? 1 : 0);
    if (choice === 0) return repeated[0] as number;
    const known = choice === 3 ? (repeated[0] as number) - 1 : (repeated[choice] as number);
    const offset = value > 3 ? value - 3 : known;
    if (choice > 1) repeated[2] = repeated[1] as number;
    repeated[1] = repeated[0] as number;
    repeated[0] = offset;
    return offset;
  }

  /** Writes the literals from `used` on. */
  #appendLiterals(used: number): boolean {
    this.#history.bytes.set(this.#literals.subarray(used, this.#literalCount), this.#history.end);
    this.#history.wrote(this.#literalCount - used);
    return true;
  }
}

const NO_TABLES = { literals: null, offsets: null, matches: null };

function u32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}
