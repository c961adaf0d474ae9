import { addressKey, prefixKeys } from "./address-key.ts";
import { anyCasePattern } from "./any-case.ts";
import { lastMomentOf } from "./day.ts";
import type { Expression, FilterValue, Subject } from "./expression.ts";
import type { FieldType, FilterTable } from "./field-table.ts";
import { WORDS_APART } from "./words-text.ts";

/** A value for a `?`, to be bound as DuckDB's type of this name: a driver that guesses takes 1 for an integer. */
export type SqlParameter =
  | { readonly type: "VARCHAR"; readonly value: string }
  | { readonly type: "DOUBLE"; readonly value: number }
  | { readonly type: "BIGINT"; readonly value: bigint }
  | { readonly type: "BLOB"; readonly value: Uint8Array };

/** A condition for WHERE with one parameter for each `?`, in order. It is never NULL. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
}

/** A condition on the value that an SQL text stands for, written once. */
type Condition = (element: string) => string;

/** A list in a database: how to ask for any of its elements, and for their number. */
export interface SqlList {
  /**
   * Whether any element satisfies the condition, which is written once, for the element of the given SQL:
   * `EXISTS (SELECT 1 FROM visit v WHERE v.flow = flow.id AND ${condition("v.destination")})`.
   */
  readonly any: (condition: Condition) => string;
  /** The number of its elements, not NULL. */
  readonly count: string;
}

/** What a field is in a database: a list, or an expression of the column type that `SqlSchema` names. */
type SqlFieldOf<Type extends FieldType> = Type extends "texts" | "addresses" ? SqlList : string;

/** Names of the address fields in which words are looked for. */
type WordAddresses<Table extends FilterTable> = Extract<
  Table["fields"][number],
  { readonly type: "address"; readonly name: Table["words"][number] }
>["name"];

/**
 * Where the values of a table stand in DuckDB. Numbers are of any numeric type, texts VARCHAR, addresses BLOB
 * (`addressKey`), times BIGINT (nanoseconds since 1970 UTC), durations DOUBLE (seconds).
 */
export interface SqlSchema<Table extends FilterTable> {
  readonly fields: {
    readonly [Field in Table["fields"][number] as Field["name"]]: SqlFieldOf<Field["type"]>;
  };
  /** The number of a key, which the given SQL (a `?`) stands for; 0 for a key that is not there. */
  readonly counts: { readonly [Count in Table["counts"][number] as Count["name"]]: (key: string) => string };
  /** Whether an address in which words are looked for satisfies a condition on its text, as `formatAddress` writes it. */
  readonly addressTexts: { readonly [Name in WordAddresses<Table>]: (condition: Condition) => string };
  /** The text of a row that `wordsText` makes; null where the database has none, and words are looked for field by field. */
  readonly words: string | null;
}

/** A list that is a DuckDB LIST without NULL in it; a NULL list is empty. */
export function duckdbList(sql: string): SqlList {
  return {
    any: (condition) => `coalesce(len(list_filter(${sql}, lambda e: ${condition("e")})), 0) > 0`,
    count: `coalesce(len(${sql}), 0)`,
  };
}

/** Numbers by key that are a DuckDB MAP from VARCHAR. */
export function duckdbMap(sql: string): (key: string) => string {
  return (key) => `coalesce(map_extract_value(${sql}, ${key}), 0)`;
}

/** The filter as a condition over the rows of a DuckDB table; it says of every row what `compilePredicate` says. */
export function compileSql<Table extends FilterTable>(
  expression: Expression,
  table: Table,
  schema: SqlSchema<Table>,
): SqlCondition {
  const writer = new SqlWriter(table, schema as LooseSchema);
  return { sql: writer.write(expression), parameters: writer.parameters };
}

interface LooseSchema {
  readonly fields: Readonly<Record<string, string | SqlList>>;
  readonly counts: Readonly<Record<string, (key: string) => string>>;
  readonly addressTexts: Readonly<Record<string, (condition: Condition) => string>>;
  readonly words: string | null;
}

/** Writes conditions from left to right, so that parameters are noted in the order of their `?`. */
class SqlWriter {
  readonly parameters: SqlParameter[] = [];
  private readonly table: FilterTable;
  private readonly schema: LooseSchema;

  constructor(table: FilterTable, schema: LooseSchema) {
    this.table = table;
    this.schema = schema;
  }

  write(expression: Expression): string {
    switch (expression.kind) {
      case "and":
        return this.join(expression.parts, " AND ", "true");
      case "or":
        return this.join(expression.parts, " OR ", "false");
      case "not":
        return `NOT ${this.write(expression.part)}`;
      case "words":
        return this.writeWords(expression.text);
      case "exists":
        return this.any({ kind: "field", name: expression.field }, (element) => `${element} IS NOT NULL`);
      case "compare":
        return this.writeComparison(expression);
      case "in":
        return this.any(expression.subject, (element) => this.writeMembership(element, expression.values));
      case "contains":
        return this.writeSearch(expression.field, anyCasePattern(expression.text));
      case "matches":
        return this.writeSearch(expression.field, expression.pattern);
    }
  }

  private join(parts: readonly Expression[], operator: string, none: string): string {
    if (parts.length === 0) return none;
    return `(${parts.map((part) => this.write(part)).join(operator)})`;
  }

  private writeWords(wanted: string): string {
    const pattern = anyCasePattern(wanted);
    const { addressTexts } = this.schema;
    const words = wanted.includes(WORDS_APART) ? null : this.schema.words;
    const conditions = this.table.words.flatMap((name) => {
      const text = addressTexts[name];
      if (text !== undefined) return known(text((element) => this.writeMatch(element, pattern)));
      return words === null ? this.writeSearch(name, pattern) : [];
    });
    if (words !== null) conditions.push(known(this.writeMatch(words, pattern)));
    return conditions.length === 0 ? "false" : `(${conditions.join(" OR ")})`;
  }

  private writeSearch(name: string, pattern: string): string {
    return this.any({ kind: "field", name }, (element) => this.writeMatch(element, pattern));
  }

  /**
   * Without a group DuckDB 1.5 turns patterns of constants into LIKE, and those with ^ or $ in the middle wrongly. It
   * stands behind them: in front of them RE2 does not see the constant it could look for first, and takes thrice as long.
   */
  private writeMatch(element: string, pattern: string): string {
    return `regexp_matches(${element}, ${this.bindText(`${pattern}()`)})`;
  }

  private writeComparison({ subject, operator, value }: Extract<Expression, { kind: "compare" }>): string {
    if (operator !== "!=")
      return this.any(subject, (element) => `${element} ${SIGNS[operator]} ${this.bindValue(value)}`);
    const exists = this.any(subject, (element) => `${element} IS NOT NULL`);
    const equal = this.any(subject, (element) => `${element} = ${this.bindValue(value)}`);
    return `(${exists} AND NOT ${equal})`;
  }

  /** Single values are written as one IN, so that a number by a key, with the `?` of its key, is written once. */
  private writeMembership(element: string, values: readonly FilterValue[]): string {
    const points = values.filter((value) => value.kind !== "prefix" && value.kind !== "day");
    const conditions: string[] = [];
    if (points.length > 0)
      conditions.push(`${element} IN (${points.map((point) => this.bindValue(point)).join(", ")})`);
    for (const value of values) {
      if (value.kind === "prefix") {
        const [least, greatest] = prefixKeys(value.prefix);
        conditions.push(
          `${element} BETWEEN ${this.bind({ type: "BLOB", value: least })} AND ${this.bind({ type: "BLOB", value: greatest })}`,
        );
      }
      if (value.kind === "day") {
        conditions.push(`${element} BETWEEN ${this.bindTime(value.ns)} AND ${this.bindTime(lastMomentOf(value.ns))}`);
      }
    }
    return `(${conditions.join(" OR ")})`;
  }

  /** Whether any known value of the subject satisfies the condition. */
  private any(subject: Subject, condition: Condition): string {
    switch (subject.kind) {
      case "field": {
        const field = this.schema.fields[subject.name];
        if (field === undefined) throw new Error(`no field ${subject.name}`);
        return known(typeof field === "string" ? condition(field) : field.any(condition));
      }
      case "elements": {
        const field = this.schema.fields[subject.field];
        if (field === undefined || typeof field === "string") throw new Error(`no list ${subject.field}`);
        return known(condition(field.count));
      }
      case "counted": {
        const count = this.schema.counts[subject.name];
        if (count === undefined) throw new Error(`no function ${subject.name}`);
        return known(condition(count(this.bindText(subject.key))));
      }
    }
  }

  private bindValue(value: FilterValue): string {
    switch (value.kind) {
      case "number":
        return this.bind({ type: "DOUBLE", value: value.value });
      case "text":
        return this.bindText(value.value);
      case "address":
        return this.bind({ type: "BLOB", value: addressKey(value.value) });
      case "time":
        return this.bindTime(value.ns);
      case "duration":
        return this.bind({ type: "DOUBLE", value: value.seconds });
      case "prefix":
      case "day":
        throw new Error(`a ${value.kind} is no single value`);
    }
  }

  private bindText(value: string): string {
    return this.bind({ type: "VARCHAR", value });
  }

  private bindTime(value: bigint): string {
    return this.bind({ type: "BIGINT", value });
  }

  private bind(parameter: SqlParameter): string {
    this.parameters.push(parameter);
    return "?";
  }
}

const SIGNS = { "==": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">=" } as const;

/** What is unknown satisfies nothing. */
function known(condition: string): string {
  return `coalesce(${condition}, false)`;
}
