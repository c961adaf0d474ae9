/** Decoding table of finite state entropy (RFC 8878 section 4.1): what each state stands for and how to leave it. */
export interface FseTable {
  /** A state has this many bits. */
  readonly log: number;
  readonly symbols: Uint8Array;
  /** Bits to take for the next state, and what to add to them. */
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
}

/** A table and the place behind its description. */
export interface ReadFseTable {
  readonly table: FseTable;
  readonly end: number;
}

/** Reads the description of a table from `start`, at most to `end`; null if it contradicts itself or its limits. */
export function readFseTable(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxLog: number,
  maxSymbol: number,
): ReadFseTable | null {
  let at = start * 8;
  const take = (count: number): number => {
    const byte = at >> 3;
    const word = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
    const value = (word >> (at & 7)) & ((1 << count) - 1);
    at += count;
    return value;
  };
  const log = take(4) + 5;
  if (log > maxLog) return null;
  const counts: number[] = [];
  let left = 1 << log;
  while (left > 0 && counts.length <= maxSymbol && at <= end * 8) {
    // A count takes one bit less where the shorter form is enough to tell what can still come.
    const bits = 32 - Math.clz32(left + 1);
    const shortMask = (1 << (bits - 1)) - 1;
    const shortForms = (1 << bits) - 2 - left;
    let value = take(bits);
    if ((value & shortMask) < shortForms) {
      value &= shortMask;
      at -= 1;
    } else if (value > shortMask) {
      value -= shortForms;
    }
    const count = value - 1;
    counts.push(count);
    left -= Math.abs(count);
    if (count === 0) {
      for (let repeats = 3; repeats === 3 && counts.length <= maxSymbol; ) {
        repeats = take(2);
        for (let i = 0; i < repeats; i += 1) counts.push(0);
      }
    }
  }
  const tableEnd = (at + 7) >> 3;
  if (left !== 0 || counts.length > maxSymbol + 1 || tableEnd > end) return null;
  return { table: buildFseTable(counts, log), end: tableEnd };
}

/** The table for symbols that occur so often out of 2^log; -1 stands for less than once. Counts add up to 2^log. */
export function buildFseTable(counts: readonly number[], log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const next = Uint16Array.from(counts, Math.abs);
  let rareFrom = size;
  counts.forEach((count, symbol) => {
    if (count !== -1) return;
    rareFrom -= 1;
    symbols[rareFrom] = symbol;
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let position = 0;
  counts.forEach((count, symbol) => {
    for (let i = 0; i < count; i += 1) {
      symbols[position] = symbol;
      do position = (position + step) & (size - 1);
      while (position >= rareFrom);
    }
  });
  const bits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  for (let state = 0; state < size; state += 1) {
    const symbol = symbols[state] as number;
    const turn = next[symbol] as number;
    next[symbol] = turn + 1;
    const count = log - (31 - Math.clz32(turn));
    bits[state] = count;
    bases[state] = (turn << count) - size;
  }
  return { log, symbols, bits, bases };
}

/** The table of one symbol that always comes. */
export function singleSymbolTable(symbol: number): FseTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), bases: new Uint16Array(1) };
}
