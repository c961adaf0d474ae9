/** The notation of `table1-tools.json` ("placeholderSyntax"): literal text, tokens, gaps and alternatives. */
export type PatternPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "token"; readonly token: Token }
  | { readonly kind: "gap"; readonly gap: Gap }
  | { readonly kind: "choice"; readonly alternatives: readonly Pattern[] };

export type Pattern = readonly PatternPart[];

/** Stands for the packet's own addresses, ports and method. */
export type Token =
  | "SourceIP"
  | "DestIP"
  | "SourcePort"
  | "DestPort"
  | "DestIP:hexascii"
  | "DestPort:hexascii"
  | "method";

/** Characters that vary; `most` is null where the table gives no length. */
export interface Gap {
  readonly least: number;
  readonly most: number | null;
  readonly characters: string;
}

const TOKENS: ReadonlySet<string> = new Set<Token>([
  "SourceIP",
  "DestIP",
  "SourcePort",
  "DestPort",
  "DestIP:hexascii",
  "DestPort:hexascii",
  "method",
]);

export function parsePattern(text: string): Pattern {
  const cursor = { text, offset: 0 };
  const pattern = parseSequence(cursor);
  if (cursor.offset !== text.length) throw new Error(`"${text}": unexpected "${text[cursor.offset]}"`);
  return pattern;
}

interface Cursor {
  readonly text: string;
  offset: number;
}

/** Parts up to the end of the text, or up to a `|` or `)` that belongs to the caller's alternatives. */
function parseSequence(cursor: Cursor): Pattern {
  const parts: PatternPart[] = [];
  while (cursor.offset < cursor.text.length) {
    const character = cursor.text[cursor.offset] as string;
    if (character === "|" || character === ")") break;
    if (character === "(") parts.push(parseChoice(cursor));
    else if (character === "{") parts.push(parseBraces(cursor));
    else parts.push(parseText(cursor));
  }
  return parts;
}

function parseChoice(cursor: Cursor): PatternPart {
  const alternatives: Pattern[] = [];
  do {
    cursor.offset += 1; // the opening parenthesis, or the bar
    alternatives.push(parseSequence(cursor));
  } while (cursor.text[cursor.offset] === "|");
  if (cursor.text[cursor.offset] !== ")") throw new Error(`"${cursor.text}": unclosed parenthesis`);
  cursor.offset += 1;
  return { kind: "choice", alternatives };
}

function parseBraces(cursor: Cursor): PatternPart {
  const end = cursor.text.indexOf("}", cursor.offset);
  const inner = cursor.text.slice(cursor.offset + 1, end);
  cursor.offset = end + 1;
  if (TOKENS.has(inner)) return { kind: "token", token: inner as Token };
  const gap = /^\?(?:\*|(\d+)(?:-(\d+))?):([a-z]+)$/.exec(inner);
  if (end < 0 || gap === null) throw new Error(`"${cursor.text}": unknown placeholder {${inner}}`);
  const [, least, most, characters] = gap;
  return {
    kind: "gap",
    gap: {
      least: least === undefined ? 0 : Number(least),
      most: least === undefined ? null : Number(most ?? least),
      characters: characters as string,
    },
  };
}

function parseText(cursor: Cursor): PatternPart {
  const start = cursor.offset;
  while (cursor.offset < cursor.text.length && !"(|){".includes(cursor.text[cursor.offset] as string)) {
    cursor.offset += 1;
  }
  return { kind: "text", text: cursor.text.slice(start, cursor.offset) };
}

/** Which alternative to take at the k-th point of choice, of `count`. */
export type Chooser = (index: number, count: number) => number;

/** The pattern with every choice made; what remains is text, tokens and gaps. */
export function settleChoices(pattern: Pattern, choose: Chooser): Pattern {
  let index = 0;
  const settle = (parts: Pattern): PatternPart[] =>
    parts.flatMap((part) => {
      if (part.kind !== "choice") return [part];
      const taken = choose(index, part.alternatives.length);
      index += 1;
      return settle(part.alternatives[taken] as Pattern);
    });
  return settle(pattern);
}
