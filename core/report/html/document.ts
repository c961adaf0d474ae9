import type { Markup } from "./markup.ts";

/** What a report for readers holds, before it is written as HTML. Texts are not yet made visible. */
export interface ReportDocument {
  readonly title: string;
  /** Sentences below the title. */
  readonly summary: readonly string[];
  readonly sections: readonly Section[];
}

/** A part with a heading. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block = Sentences | Table | Figure;

/** Words of ours. What captures, packs and tables say stands in tables alone. */
export interface Sentences {
  readonly kind: "sentences";
  readonly sentences: readonly string[];
}

/**
 * What stands in a column: words of ours, a date, a number, a text of captures as sent, a name that a pack, a table or a file has,
 * or a digest that is computed. Texts of captures and names are asked for the telescope's addresses.
 */
export type ColumnKind = "words" | "date" | "number" | "captured" | "name" | "digest";

export interface TableColumn {
  readonly title: string;
  readonly kind: ColumnKind;
}

/** Rows below their titles; the first column names the row. */
export interface Table {
  readonly kind: "table";
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** A drawing with the table of what it shows. */
export interface Figure {
  readonly kind: "figure";
  /** For the ids of its parts. */
  readonly id: string;
  readonly caption: string;
  /** What is seen, for those who do not see it. */
  readonly description: string;
  /** Null: there is nothing to draw, and the caption's sentences say why. */
  readonly drawing: Markup | null;
  readonly table: Table;
}

/** Sentences as a block. */
export function sentences(...some: readonly string[]): Sentences {
  return { kind: "sentences", sentences: some };
}

/** A place in a document where a text of others stands, and the text. */
export interface PlacedText {
  readonly place: string;
  readonly text: string;
}

/** The texts of a document that are not the program's own, with their places. */
export function* textsOfOthers({ sections }: ReportDocument): Generator<PlacedText> {
  for (const { blocks } of sections) {
    for (const block of blocks) {
      if (block.kind === "sentences") continue;
      const { caption, columns, rows } = block.kind === "table" ? block : block.table;
      for (const [index, { title, kind }] of columns.entries()) {
        if (kind !== "captured" && kind !== "name") continue;
        for (const [row, cells] of rows.entries()) {
          yield { place: `${caption}, row ${row + 1}, ${title}`, text: cells[index] ?? "" };
        }
      }
    }
  }
}
