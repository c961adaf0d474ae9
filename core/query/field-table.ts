import type { IpAddress } from "../net/address.ts";

/** What a field holds; `texts` and `addresses` are lists of which a condition asks whether any element satisfies it. */
export type FieldType = "number" | "text" | "address" | "time" | "duration" | "texts" | "addresses";

/** What one value of a field is: a list's elements, else the field itself. */
export type ElementType = Exclude<FieldType, "texts" | "addresses">;

/** The values of each type. Null is unknown; a list of which nothing is known is empty. */
export interface FieldValues {
  number: number | null;
  text: string | null;
  address: IpAddress | null;
  /** Nanoseconds since 1970-01-01 UTC. */
  time: bigint | null;
  /** Seconds. */
  duration: number | null;
  texts: Iterable<string>;
  addresses: Iterable<IpAddress>;
}

/** Something a row is known by. */
export interface FilterField {
  readonly name: string;
  readonly type: FieldType;
  /** In one line, for the list of completions and the help. */
  readonly meaning: string;
  /** Values it may have, as far as they are known before a capture is read. */
  readonly known: readonly string[];
}

/**
 * A number of a row by a key, asked for as a function: of a flow `packets("OPTIONS")` are the packets with that method.
 * A key that the row does not have counts 0.
 */
export interface CountFunction {
  readonly name: string;
  /** What the key is: a method. */
  readonly key: string;
  readonly meaning: string;
  readonly known: readonly string[];
}

/** What a filter can ask of the rows of one table; where the rows come from it does not say. */
export interface FilterTable {
  readonly name: string;
  readonly fields: readonly FilterField[];
  readonly counts: readonly CountFunction[];
  /** Names of the fields in which a word that stands alone is looked for: texts, and addresses as their text. */
  readonly words: readonly string[];
}

/** How the values of a table are read off a row in memory. */
export interface RowReader<Table extends FilterTable, Row> {
  readonly fields: {
    readonly [Field in Table["fields"][number] as Field["name"]]: (row: Row) => FieldValues[Field["type"]];
  };
  readonly counts: {
    readonly [Count in Table["counts"][number] as Count["name"]]: (row: Row, key: string) => number;
  };
}

/** The field of this name. */
export function findField(table: FilterTable, name: string): FilterField | undefined {
  return table.fields.find((field) => field.name === name);
}

/** Whether a condition on it asks for any element. */
export function isList(type: FieldType): type is "texts" | "addresses" {
  return type === "texts" || type === "addresses";
}

/** What one value of it is. */
export function elementType(type: FieldType): ElementType {
  if (type === "texts") return "text";
  return type === "addresses" ? "address" : type;
}
