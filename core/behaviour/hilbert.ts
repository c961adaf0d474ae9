/** A place in a square of 2^order by 2^order places; (0, 0) is its top left. */
export interface GridPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * Where a block lies on the Hilbert curve, of the 4^order blocks of equal size that all of IPv4 is divided into.
 *
 * Each step from the top chooses a quadrant by two bits: down the left side, then up the right. Within the first one the
 * curve is mirrored at the diagonal, within the last one at the other diagonal, and both are made of a swap of the axes
 * and a reversal of both. Because it begins at the top bits, the place of a block is that of the wider one around it
 * with one bit more: a prefix of even length is a square that looks the same at each zoom, one of odd length is two
 * squares side by side. Blocks lie as in the usual pictures of IPv4: 0.0.0.0/8 top left, 1.0.0.0/8 to its right.
 */
export function pointOf(block: number, order: number): GridPoint {
  let x = 0;
  let y = 0;
  let swapped = 0;
  let reversed = 0;
  for (let level = order - 1; level >= 0; level -= 1) {
    const quadrant = (block >>> (2 * level)) & 3;
    const right = quadrant >> 1;
    const down = right ^ (quadrant & 1);
    x = 2 * x + ((swapped === 0 ? right : down) ^ reversed);
    y = 2 * y + ((swapped === 0 ? down : right) ^ reversed);
    swapped ^= quadrant === 0 || quadrant === 3 ? 1 : 0;
    reversed ^= quadrant === 3 ? 1 : 0;
  }
  return { x, y };
}

/** The block that lies at a place: the inverse of `pointOf`. */
export function blockAt({ x, y }: GridPoint, order: number): number {
  let block = 0;
  let swapped = 0;
  let reversed = 0;
  for (let level = order - 1; level >= 0; level -= 1) {
    const across = ((x >>> level) & 1) ^ reversed;
    const along = ((y >>> level) & 1) ^ reversed;
    const right = swapped === 0 ? across : along;
    const down = swapped === 0 ? along : across;
    const quadrant = 2 * right + (right ^ down);
    block = 4 * block + quadrant;
    swapped ^= quadrant === 0 || quadrant === 3 ? 1 : 0;
    reversed ^= quadrant === 3 ? 1 : 0;
  }
  return block;
}
