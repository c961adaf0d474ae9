/**
 * A PDF as the same page always gives it: neither the hour at which it was printed nor the numbers its parts had in the
 * browser are part of a report. Nothing in it moves, because each value is replaced by one of its length.
 */
export function reproduciblePdf(pdf: Buffer): Buffer {
  return Buffer.from(withOwnNumbers(withoutClock(pdf.toString("latin1"))), "latin1");
}

function withoutClock(text: string): string {
  const dated = /(\/(?:CreationDate|ModDate) \(D:)\d{14}([+\-Z])\d\d'\d\d'/g;
  return text.replace(dated, (_, key: string, zone: string) => `${key}19700101000000${zone}00'00'`);
}

/**
 * Parts of a tagged document have ids, by which cells of tables name their headings: the numbers of nodes in the browser,
 * which count what it drew before. Here they are counted as they come. The tree that finds parts by their ids is sorted by
 * them, and so it is sorted anew.
 */
function withOwnNumbers(text: string): string {
  const numbers = new Map<string, string>();
  for (const [, id = ""] of text.matchAll(/\/ID \((node\d{8})\)/g)) {
    if (!numbers.has(id)) numbers.set(id, `node${String(numbers.size + 1).padStart(8, "0")}`);
  }
  const ids = [...numbers.values()];
  const [first, last] = [ids[0], ids.at(-1)];
  return text
    .replace(/\((node\d{8})\)/g, (whole, id: string) => (numbers.has(id) ? `(${numbers.get(id)})` : whole))
    .replace(/(?<=\/Names \[)(?:\(node\d{8}\) \d+ 0 R ?)+(?=\])/g, (names) => sortedNames(names))
    .replace(/\/Limits \[\(node\d{8}\) \(node\d{8}\)\]/g, `/Limits [(${first}) (${last})]`);
}

function sortedNames(names: string): string {
  return (names.match(/\(node\d{8}\) \d+ 0 R/g) ?? []).sort().join(" ");
}
