import { type FilterTable, findField, isList, type RowReader } from "./field-table.ts";

/** Stands between the texts of a row. */
export const WORDS_APART = "\n";

/** Reads the fields of a row in which words are looked for. */
interface WordsReader<Table extends FilterTable, Row> {
  readonly fields: Pick<
    RowReader<Table, Row>["fields"],
    Table["words"][number] & keyof RowReader<Table, Row>["fields"]
  >;
}

/**
 * All texts of a row in which words are looked for as one, so that a database looks at one column; null where it has none.
 * A word without `WORDS_APART` in it is found here where it is found in one of them. Addresses are left out: they differ
 * from row to row, and texts that are the same of many rows are looked at once.
 */
export function wordsText<Table extends FilterTable, Row>(
  table: Table,
  reader: WordsReader<Table, Row>,
  row: Row,
): string | null {
  const fields = reader.fields as Readonly<Record<string, (row: Row) => unknown>>;
  const texts = table.words.flatMap((name): string[] => {
    const type = findField(table, name)?.type;
    const read = fields[name];
    if (type === undefined || read === undefined) throw new Error(`no field ${name}`);
    if (type === "address") return [];
    if (isList(type)) return [...(read(row) as Iterable<string>)];
    const text = read(row) as string | null;
    return text === null ? [] : [text];
  });
  return texts.length === 0 ? null : texts.join(WORDS_APART);
}
