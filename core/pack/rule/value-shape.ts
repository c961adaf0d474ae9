import { tokenName } from "../../fingerprint/symbols.ts";
import type { GapClass } from "../../signature/gap-class.ts";
import type { Pattern } from "../../signature/pattern.ts";
import type { PatternElement } from "../../signature/sequence.ts";

/** Bytes a run may consist of. `address` stands for the text of any address; `pair` is a digit as its ASCII code in hex. */
export type ByteSet =
  | "dec"
  | "hex"
  | "anyhex"
  | "alpha"
  | "alnum"
  | "any"
  | "name"
  | "phone"
  | "date"
  | "address"
  | "pair";

/** One step of a value as rules of other engines can say it. */
export type Piece =
  /** These bytes, as latin-1 code units. */
  | { readonly kind: "text"; readonly text: string }
  /** Between `min` and `max` units (both included, `max` may be Infinity) of one set. A unit is a byte, two for `pair`. */
  | { readonly kind: "run"; readonly min: number; readonly max: number; readonly set: ByteSet };

/** Every way to write a value: a rule holds where one of them fits. */
export type ValueShape = readonly (readonly Piece[])[];

/** What rules can say of a pattern, for messages of these methods; null where any method will do. */
export function shapeOfPattern(pattern: Pattern, methods: readonly string[] | null): ValueShape {
  const shapes = pattern.sequences.flatMap(({ elements, namesMethod }) =>
    (namesMethod && methods !== null ? methods : [null]).map((method) =>
      joinTexts(elements.map((element) => pieceOf(element, method))),
    ),
  );
  const seen = new Map(shapes.map((shape) => [JSON.stringify(shape), shape]));
  return [...seen.values()];
}

/** Texts that every way to write the value holds: what all begin with, and what stands in the first and in all others. */
export function sharedTexts(shape: ValueShape): readonly string[] {
  const [first = [], ...others] = shape;
  const start = others.reduce((text, other) => sharedStart(text, leadingText(other)), leadingText(first));
  const inside = first.flatMap((piece) => {
    if (piece.kind !== "text") return [];
    const { text } = piece;
    return others.every((other) => other.some((part) => part.kind === "text" && part.text.includes(text)))
      ? [text]
      : [];
  });
  return [...new Set([start, ...inside])].filter((text) => text !== "");
}

function leadingText([first]: readonly Piece[]): string {
  return first?.kind === "text" ? first.text : "";
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}

function pieceOf(element: PatternElement, method: string | null): Piece {
  switch (element.kind) {
    case "literal":
      return { kind: "text", text: element.text };
    case "method":
      return method === null ? { kind: "run", min: 1, max: 32, set: "any" } : { kind: "text", text: method };
    case "gap":
      return pieceOfGap(element.min, element.max, element.gapClass);
    case "token":
      return pieceOfToken(element.token);
  }
}

function pieceOfGap(min: number, max: number, gapClass: GapClass): Piece {
  switch (gapClass) {
    case "dechex":
      return { kind: "run", min: Math.ceil(min / 2), max: Math.floor(max / 2), set: "pair" };
    case "agent":
      return { kind: "run", min, max, set: "any" };
    default:
      return { kind: "run", min, max, set: gapClass };
  }
}

/** No engine compares the packet's own addresses and ports with its text: what any address or port looks like. */
function pieceOfToken(token: number): Piece {
  const name = tokenName(token);
  switch (name) {
    case "SourcePort":
    case "DestPort":
      return { kind: "run", min: 1, max: 5, set: "dec" };
    case "BodyLength":
      return { kind: "run", min: 1, max: 9, set: "dec" };
    case "DestPort:hexascii":
      return { kind: "run", min: 8, max: 8, set: "hex" };
    case "SourceIP:hexascii":
    case "DestIP:hexascii":
      return { kind: "run", min: 16, max: 64, set: "hex" };
    case "SourceIP:hex":
    case "DestIP:hex":
      return { kind: "run", min: 8, max: 32, set: "anyhex" };
    case "SourceIP:dec":
    case "DestIP:dec":
      return { kind: "run", min: 1, max: 39, set: "dec" };
    case "SourceIP:rev":
    case "DestIP:rev":
      return { kind: "run", min: 7, max: 79, set: "address" };
    default:
      return { kind: "run", min: 2, max: 45, set: "address" };
  }
}

function joinTexts(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.kind === "text" && last?.kind === "text") {
      joined[joined.length - 1] = { kind: "text", text: last.text + piece.text };
    } else if (piece.kind !== "text" || piece.text !== "") {
      joined.push(piece);
    }
  }
  return joined;
}

/** What stands in the brackets of a regular expression, for each set; text and line ends never mix in a header line. */
export const BRACKETS: Readonly<Record<Exclude<ByteSet, "pair">, string>> = {
  dec: "[0-9]",
  hex: "[0-9a-f]",
  anyhex: "[0-9A-Fa-f]",
  alpha: "[A-Za-z]",
  alnum: "[0-9A-Za-z]",
  any: "[^\\x0a\\x0d]",
  name: "[^\\x0a\\x0d\\x22]",
  phone: "[0-9\\x2b]",
  date: "[0-9A-Za-z\\x20\\x2c\\x3a]",
  address: "[0-9A-Fa-f\\x2e\\x3a]",
};

const MEMBERS: ReadonlyMap<ByteSet, Uint8Array> = new Map(
  Object.entries(BRACKETS).map(([set, brackets]) => {
    const expression = new RegExp(brackets);
    const members = Uint8Array.from({ length: 256 }, (_, code) => (expression.test(String.fromCharCode(code)) ? 1 : 0));
    return [set as ByteSet, members];
  }),
);

/** Whether one way to write the value reads a whole text. Runs in pieces x length steps, whatever the text is. */
export function shapeReads(shape: ValueShape, text: string): boolean {
  return shape.some((pieces) => piecesRead(pieces, text));
}

function piecesRead(pieces: readonly Piece[], text: string): boolean {
  let reached = new Uint8Array(text.length + 1);
  reached[0] = 1;
  for (const piece of pieces) {
    const next = new Uint8Array(text.length + 1);
    if (piece.kind === "text") {
      for (let at = text.indexOf(piece.text); at >= 0; at = text.indexOf(piece.text, at + 1)) {
        if (reached[at] === 1) next[at + piece.text.length] = 1;
      }
    } else {
      reachOverRun(piece, text, reached, next);
    }
    if (!next.includes(1)) return false;
    reached = next;
  }
  return reached[text.length] === 1;
}

/** Marks in `next` every end of a run that starts at a reached position. */
function reachOverRun(
  { min, max, set }: Extract<Piece, { kind: "run" }>,
  text: string,
  reached: Uint8Array,
  next: Uint8Array,
): void {
  const unit = set === "pair" ? 2 : 1;
  // Starts are counted per residue of the unit, so that a run of pairs never begins inside a pair.
  const startsBefore = new Int32Array(text.length + 1 + unit);
  for (let at = 0; at <= text.length; at += 1) {
    startsBefore[at + unit] = (startsBefore[at] as number) + (reached[at] as number);
  }
  const runStart = new Int32Array(text.length + 1);
  for (let end = 0; end <= text.length; end += 1) {
    runStart[end] = endsUnit(set, text, end) ? (runStart[end - unit] as number) : end;
    const longest = Math.min(max, Math.floor(end / unit)) * unit;
    const first = Math.max(runStart[end] as number, end - longest);
    const last = end - min * unit;
    if (last >= first && (startsBefore[last + unit] as number) > (startsBefore[first] as number)) next[end] = 1;
  }
}

function endsUnit(set: ByteSet, text: string, end: number): boolean {
  if (set === "pair") return end >= 2 && text[end - 2] === "3" && /[0-9]/.test(text[end - 1] as string);
  return end >= 1 && MEMBERS.get(set)?.[text.charCodeAt(end - 1)] === 1;
}
