/**
 * The same text in memory of its own. Engines keep the whole of which a slice was taken: one value of twenty bytes would
 * keep a payload of 65,000.
 */
export function ownText(text: string): string {
  // Joined text has to be written out before a part can be taken of it.
  return ` ${text}`.slice(1);
}
