import { BackwardBits } from "./backward-bits.ts";
import { readFseTable } from "./fse-table.ts";

/** Longest code in bits (RFC 8878 section 4.2.1). */
const MAX_CODE_BITS = 11;
const MAX_WEIGHTS_LOG = 6;

/** Decoding table for literals: by the next `log` bits, the symbol and the length of its code. */
export interface HuffmanTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly lengths: Uint8Array;
}

/** A table and the place behind its description. */
export interface ReadHuffmanTable {
  readonly table: HuffmanTable;
  readonly end: number;
}

/** Reads the description of a table from `start`, at most to `end`; null if it contradicts itself. */
export function readHuffmanTable(bytes: Uint8Array, start: number, end: number): ReadHuffmanTable | null {
  if (start >= end) return null;
  const header = bytes[start] as number;
  const direct = header >= 128;
  const weightCount = header - 127;
  const tableEnd = start + 1 + (direct ? (weightCount + 1) >> 1 : header);
  if (tableEnd > end) return null;
  const weights = direct
    ? Array.from({ length: weightCount }, (_, i) => {
        const pair = bytes[start + 1 + (i >> 1)] as number;
        return i % 2 === 0 ? pair >> 4 : pair & 15;
      })
    : readPackedWeights(bytes, start + 1, tableEnd);
  const table = weights === null ? null : buildHuffmanTable(weights);
  return table === null ? null : { table, end: tableEnd };
}

/** Weights coded with two states that take turns (RFC 8878 section 4.2.1.2). */
function readPackedWeights(bytes: Uint8Array, start: number, end: number): number[] | null {
  const read = readFseTable(bytes, start, end, MAX_WEIGHTS_LOG, 255);
  if (read === null) return null;
  const { table } = read;
  const stream = new BackwardBits(bytes, read.end, end);
  let state = stream.take(table.log);
  let other = stream.take(table.log);
  if (stream.overrun) return null;
  const weights: number[] = [];
  // The stream ends where a state would need more bits than there are; the other state still holds a weight.
  while (weights.length < 255) {
    weights.push(table.symbols[state] as number);
    const next = (table.bases[state] as number) + stream.take(table.bits[state] as number);
    if (stream.overrun) {
      weights.push(table.symbols[other] as number);
      return weights;
    }
    state = other;
    other = next;
  }
  return null;
}

/** The last weight is not stored: it is what makes the codes complete. */
function buildHuffmanTable(weights: readonly number[]): HuffmanTable | null {
  if (weights.length > 255 || weights.some((weight) => weight > MAX_CODE_BITS)) return null;
  const sum = weights.reduce((total, weight) => total + (weight === 0 ? 0 : 1 << (weight - 1)), 0);
  if (sum === 0) return null;
  const log = 32 - Math.clz32(sum);
  const rest = (1 << log) - sum;
  if (log > MAX_CODE_BITS || (rest & (rest - 1)) !== 0) return null;
  const all = [...weights, 32 - Math.clz32(rest)];
  const symbols = new Uint8Array(1 << log);
  const lengths = new Uint8Array(1 << log);
  let position = 0;
  for (let weight = 1; weight <= log; weight += 1) {
    all.forEach((own, symbol) => {
      if (own !== weight) return;
      const after = position + (1 << (weight - 1));
      symbols.fill(symbol, position, after);
      lengths.fill(log + 1 - weight, position, after);
      position = after;
    });
  }
  return { log, symbols, lengths };
}

/** Decodes one stream, which must hold exactly `to - from` symbols, into `out`; false if it does not. */
export function decodeHuffmanStream(
  table: HuffmanTable,
  stream: BackwardBits,
  out: Uint8Array,
  from: number,
  to: number,
) {
  const { log, symbols, lengths } = table;
  for (let at = from; at < to; at += 1) {
    if (stream.overrun) return false;
    const code = stream.peek(log);
    out[at] = symbols[code] as number;
    stream.skip(lengths[code] as number);
  }
  return stream.exhausted;
}
