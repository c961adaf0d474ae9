/**
 * A regular expression, the same for JavaScript and RE2, that finds a text with its letters A to Z in any case and all else
 * as it is. Folding both sides by a function would not do: what is a small letter of what differs between the two, and
 * DuckDB's translate takes ten times as long.
 */
export function anyCasePattern(text: string): string {
  return text
    .replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")
    .replace(/[A-Za-z]/g, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}
