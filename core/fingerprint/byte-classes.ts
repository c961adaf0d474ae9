/** Bits of the classes a byte can have (spec section 4, step 3). A set of classes is an OR of them. */
export const DIGIT = 1;
export const LOWER_A_F = 2;
export const LOWER_G_Z = 4;
export const UPPER_A_F = 8;
export const UPPER_G_Z = 16;
export const PUNCTUATION = 32;
export const BLANK = 64;
export const OTHER = 128;

/** Classes of the letters and digits that words are made of. */
export const LETTER_OR_DIGIT: number = DIGIT | LOWER_A_F | LOWER_G_Z | UPPER_A_F | UPPER_G_Z;

const ALL_CLASSES = 255;

/** Names of gap classes, smallest first. */
export type GapClass = "dec" | "hex" | "alpha" | "alnum" | "any";

const GAP_CLASSES: readonly (readonly [GapClass, number])[] = [
  ["dec", DIGIT],
  ["hex", DIGIT | LOWER_A_F],
  ["alpha", LOWER_A_F | LOWER_G_Z | UPPER_A_F | UPPER_G_Z],
  ["alnum", LETTER_OR_DIGIT],
];

/** Classes of all symbols: 256 bytes, then the tokens, which are no byte of any class. */
const CLASS_OF_SYMBOL: Uint8Array = Uint8Array.from({ length: 512 }, (_, symbol) => classOf(symbol));

function classOf(symbol: number): number {
  const char = String.fromCharCode(symbol);
  if (/[0-9]/.test(char)) return DIGIT;
  if (/[a-f]/.test(char)) return LOWER_A_F;
  if (/[g-z]/.test(char)) return LOWER_G_Z;
  if (/[A-F]/.test(char)) return UPPER_A_F;
  if (/[G-Z]/.test(char)) return UPPER_G_Z;
  if (char === " " || char === "\t") return BLANK;
  return symbol > 0x20 && symbol < 0x7f ? PUNCTUATION : OTHER;
}

/** The class bit of a byte or token. */
export function classOfSymbol(symbol: number): number {
  return CLASS_OF_SYMBOL[symbol] as number;
}

/** The smallest gap class that covers a set of byte classes. */
export function coveringClass(classes: number): GapClass {
  return GAP_CLASSES.find(([, covered]) => (classes & ~covered) === 0)?.[0] ?? "any";
}

/** Whether this is the name of a gap class. */
export function isGapClass(name: string): name is GapClass {
  return name === "any" || GAP_CLASSES.some(([known]) => known === name);
}

/** All byte classes that a gap class covers. */
export function classesOfGap(name: GapClass): number {
  return GAP_CLASSES.find(([known]) => known === name)?.[1] ?? ALL_CLASSES;
}
