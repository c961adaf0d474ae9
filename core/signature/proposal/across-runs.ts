import { copyKeyState, type KeyState, mergeKeyStates } from "../../fingerprint/key-state.ts";
import { byCodeUnits } from "../../fingerprint/value-state.ts";
import { evidenceOfStrand } from "../evidence.ts";
import { matchPattern } from "../field-match.ts";
import { escapeLiteral, parsePattern } from "../pattern.ts";
import { type ChosenView, keyOfAll } from "./chosen-view.ts";
import { patternOfValues } from "./pattern-of-values.ts";

/** Runs are left out one by one, or, where there are more, in so many parts. */
const MOST_PARTS = 8;
/** Strands of a part that are looked at: more of them seldom tell more. */
const MOST_STRANDS = 32;

/** What chosen strands write under one key. */
export interface AcrossRuns {
  /** The pattern of all of them. */
  readonly text: string;
  /**
   * Whether each run would have been known by the others: a pattern made without it reads it. Null: there is one run only,
   * and nothing tells.
   */
  readonly foretold: boolean | null;
}

/** Ways to write a pattern, each leaving more open than the one before. */
const OPENINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll(GAP, "{*:$1}"),
  (text) => text.replaceAll(GAP, "{*:any}").replaceAll(/(?:\{\*:any\}){2,}/g, "{*:any}"),
];
const GAP = /\{(?:\*|\d+(?:-\d+)?):([a-z]+)\}/g;

/**
 * The pattern of a key, tried on runs it was not made of. Where only lengths and classes of gaps keep runs from knowing
 * each other, these are a choice of the run, and are left open.
 *
 * @param holders strands of which every message has the key, at least one
 */
export function patternAcrossRuns(key: string, holders: readonly ChosenView[]): AcrossRuns {
  const parts = partsOf(holders);
  const shown = parts.map((part) => shownBy(key, part));
  const text = withEitherPort(patternOf(key, shown.flat()), holders);
  if (parts.length < 2) return { text, foretold: null };
  const withoutEach = shown.map((left) => patternOf(key, shown.filter((part) => part !== left).flat()));
  const opening = OPENINGS.find((open) =>
    parts.every((part, at) => reads(open(withoutEach[at] as string), key, part.slice(0, MOST_STRANDS))),
  );
  return opening === undefined ? { text, foretold: false } : { text: opening(text), foretold: true };
}

/** Where the ports of both ends were the same in all messages, nothing tells which of them is meant. */
function withEitherPort(text: string, holders: readonly ChosenView[]): string {
  const isEither = holders.every(({ state }) =>
    state.exemplars.every(({ endpoints }) => endpoints.sourcePort === endpoints.destinationPort),
  );
  return isEither ? text.replaceAll(/\{(?:Source|Dest)Port\}/g, "({SourcePort}|{DestPort})") : text;
}

/** Strands by run, ascending; of many runs several go together. */
function partsOf(holders: readonly ChosenView[]): ChosenView[][] {
  const byRun = new Map<string, ChosenView[]>();
  for (const holder of holders) {
    const known = byRun.get(holder.run);
    if (known === undefined) byRun.set(holder.run, [holder]);
    else known.push(holder);
  }
  const parts: ChosenView[][] = [];
  for (const [at, [, strands]] of [...byRun].sort(([a], [b]) => byCodeUnits(a, b)).entries()) {
    const part = parts[at % MOST_PARTS];
    if (part === undefined) parts.push([...strands]);
    else part.push(...strands);
  }
  return parts;
}

function reads(text: string, key: string, strands: readonly ChosenView[]): boolean {
  const parsed = parsePattern(text);
  if (!parsed.ok) return false;
  return strands.every(({ view }) => matchPattern(parsed.pattern, key, evidenceOfStrand(view)).outcome === "matched");
}

/** What strands of one method show of a key. */
interface Shown {
  readonly method: string | null;
  readonly state: KeyState;
  /** Messages that are no retransmissions. */
  readonly pieces: number;
}

function shownBy(key: string, holders: readonly ChosenView[]): Shown[] {
  const byMethod = new Map<string | null, ChosenView[]>();
  for (const holder of holders) {
    const known = byMethod.get(holder.state.method);
    if (known === undefined) byMethod.set(holder.state.method, [holder]);
    else known.push(holder);
  }
  return [...byMethod].map(([method, strands]) => ({
    method,
    state: keyOfAll(key, strands),
    pieces: strands.reduce((sum, { view }) => sum + view.evidence, 0),
  }));
}

/** Of CSeq, which repeats the method, the method is taken as such where that says the same of all strands. */
function patternOf(key: string, shown: readonly Shown[]): string {
  if (key === "cseq") {
    const methods = [...new Set(shown.map(({ method }) => method))];
    const texts = methods.map((method) =>
      namingMethod(
        textOf(
          key,
          shown.filter((one) => one.method === method),
        ),
        method,
      ),
    );
    const [text] = texts;
    if (typeof text === "string" && texts.every((other) => other === text)) return text;
  }
  return textOf(key, shown);
}

/** Null where the pattern does not end with the method. */
function namingMethod(text: string, method: string | null): string | null {
  const end = method === null ? null : ` ${escapeLiteral(method)}`;
  return end !== null && text.endsWith(end) ? `${text.slice(0, 1 - end.length)}{method}` : null;
}

function textOf(key: string, shown: readonly Shown[]): string {
  const together = shown.map(({ state }) => copyKeyState(state)).reduce(mergeKeyStates);
  const pieces = shown.reduce((sum, one) => sum + one.pieces, 0);
  return patternOfValues(key, together, pieces);
}
