import { contains, type Prefix } from "../behaviour/telescope.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import { compareAddresses } from "../net/address-value.ts";
import { anyCasePattern } from "./any-case.ts";
import { lastMomentOf } from "./day.ts";
import type { ComparisonOperator, Expression, FilterValue, Subject } from "./expression.ts";
import { type FilterTable, findField, isList, type RowReader } from "./field-table.ts";
import { compilePattern } from "./pattern.ts";

/** Whether a row passes the filter. */
export type Predicate<Row> = (row: Row) => boolean;

/** One known value of a subject. */
type Element = string | number | bigint;
type Test = (value: Element) => boolean;

/** The filter for rows in memory. It says of every row what `compileSql` says of it in a database. */
export function compilePredicate<Table extends FilterTable, Row>(
  expression: Expression,
  table: Table,
  reader: RowReader<Table, Row>,
): Predicate<Row> {
  return new PredicateCompiler<Row>(table, reader as LooseReader<Row>).compile(expression);
}

/** A reader as the compiler finds it, after the types have seen to it that every name is there. */
interface LooseReader<Row> {
  readonly fields: Readonly<Record<string, (row: Row) => Element | null | Iterable<Element>>>;
  readonly counts: Readonly<Record<string, (row: Row, key: string) => number>>;
}

class PredicateCompiler<Row> {
  private readonly table: FilterTable;
  private readonly reader: LooseReader<Row>;

  constructor(table: FilterTable, reader: LooseReader<Row>) {
    this.table = table;
    this.reader = reader;
  }

  compile(expression: Expression): Predicate<Row> {
    switch (expression.kind) {
      case "and": {
        const parts = expression.parts.map((part) => this.compile(part));
        return (row) => parts.every((part) => part(row));
      }
      case "or": {
        const parts = expression.parts.map((part) => this.compile(part));
        return (row) => parts.some((part) => part(row));
      }
      case "not": {
        const part = this.compile(expression.part);
        return (row) => !part(row);
      }
      case "words":
        return this.wordsPredicate(new RegExp(anyCasePattern(expression.text)));
      case "exists":
        return this.anyOfField(expression.field, () => true);
      case "compare":
        return this.comparison(expression);
      case "in":
        return this.any(expression.subject, membershipTest(expression.values));
      case "contains": {
        const wanted = new RegExp(anyCasePattern(expression.text));
        return this.anyOfField(expression.field, (value) => wanted.test(value as string));
      }
      case "matches": {
        const pattern = compilePattern(expression.pattern);
        if (!pattern.ok) throw new Error(pattern.message);
        return this.anyOfField(expression.field, (value) => pattern.test(value as string));
      }
    }
  }

  private comparison({ subject, operator, value }: Extract<Expression, { kind: "compare" }>): Predicate<Row> {
    const test = comparisonTest(operator, value);
    if (operator !== "!=") return this.any(subject, test);
    // Of a list no element may be equal, which is what every element says; and there is one.
    const known = this.any(subject, () => true);
    const equal = this.any(subject, (element) => !test(element));
    return (row) => known(row) && !equal(row);
  }

  private wordsPredicate(wanted: RegExp): Predicate<Row> {
    const fields = this.table.words.map((name) => {
      const isAddress = findField(this.table, name)?.type === "address";
      const textOf = (value: Element) => (isAddress ? formatAddress(value as IpAddress) : (value as string));
      return this.anyOfField(name, (value) => wanted.test(textOf(value)));
    });
    return (row) => fields.some((field) => field(row));
  }

  private any(subject: Subject, test: Test): Predicate<Row> {
    switch (subject.kind) {
      case "field":
        return this.anyOfField(subject.name, test);
      case "elements": {
        const read = this.readerOf(subject.field);
        return (row) => test(lengthOf(read(row) as Iterable<Element>));
      }
      case "counted": {
        const count = this.reader.counts[subject.name];
        if (count === undefined) throw new Error(`no function ${subject.name}`);
        return (row) => test(count(row, subject.key));
      }
    }
  }

  private anyOfField(name: string, test: Test): Predicate<Row> {
    const read = this.readerOf(name);
    const field = findField(this.table, name);
    if (field !== undefined && isList(field.type)) return (row) => someOf(read(row) as Iterable<Element>, test);
    return (row) => {
      const value = read(row) as Element | null;
      return value !== null && test(value);
    };
  }

  private readerOf(name: string): (row: Row) => Element | null | Iterable<Element> {
    const read = this.reader.fields[name];
    if (read === undefined) throw new Error(`no field ${name}`);
    return read;
  }
}

function comparisonTest(operator: ComparisonOperator, value: FilterValue): Test {
  const order = orderTo(value);
  switch (operator) {
    case "==":
      return (element) => order(element) === 0;
    case "!=":
      return (element) => order(element) !== 0;
    case "<":
      return (element) => order(element) < 0;
    case "<=":
      return (element) => order(element) <= 0;
    case ">":
      return (element) => order(element) > 0;
    case ">=":
      return (element) => order(element) >= 0;
  }
}

function membershipTest(values: readonly FilterValue[]): Test {
  const tests = values.map((value): Test => {
    if (value.kind === "prefix") return prefixTest(value.prefix);
    if (value.kind !== "day") return comparisonTest("==", value);
    const last = lastMomentOf(value.ns);
    return (element) => (element as bigint) >= value.ns && (element as bigint) <= last;
  });
  return (element) => tests.some((test) => test(element));
}

function prefixTest(prefix: Prefix): Test {
  return (element) => contains(prefix, element as IpAddress);
}

/** Whether an element stands before (negative), at or behind the value. */
function orderTo(value: FilterValue): (element: Element) => number {
  switch (value.kind) {
    case "address":
      return (element) => (element === value.value ? 0 : compareAddresses(element as IpAddress, value.value));
    case "number":
    case "text":
      return orderOf(value.value);
    case "duration":
      return orderOf(value.seconds);
    case "time":
      return orderOf(value.ns);
    case "prefix":
    case "day":
      throw new Error(`a ${value.kind} is no single value`);
  }
}

function orderOf(value: Element): (element: Element) => number {
  return (element) => (element === value ? 0 : element < value ? -1 : 1);
}

function someOf(values: Iterable<Element>, test: Test): boolean {
  for (const value of values) if (test(value)) return true;
  return false;
}

function lengthOf(values: Iterable<Element>): number {
  let length = 0;
  for (const _ of values) length += 1;
  return length;
}
