import path from "node:path";

/** A fenced block of a document. */
export interface Fence {
  /** The word behind the opening fence, empty where there is none. */
  readonly language: string;
  readonly lines: readonly string[];
}

/** Stands for any number of left-out lines in a block of output. */
const LEFT_OUT = "...";

/** The fenced blocks of a document, in order. */
export function readFences(text: string): Fence[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", body = ""]) => ({
    language,
    lines: body.split("\n").slice(0, -1),
  }));
}

/** Cells of the table whose first column has this title, row by row, without the titles. */
export function splitTable(text: string, title: string): string[][] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${title} `));
  if (start < 0) return [];
  const rows = lines.slice(start + 2);
  const length = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(0, length).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The first line shown that is not what the output has there; a line `...` stands for any lines. */
export function unexpectedLine(shown: readonly string[], output: readonly string[]): string | undefined {
  let next = 0;
  let leftOut = false;
  for (const line of shown) {
    if (line === LEFT_OUT) {
      leftOut = true;
      continue;
    }
    const at = leftOut ? output.indexOf(line, next) : next;
    if (at < 0 || output[at] !== line) return line;
    next = at + 1;
    leftOut = false;
  }
  return undefined;
}

/** Relative links that lead to no file, or to no heading of a document, as `document: link`. */
export function findBrokenLinks(documents: ReadonlyMap<string, string>, files: ReadonlySet<string>): string[] {
  return [...documents].flatMap(([document, text]) =>
    linksOf(text)
      .filter((link) => !leadsSomewhere(link, document, documents, files))
      .map((link) => `${document}: ${link}`),
  );
}

function linksOf(text: string): string[] {
  const prose = text.replace(/^```.*?^```$/gms, "").replace(/`[^`\n]*`/g, "");
  const links = [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(
  link: string,
  document: string,
  documents: ReadonlyMap<string, string>,
  files: ReadonlySet<string>,
): boolean {
  const [file = "", heading] = link.split("#");
  const target = file === "" ? document : path.posix.join(path.posix.dirname(document), file);
  if (heading === undefined) return files.has(target) || [...files].some((name) => name.startsWith(`${target}/`));
  const text = documents.get(target);
  return text !== undefined && headingsOf(text).includes(heading);
}

/** The names by which headings are linked to: lower case, blanks as hyphens, no punctuation. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}
