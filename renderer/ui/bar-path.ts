/** Lowest bar drawn for more than nothing, of the whole height. */
const LOWEST = 0.06;

/**
 * Bars as the path of an SVG, one unit wide each, in a box as high as 1. Heights follow the square root, so that a few
 * packets beside a flood are still seen.
 */
export function barPath(counts: readonly number[], largest: number): string {
  let path = "";
  counts.forEach((count, index) => {
    if (count <= 0) return;
    const height = Math.max(LOWEST, Math.sqrt(count / Math.max(1, largest)));
    path += `M${index} 1V${(1 - height).toFixed(3)}H${index + 1}V1Z`;
  });
  return path;
}
