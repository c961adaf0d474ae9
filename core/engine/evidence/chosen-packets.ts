import type { WantedCapture } from "./packets-of-capture.ts";

/** The packets of one capture that are wanted, with what is said of each. There may be millions. */
export interface ChosenPackets {
  readonly from: WantedCapture;
  /** Of the packets, ascending. */
  readonly numbers: Float64Array;
  /** Of each packet, which of `words` are said of it. */
  readonly said: Uint32Array;
  readonly words: readonly string[];
  /** Numbers of those that were put together from fragments, whose other packets have no row. */
  readonly fragmented: ReadonlySet<number>;
}

/** What of a case goes into a file of evidence. */
export interface Choice {
  /** Ascending by SHA-256; none without packets. */
  readonly captures: readonly ChosenPackets[];
  /** Names of captures whose requests have no rows: none of their packets can be chosen. */
  readonly unlisted: readonly string[];
}

/** What is said of a packet; undefined where it was not chosen. */
export function wordsOfPacket({ numbers, said, words }: ChosenPackets, number: number): string | undefined {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] as number) < number) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === number ? words[said[low] as number] : undefined;
}
