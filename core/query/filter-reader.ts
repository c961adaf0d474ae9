import {
  allOf,
  anyOf,
  COMPARISON_OPERATORS,
  type ComparisonOperator,
  EVERYTHING,
  type Expression,
  type FilterValue,
  negationOf,
  type PointValue,
  type Subject,
} from "./expression.ts";
import { type FilterFault, faultAt, shownText } from "./fault.ts";
import { type ElementType, elementType, type FieldType, type FilterTable, findField, isList } from "./field-table.ts";
import { LITERAL_FORMS, printValue, readLiteral } from "./literals.ts";
import { nearestWords } from "./nearest-words.ts";
import { compilePattern } from "./pattern.ts";
import { printSubject } from "./print-filter.ts";
import { keywordOf, quoteText, type Token } from "./tokens.ts";

/** Deepest nesting of parentheses and negations. */
export const DEEPEST_NESTING = 50;

/** What may stand where a text ends. */
export type Expected =
  /** A condition, or a word to look for. */
  | { readonly kind: "condition" }
  /** A condition is complete: `and`, `or`. */
  | { readonly kind: "joint" }
  | { readonly kind: "symbol"; readonly symbol: string }
  | { readonly kind: "field"; readonly only: "any" | "list" }
  | { readonly kind: "operator"; readonly subject: Subject; readonly type: ElementType }
  | { readonly kind: "value"; readonly subject: Subject; readonly type: ElementType; readonly operator: string }
  /** The key of a count function. */
  | { readonly kind: "key"; readonly name: string };

/** Reads one filter from its tokens by recursive descent. A method that answers undefined has left a fault. */
export class FilterReader {
  /** The first thing that is wrong. */
  fault: FilterFault | undefined;
  /** What could have come where the tokens end. */
  readonly expected: Expected[] = [];
  private readonly tokens: readonly Token[];
  private readonly table: FilterTable;
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[], table: FilterTable) {
    this.tokens = tokens;
    this.table = table;
  }

  /** The filter that all tokens together are. */
  readAll(): Expression | undefined {
    this.expect({ kind: "condition" });
    if (this.isAtEnd()) return EVERYTHING;
    const expression = this.readOr();
    if (expression === undefined || this.isAtEnd()) return expression;
    if (this.token.text === ")") return this.refuse(this.token, "No parenthesis is open here.");
    return this.refuse(
      this.token,
      `${describeToken(this.token)} cannot stand here; put texts with such characters in quotes.`,
    );
  }

  private readOr(): Expression | undefined {
    return this.readJoined(
      () => this.readAnd(),
      () => this.takeKeyword("or"),
      anyOf,
    );
  }

  private readAnd(): Expression | undefined {
    const another = () => {
      this.expect({ kind: "joint" });
      // Conditions side by side must all hold, too.
      return this.takeKeyword("and") || this.startsCondition();
    };
    return this.readJoined(() => this.readNot(), another, allOf);
  }

  private readJoined(
    read: () => Expression | undefined,
    another: () => boolean,
    join: (parts: readonly Expression[]) => Expression,
  ): Expression | undefined {
    const parts: Expression[] = [];
    do {
      const part = read();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (another());
    return join(parts);
  }

  private startsCondition(): boolean {
    const { kind, text } = this.token;
    if (kind === "end") this.expect({ kind: "condition" });
    if (kind === "symbol") return text === "(";
    const keyword = keywordOf(this.token);
    return kind !== "end" && (keyword === undefined || keyword === "not" || keyword === "exists");
  }

  private readNot(): Expression | undefined {
    if (keywordOf(this.token) !== "not") return this.readCondition();
    const part = this.readDeeper(() => this.readNot());
    return part && negationOf(part);
  }

  /** Takes the token that leads one level down, and reads what follows it. */
  private readDeeper(read: () => Expression | undefined): Expression | undefined {
    const opening = this.take();
    if (this.depth === DEEPEST_NESTING) {
      return this.refuse(opening, `The filter is nested deeper than ${DEEPEST_NESTING} levels.`);
    }
    this.depth += 1;
    const expression = read();
    this.depth -= 1;
    return expression;
  }

  private readCondition(): Expression | undefined {
    const { token } = this;
    if (token.kind === "end") {
      this.expect({ kind: "condition" });
      return this.refuse(
        token,
        `A condition is missing here, such as ${this.exampleField()} > 100 or a word to look for.`,
      );
    }
    if (token.text === "(" && token.kind === "symbol") return this.readGroup();
    if (token.kind === "symbol") {
      return this.refuse(token, `Before ${describeToken(token)} a field is missing, such as ${this.exampleField()}.`);
    }
    if (token.kind === "text") return this.readQuotedWords();
    const keyword = keywordOf(token);
    if (keyword === "exists") return this.readExists();
    if (keyword !== undefined) return this.refuse(token, `Before ${token.text} a condition is missing.`);
    return this.readFromWord();
  }

  private readGroup(): Expression | undefined {
    const opening = this.token;
    const group = this.readDeeper(() => this.readOr());
    if (group === undefined) return undefined;
    this.expect({ kind: "symbol", symbol: ")" });
    if (this.takeSymbol(")")) return group;
    if (this.isAtEnd()) return this.refuse(opening, "The parenthesis is not closed.");
    return this.refuse(this.token, `${describeToken(this.token)} cannot stand here; a ) is missing.`);
  }

  private readQuotedWords(): Expression | undefined {
    const token = this.take();
    if (!this.isClosed(token)) return undefined;
    if (!this.isOperator(this.token)) return { kind: "words", text: token.text };
    const suggestions = findField(this.table, token.text) === undefined ? [] : [token.text];
    return this.refuse(
      token,
      `Before ${this.token.text} stands a field without quotes, such as ${this.exampleField()}.`,
      suggestions,
    );
  }

  private readExists(): Expression | undefined {
    this.take();
    this.expect({ kind: "field", only: "any" });
    const token = this.take();
    if (token.kind !== "word")
      return this.refuse(token, `After exists a field is missing, such as ${this.exampleField()}.`);
    if (findField(this.table, token.text) === undefined) return this.refuseField(token);
    return { kind: "exists", field: token.text };
  }

  private readFromWord(): Expression | undefined {
    const token = this.take();
    const next = this.token;
    const field = findField(this.table, token.text);
    if (next.kind === "symbol" && next.text === "(" && next.start === token.end) return this.readCall(token);
    if (/^(!|&&|\|\|)/.test(token.text)) return this.refuseSign(token);
    if (field !== undefined) {
      return this.readComparison(token, { kind: "field", name: field.name }, field.type);
    }
    if (this.isOperator(next)) return this.refuseField(token);
    return { kind: "words", text: token.text };
  }

  private readCall(name: Token): Expression | undefined {
    const counted = this.table.counts.find((count) => count.name === name.text);
    if (name.text !== "count" && counted === undefined) {
      const names = ["count", ...this.table.counts.map((count) => count.name)];
      const meant = nearestWords(name.text, names);
      return this.refuse(
        name,
        `There is no function ${shownText(name.text)}; ${this.table.name} have ${listWords(names)}.`,
        meant,
      );
    }
    const opening = this.take();
    this.expect(counted === undefined ? { kind: "field", only: "list" } : { kind: "key", name: name.text });
    const argument = this.take();
    if (!this.isClosed(argument)) return undefined;
    if (counted !== undefined && (argument.kind === "symbol" || argument.kind === "end")) {
      return this.refuse(argument, `Between the parentheses of ${name.text} a ${counted.key} is missing, in quotes.`);
    }
    const subject: Subject | undefined =
      counted === undefined ? this.elementsOf(argument) : { kind: "counted", name: counted.name, key: argument.text };
    if (subject === undefined) return undefined;
    this.expect({ kind: "symbol", symbol: ")" });
    if (!this.takeSymbol(")")) return this.refuse(opening, `The parenthesis of ${name.text} is not closed.`);
    return this.readComparison(name, subject, "number");
  }

  private elementsOf(argument: Token): Subject | undefined {
    const field = argument.kind === "word" ? findField(this.table, argument.text) : undefined;
    if (field !== undefined && isList(field.type)) return { kind: "elements", field: field.name };
    const lists = this.table.fields.filter(({ type }) => isList(type)).map(({ name }) => name);
    const meant = nearestWords(argument.text, lists);
    return this.refuse(argument, `count takes a list, which of ${this.table.name} are ${listWords(lists)}.`, meant);
  }

  private readComparison(name: Token, subject: Subject, type: FieldType): Expression | undefined {
    const element = elementType(type);
    this.expect({ kind: "operator", subject, type: element });
    const operator = this.token;
    const keyword = keywordOf(operator);
    if (!this.isOperator(operator)) return this.refuseLoneField(name, subject, element);
    this.take();
    if (keyword === "contains" || keyword === "matches")
      return this.readTextSearch(subject, element, operator, keyword);
    if (keyword === "in") return this.readSet(subject, element);
    if (operator.text === "=") return this.refuse(operator, "Equality is written ==.", ["=="]);
    if (element === "text" && operator.text !== "==" && operator.text !== "!=") {
      return this.refuse(operator, "Texts have no order; compare them by ==, !=, in, contains or matches.");
    }
    const sign = COMPARISON_OPERATORS.find((one) => one === operator.text) as ComparisonOperator;
    const start = this.token;
    const value = this.readValue(subject, element, sign);
    const point = value && this.asPoint({ start: operator.start, end: start.end }, sign, value);
    return point && { kind: "compare", subject, operator: sign, value: point };
  }

  private readTextSearch(
    subject: Subject,
    element: ElementType,
    operator: Token,
    keyword: "contains" | "matches",
  ): Expression | undefined {
    if (subject.kind !== "field" || element !== "text") {
      const instead = element === "address" ? "; write in and a prefix such as 198.51.100.0/24" : "";
      return this.refuse(
        operator,
        `${keyword} is for texts; ${printSubject(subject)} has ${PLURALS[element]}${instead}.`,
      );
    }
    const start = this.token;
    const value = this.readValue(subject, element, keyword);
    if (value?.kind !== "text") return undefined;
    if (keyword === "contains") return { kind: "contains", field: subject.name, text: value.value };
    const compiled = compilePattern(value.value);
    if (!compiled.ok) return this.refuse(start, compiled.message);
    return { kind: "matches", field: subject.name, pattern: value.value };
  }

  private readSet(subject: Subject, element: ElementType): Expression | undefined {
    const opening = this.token;
    this.expect({ kind: "symbol", symbol: "{" });
    if (!this.takeSymbol("{")) {
      const value = this.readValue(subject, element, "in");
      return value && { kind: "in", subject, values: [value] };
    }
    const values: FilterValue[] = [];
    do {
      const value = this.readValue(subject, element, "in");
      if (value === undefined) return undefined;
      values.push(value);
      this.expect({ kind: "symbol", symbol: "," });
    } while (this.takeSymbol(","));
    this.expect({ kind: "symbol", symbol: "}" });
    if (this.takeSymbol("}")) return { kind: "in", subject, values };
    if (this.isAtEnd()) return this.refuse(opening, "The set is not closed by }.");
    return this.refuse(
      this.token,
      `Between two values of a set stands a comma; ${describeToken(this.token)} was found.`,
    );
  }

  private readValue(subject: Subject, type: ElementType, operator: string): FilterValue | undefined {
    this.expect({ kind: "value", subject, type, operator });
    const token = this.take();
    if (!this.isClosed(token)) return undefined;
    const isValue = token.kind === "text" || (token.kind === "word" && keywordOf(token) === undefined);
    if (!isValue) return this.refuse(token, `Here ${LITERAL_FORMS[type]} is missing.`);
    const literal = readLiteral(token.text, type);
    return literal.ok ? literal.value : this.refuse(token, literal.message, literal.suggestions);
  }

  /** A range is more than the one value that a comparison needs. */
  private asPoint(
    place: { readonly start: number; readonly end: number },
    operator: ComparisonOperator,
    value: FilterValue,
  ): PointValue | undefined {
    const suggestions = operator === "==" ? [`in ${printValue(value)}`] : [];
    const isOrder = operator !== "==" && operator !== "!=";
    if (value.kind === "prefix") {
      return this.refuse(place, "A prefix is many addresses; use in, or not ... in.", suggestions);
    }
    if (value.kind !== "day") return value;
    // The day's first moment.
    if (isOrder) return { kind: "time", ns: value.ns };
    return this.refuse(place, "A day is many moments; use in, or not ... in.", suggestions);
  }

  private refuseLoneField(name: Token, subject: Subject, type: ElementType): undefined {
    const next = this.token;
    const written = printSubject(subject);
    const negated = this.tokens[this.at + 1];
    if (keywordOf(next) === "not" && negated !== undefined && this.isOperator(negated)) {
      return this.refuse(next, `The not stands first: not ${written} ${negated.text} ...`);
    }
    if (subject.kind !== "field")
      return this.refuse(name, `What ${written} is compared with is missing, as in ${written} > 10.`);
    return this.refuse(
      name,
      `${written} is a field: compare it, as in ${written} ${EXAMPLES[type]}, or put it in quotes to look for the word.`,
      [quoteText(written)],
    );
  }

  private refuseField(token: Token): undefined {
    const meant = nearestWords(
      token.text,
      this.table.fields.map(({ name }) => name),
    );
    const hint = meant.length === 0 ? "" : ` Did you mean ${listWords(meant, "or")}?`;
    return this.refuse(token, `No field of ${this.table.name} is called ${shownText(token.text)}.${hint}`, meant);
  }

  private refuseSign(token: Token): undefined {
    const word = { "!": "not", "&": "and", "|": "or" }[token.text[0] as "!" | "&" | "|"];
    const place = { start: token.start, end: token.start + (word === "not" ? 1 : 2) };
    return this.refuse(place, `Write ${word}, or put the text in quotes.`, [`${word} `]);
  }

  private isClosed(token: Token): boolean {
    if (!token.closed) this.refuse(token, "The quote is not closed.");
    return token.closed;
  }

  private isOperator(token: Token): boolean {
    const keyword = keywordOf(token);
    if (keyword !== undefined) return keyword === "in" || keyword === "contains" || keyword === "matches";
    return token.kind === "symbol" && /^[=!<>]/.test(token.text);
  }

  private exampleField(): string | undefined {
    return this.table.fields.find(({ type }) => type === "number")?.name;
  }

  private isAtEnd(): boolean {
    return this.token.kind === "end";
  }

  private get token(): Token {
    return this.tokens[this.at] as Token;
  }

  /** The token, and on to the next one; the end stays. */
  private take(): Token {
    const { token } = this;
    if (token.kind !== "end") this.at += 1;
    return token;
  }

  private takeSymbol(symbol: string): boolean {
    const found = this.token.kind === "symbol" && this.token.text === symbol;
    if (found) this.at += 1;
    return found;
  }

  private takeKeyword(keyword: string): boolean {
    const found = keywordOf(this.token) === keyword;
    if (found) this.at += 1;
    return found;
  }

  private expect(expected: Expected): void {
    if (this.isAtEnd()) this.expected.push(expected);
  }

  private refuse(
    place: { readonly start: number; readonly end: number },
    message: string,
    suggestions: readonly string[] = [],
  ): undefined {
    this.fault ??= faultAt(place, message, suggestions);
    return undefined;
  }
}

const PLURALS: Readonly<Record<ElementType, string>> = {
  number: "numbers",
  text: "texts",
  address: "addresses",
  time: "times",
  duration: "durations",
};

const EXAMPLES: Readonly<Record<ElementType, string>> = {
  number: "> 100",
  text: '== "..."',
  address: "in 198.51.100.0/24",
  time: ">= 2026-01-02",
  duration: ">= 20m",
};

function describeToken(token: Token): string {
  return token.kind === "text" ? quoteText(shownText(token.text)) : shownText(token.text);
}

/** `a, b and c` */
function listWords(words: readonly string[], last: "and" | "or" = "and"): string {
  const [only] = words;
  if (words.length === 1 && only !== undefined) return only;
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
