import {
  BIGINT,
  BLOB,
  blobValue,
  DOUBLE,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  MAP,
  mapValue,
  VARCHAR,
} from "@duckdb/node-api";
import { formatAddress, type IpAddress } from "../../core/net/address.ts";
import { addressKey } from "../../core/query/address-key.ts";
import {
  type FieldType,
  type FieldValues,
  type FilterTable,
  isList,
  type RowReader,
} from "../../core/query/field-table.ts";
import { duckdbList, duckdbMap, type SqlCondition, type SqlList, type SqlSchema } from "../../core/query/sql.ts";
import { wordsText } from "../../core/query/words-text.ts";

/** A row of any table: what is not there is unknown, empty or 0. */
export interface FilterRow {
  readonly values: Readonly<Record<string, FieldValues[FieldType]>>;
  readonly counts: Readonly<Record<string, ReadonlyMap<string, number>>>;
}

/** Reads such rows. */
export function rowReader(table: FilterTable): RowReader<FilterTable, FilterRow> {
  const fields = table.fields.map(({ name, type }) => [
    name,
    (row: FilterRow) => row.values[name] ?? (isList(type) ? [] : null),
  ]);
  const counts = table.counts.map(({ name }) => [
    name,
    (row: FilterRow, key: string) => row.counts[name]?.get(key) ?? 0,
  ]);
  return { fields: Object.fromEntries(fields), counts: Object.fromEntries(counts) };
}

/** Something that stands in the database for a part of a row. */
interface Column {
  readonly name: string;
  readonly type: DuckDBType;
  readonly read: (row: FilterRow) => DuckDBValue;
}

const PARAMETER_TYPES = { VARCHAR, DOUBLE, BIGINT, BLOB } as const;

const WORDS_COLUMN = "all words";

/** Lists that stand in a table of their own; all others are columns. */
const APART = ["dst", "visited"];

/** Rows in a real database in memory, to be asked with the SQL of filters. */
export class FilterDatabase {
  /** Where the values of its rows stand. */
  readonly schema: SqlSchema<FilterTable>;
  private readonly connection: DuckDBConnection;
  private readonly columns: readonly Column[];
  private readonly table: FilterTable;

  private constructor(connection: DuckDBConnection, table: FilterTable) {
    this.connection = connection;
    this.table = table;
    this.columns = columnsOf(table);
    this.schema = schemaOf(table);
  }

  /** An empty database for the rows of one table. */
  static async open(table: FilterTable): Promise<FilterDatabase> {
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    const database = new FilterDatabase(await instance.connect(), table);
    const columns = database.columns.map(({ name, type }) => `"${name}" ${type}`);
    await database.connection.run(`CREATE TABLE probe (place INTEGER, ${columns.join(", ")})`);
    await database.connection.run("CREATE TABLE visit (place INTEGER, field VARCHAR, address BLOB)");
    return database;
  }

  /** Replaces all rows. */
  async fill(rows: readonly FilterRow[]): Promise<void> {
    await this.connection.run("DELETE FROM probe; DELETE FROM visit");
    const marks = this.columns.map(() => "?").join(", ");
    const types = this.columns.map(({ type }) => type);
    for (const [place, row] of rows.entries()) {
      const values = this.columns.map(({ read }) => read(row));
      await this.connection.run(`INSERT INTO probe VALUES (${place}, ${marks})`, values, types);
      for (const { name } of this.table.fields.filter(isApart)) {
        for (const address of (row.values[name] ?? []) as Iterable<IpAddress>) {
          await this.connection.run("INSERT INTO visit VALUES (?, ?, ?)", [place, name, blobOf(address)]);
        }
      }
    }
  }

  /** Places of the rows that satisfy the condition, ascending. */
  async placesWhere({ sql, parameters }: SqlCondition): Promise<number[]> {
    const values = parameters.map(({ type, value }) => (type === "BLOB" ? blobValue(value) : value));
    const types = parameters.map(({ type }) => PARAMETER_TYPES[type]);
    const select = `SELECT place FROM probe WHERE ${sql} ORDER BY place`;
    const reader = await this.connection.runAndReadAll(select, values, types);
    return reader.getRows().map(([place]) => place as number);
  }

  close(): void {
    this.connection.closeSync();
  }
}

function columnsOf(table: FilterTable): Column[] {
  const fields = table.fields.filter((field) => !isApart(field)).map(({ name, type }) => columnOf(name, type));
  const texts = table.fields
    .filter(({ type }) => type === "address")
    .map(({ name }): Column => {
      const textOf = (value: IpAddress | null) => (value === null ? null : formatAddress(value));
      return {
        name: `${name} text`,
        type: VARCHAR,
        read: ({ values }) => textOf((values[name] ?? null) as IpAddress),
      };
    });
  const maps = table.counts.map(({ name }): Column => {
    const entriesOf = (row: FilterRow) =>
      Array.from(row.counts[name] ?? [], ([key, value]) => ({ key, value: BigInt(value) }));
    return { name: `${name} by key`, type: MAP(VARCHAR, BIGINT), read: (row) => mapValue(entriesOf(row)) };
  });
  const reader = rowReader(table);
  const words: Column = { name: WORDS_COLUMN, type: VARCHAR, read: (row) => wordsText(table, reader, row) };
  return [...fields, ...texts, ...maps, words];
}

function columnOf(name: string, type: FieldType): Column {
  const plain = ({ values }: FilterRow) => (values[name] ?? null) as DuckDBValue;
  switch (type) {
    case "number":
    case "duration":
      return { name, type: DOUBLE, read: plain };
    case "text":
      return { name, type: VARCHAR, read: plain };
    case "time":
      return { name, type: BIGINT, read: plain };
    case "address":
      return { name, type: BLOB, read: ({ values }) => blobOf((values[name] ?? null) as IpAddress | null) };
    case "texts":
      return { name, type: LIST(VARCHAR), read: ({ values }) => listValue(listOf<string>(values[name])) };
    case "addresses":
      return {
        name,
        type: LIST(BLOB),
        read: ({ values }) => listValue(listOf<IpAddress>(values[name]).map((address) => blobOf(address))),
      };
  }
}

function schemaOf({ fields, counts, words }: FilterTable): SqlSchema<FilterTable> {
  const addresses = fields.filter(({ name, type }) => type === "address" && words.includes(name));
  return {
    fields: Object.fromEntries(
      fields.map((field) => {
        const { name, type } = field;
        if (isApart(field)) return [name, visitsOf(name)];
        return [name, isList(type) ? duckdbList(`"${name}"`) : `"${name}"`];
      }),
    ) as SqlSchema<FilterTable>["fields"],
    counts: Object.fromEntries(counts.map(({ name }) => [name, duckdbMap(`"${name} by key"`)])),
    addressTexts: Object.fromEntries(
      addresses.map(({ name }) => [name, (condition: (text: string) => string) => condition(`"${name} text"`)]),
    ),
    words: `"${WORDS_COLUMN}"`,
  };
}

function visitsOf(name: string): SqlList {
  const where = `FROM visit v WHERE v.place = probe.place AND v.field = '${name}'`;
  return {
    any: (condition) => `EXISTS (SELECT 1 ${where} AND ${condition("v.address")})`,
    count: `(SELECT count(*) ${where})`,
  };
}

function isApart({ name }: { readonly name: string }): boolean {
  return APART.includes(name);
}

function blobOf(address: IpAddress | null): DuckDBValue {
  return address === null ? null : blobValue(addressKey(address));
}

function listOf<Element>(value: FieldValues[FieldType] | undefined): Element[] {
  return Array.from((value ?? []) as Iterable<Element>);
}
