/** Whole numbers of any length, side by side: each column holds one byte of every number, the lowest byte first. */
export type ByteColumns = readonly Uint8Array[];

/**
 * The given rows, each at most once, in ascending order of their numbers; equal ones stay in the order given. A radix sort, byte by byte, so
 * that the time it takes does not depend on how the rows lie. Columns that hold the same byte everywhere cost a look.
 */
export function stableOrder(columns: ByteColumns, rows: Uint32Array): Uint32Array {
  const { length } = rows;
  let order = rows;
  for (const column of columns) {
    // Where the rows with each byte begin, and go on once some are placed.
    const places = new Uint32Array(257);
    // The count needs no order. Of all rows it is taken along the column, which is much kinder to the processor's cache.
    const isAll = length === column.length;
    for (let at = 0; at < length; at += 1) {
      const next = (column[isAll ? at : (rows[at] as number)] as number) + 1;
      places[next] = (places[next] as number) + 1;
    }
    if (places.includes(length)) continue;
    for (let byte = 1; byte < 256; byte += 1) {
      places[byte] = (places[byte] as number) + (places[byte - 1] as number);
    }
    const sorted = new Uint32Array(length);
    for (let at = 0; at < length; at += 1) {
      const row = order[at] as number;
      const byte = column[row] as number;
      const place = places[byte] as number;
      places[byte] = place + 1;
      sorted[place] = row;
    }
    order = sorted;
  }
  return order;
}

/** The number of row `b` minus that of row `a`; beyond 2^53 as near as a double comes. */
export function differenceOf(columns: ByteColumns, a: number, b: number): number {
  let difference = 0;
  for (let at = columns.length - 1; at >= 0; at -= 1) {
    const column = columns[at] as Uint8Array;
    difference = 256 * difference + (column[b] as number) - (column[a] as number);
  }
  return difference;
}

/** Columns for so many rows, all zero. */
export function emptyColumns(bytes: number, rows: number): Uint8Array[] {
  return Array.from({ length: bytes }, () => new Uint8Array(rows));
}

/** Writes a number below 2^32 into a row, from a column on; it takes as many columns as the number has bytes. */
export function writeNumber(columns: ByteColumns, row: number, firstColumn: number, number: number): void {
  for (let at = firstColumn, rest = number; rest > 0; at += 1, rest >>>= 8) (columns[at] as Uint8Array)[row] = rest;
}
