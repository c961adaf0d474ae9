import { readFileSync } from "node:fs";

/** A fenced block of a case file: the words behind the fence and the lines between the fences. */
export interface CaseBlock {
  readonly label: string;
  readonly lines: readonly string[];
}

/** One `##` or deeper heading of a case file with the blocks below it. */
export interface DocumentCase {
  readonly title: string;
  readonly blocks: readonly CaseBlock[];
}

/** The cases of a Markdown file below test/cases. Headings without blocks and all prose are for the reader alone. */
export function readCaseFile(name: string): DocumentCase[] {
  const text = readFileSync(new URL(`../cases/${name}`, import.meta.url), "utf8");
  const cases: { title: string; blocks: { label: string; lines: string[] }[] }[] = [];
  let open: { label: string; lines: string[] } | undefined;
  for (const line of text.split("\n")) {
    const fence = /^```(.*)$/.exec(line);
    if (fence !== null && open === undefined) {
      open = { label: fence[1] as string, lines: [] };
      cases.at(-1)?.blocks.push(open);
    } else if (fence !== null) open = undefined;
    else if (open !== undefined) open.lines.push(line);
    else if (/^##+ /.test(line)) cases.push({ title: line.replace(/^#+ /, ""), blocks: [] });
  }
  return cases.filter(({ blocks }) => blocks.length > 0);
}

/**
 * Bytes as latin-1 text from the notation of the case files: `\r`, `\n`, `\t`, `\\` and `\xNN` stand for one byte, the
 * ends of lines in the document for none.
 */
export function wireText(lines: readonly string[]): string {
  return lines.join("").replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, hex: string | undefined, letter: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const byte = { r: "\r", n: "\n", t: "\t", "\\": "\\" }[letter];
    if (byte === undefined) throw new Error(`unknown escape \\${letter}`);
    return byte;
  });
}

/** The same notation for one line of output. */
export function visibleText(latin1: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control bytes are what is made visible
  return latin1.replace(/[\\\x00-\x1f\x7f-\xff]/g, (char) => {
    const named = { "\r": "\\r", "\n": "\\n", "\t": "\\t", "\\": "\\\\" }[char];
    return named ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
