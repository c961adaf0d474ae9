/** A stretch of a raw value that names the packet's own address or port. Offsets are code units of the raw value. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
  /** Symbol of the token, see symbols.ts. */
  readonly token: number;
}

/** One key of one message: the raw value (latin-1 standing for bytes, outer blanks trimmed) and its tokens. */
export interface ObservedField {
  readonly key: string;
  readonly raw: string;
  /** Ascending, never overlapping. */
  readonly spans: readonly TokenSpan[];
}

/** What the values of one key have in common, position by position, from both ends. */
export interface Mask {
  readonly shortest: number;
  readonly longest: number;
  /** `shortest` symbols: a byte, a token, or VARYING; index 0 is the first symbol of the value. */
  readonly left: ArrayLike<number>;
  /** The same from the right: index 0 is the last symbol of the value. */
  readonly right: ArrayLike<number>;
  /** Classes of the symbols seen at each position, an OR of those of byte-classes.ts. */
  readonly leftClasses: ArrayLike<number>;
  readonly rightClasses: ArrayLike<number>;
}

/** What a strand shows of one key in its tokenised values. */
export interface KeyOutline {
  /** Present in every message of the strand. */
  readonly mandatory: boolean;
  /** Distinct tokenised values: exact up to 8, Infinity for "many". */
  readonly distinctValues: number;
  /** The tokenised value, where all are the same; else null. */
  readonly onlyValue: string | null;
  readonly tokenised: Mask;
}

/** What a strand shows of one key. */
export interface KeyView extends KeyOutline {
  readonly raw: Mask;
}

/** One message kept as an example of its strand. Keys as in spec section 4 step 1, `:method` and `:uri` included. */
export interface ExemplarView {
  readonly fields: ReadonlyMap<string, ObservedField>;
  /** Source and destination port are the same number: then either port token fits. */
  readonly portsEqual: boolean;
  /** Source and destination address are the same: then either address token fits. */
  readonly addressesEqual: boolean;
}

/**
 * What the messages of a strand were found to tell, where masks do not, of patterns of its keys: literal bytes of the
 * match, or null where the pattern does not match. By `patternOfKey`.
 */
export type ToldPatterns = ReadonlyMap<string, number | null>;

export const NOTHING_TOLD: ToldPatterns = new Map();

/** What a pattern of a key is told by. */
export function patternOfKey(key: string, pattern: string): string {
  return `${key}\n${pattern}`;
}

/** What matching may know of a strand without its messages: enough to name most. */
export interface StrandOutline {
  /** Null where the strand mixes methods (overflow). */
  readonly method: string | null;
  /** The messages were cut by the snap length: what lies behind is unknown, not absent. */
  readonly cut: boolean;
  /** Pieces of evidence: messages that are not retransmissions (estimated above 32). */
  readonly evidence: number;
  /** Canonical header names in order, repeats as `name#k`; null where the order varies. */
  readonly headerOrder: readonly string[] | null;
  /** Every message has one-letter header names. */
  readonly compactNames: boolean;
  readonly keys: ReadonlyMap<string, KeyOutline>;
  /** Nothing, where its messages are at hand. */
  readonly told: ToldPatterns;
}

/** All that matching may know of a strand (spec section 5). */
export interface StrandView extends StrandOutline {
  readonly keys: ReadonlyMap<string, KeyView>;
  /** At least one. */
  readonly exemplars: readonly ExemplarView[];
}
