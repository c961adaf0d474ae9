import fs from "node:fs";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { RuleTexts } from "../../flow/rule-texts.ts";
import {
  addWaiting,
  type CaseCapture,
  type CaseRefusal,
  insertCapture,
  insertRefusal,
  listCaptures,
  listRefused,
  listWaiting,
  TABLES_OF_CAPTURES,
} from "./case-captures.ts";
import { CaseError, type CaseFault, isFault } from "./case-fault.ts";
import { type CaseFile, makeCase, openCase } from "./case-file.ts";
import { caseRules, setCaseRules } from "./case-settings.ts";
import { insertEvent, listEvents, type NewEvent } from "./events.ts";

/** What was merged. */
export interface Merged {
  readonly cases: number;
  readonly captures: number;
}

/** What a case brings, but for the rows of its captures. */
interface Contribution {
  readonly file: string;
  readonly rules: RuleTexts | null;
  readonly captures: readonly CaseCapture[];
  readonly refused: readonly CaseRefusal[];
  readonly waiting: readonly string[];
  readonly events: readonly NewEvent[];
}

/** A capture, and the case its rows are taken from. */
interface Chosen {
  readonly file: string;
  readonly held: CaseCapture;
}

/**
 * Makes one case of several that were read under the same rules: it holds what one reading of all their captures would
 * have given, and what was done in each of them. The cases are only read.
 */
export async function mergeCases(
  files: readonly string[],
  target: string,
  program: string,
): Promise<Merged | CaseFault> {
  const contributions: Contribution[] = [];
  try {
    for (const file of differentFiles(files)) contributions.push(await reading(file, contributionOf));
    const rules = rulesOfAll(contributions);
    const chosen = chosenCaptures(contributions);
    const fault = await makeCase(target, program, (made) => fillCase(made, contributions, chosen, rules));
    return fault ?? { cases: contributions.length, captures: chosen.length };
  } catch (error) {
    if (error instanceof CaseError) return error.fault;
    throw error;
  }
}

/** A case that is given twice, by whatever names, brings the same. */
function differentFiles(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => (fs.existsSync(file) ? fs.realpathSync(file) : file)))];
}

async function reading<Value>(file: string, work: (opened: CaseFile) => Promise<Value>): Promise<Value> {
  const opened = await openCase(file, false);
  if (isFault(opened)) throw new CaseError(opened);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

function contributionOf(opened: CaseFile): Promise<Contribution> {
  return opened.use(async (connection) => ({
    file: opened.path,
    rules: await caseRules(connection),
    captures: await listCaptures(connection),
    refused: await listRefused(connection),
    waiting: await listWaiting(connection),
    events: await listEvents(connection),
  }));
}

function rulesOfAll(contributions: readonly Contribution[]): RuleTexts | null {
  const [first, ...others] = contributions.filter(({ rules }) => rules !== null);
  for (const other of others) {
    if (JSON.stringify(other.rules) === JSON.stringify(first?.rules)) continue;
    const names = `${path.basename(first?.file as string)} and ${path.basename(other.file)}`;
    const advice = "Read one of them again under the rules of the other (analyse --case FILE --reread)";
    const found = `${names} were read under different rules (${describeDifference(first?.rules, other.rules)})`;
    throw new CaseError({ code: "case-other-rules", message: `${found}. Nothing was merged. ${advice}.` });
  }
  return first?.rules ?? null;
}

function describeDifference(one: RuleTexts | null | undefined, other: RuleTexts | null): string {
  if (!one || !other) return "none";
  return Object.keys(one)
    .map((name) => name as keyof RuleTexts)
    .filter((name) => one[name] !== other[name])
    .map((name) => `${name}: ${one[name] === "" ? "none" : one[name]}, ${other[name] === "" ? "none" : other[name]}`)
    .join("; ");
}

/** Each capture once, the one that was read furthest, under its least name; ascending by SHA-256. */
function chosenCaptures(contributions: readonly Contribution[]): Chosen[] {
  const chosen = new Map<string, Chosen>();
  for (const { file, captures } of contributions) {
    for (const held of captures) {
      const { sha256 } = held.capture;
      const known = chosen.get(sha256);
      if (known === undefined) chosen.set(sha256, { file, held });
      else {
        const better = completeness(held) > completeness(known.held) ? { file, held } : known;
        const name = [known.held.capture.name, held.capture.name].sort()[0] as string;
        chosen.set(sha256, { ...better, held: { ...better.held, capture: { ...better.held.capture, name } } });
      }
    }
  }
  return [...chosen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, capture]) => capture);
}

function completeness({ finished, indexed }: CaseCapture): number {
  return (finished ? 2 : 0) + (indexed ? 1 : 0);
}

async function fillCase(
  made: CaseFile,
  contributions: readonly Contribution[],
  chosen: readonly Chosen[],
  rules: RuleTexts | null,
): Promise<void> {
  await made.save(async (connection) => {
    if (rules !== null) await setCaseRules(connection, rules);
    for (const refusal of inOneOrder(contributions.flatMap(({ refused }) => refused))) {
      await insertRefusal(connection, refusal);
    }
    await addWaiting(
      connection,
      contributions.flatMap(({ waiting }) => waiting),
    );
    for (const event of unitedEvents(contributions)) await insertEvent(connection, event);
  });
  for (const { file } of contributions) {
    const taken = Array.from(chosen.entries()).filter(([, capture]) => capture.file === file);
    if (taken.length > 0) await reading(file, (opened) => copyCaptures(opened, made, taken));
  }
}

/** Of several refusals of one path the last is kept: the same one in whatever order the cases are given. */
function inOneOrder(refused: readonly CaseRefusal[]): CaseRefusal[] {
  return [...refused].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** What was done in any of the cases, in the order of time. What copies of one case have in common was done once. */
function unitedEvents(contributions: readonly Contribution[]): NewEvent[] {
  const events = new Map<string, NewEvent>();
  for (const event of contributions.flatMap((contribution) => contribution.events)) {
    const { atMs, author, kind, body } = event;
    events.set(JSON.stringify([author, kind, body, atMs]), event);
  }
  return [...events]
    .sort(([a, { atMs: at }], [b, { atMs }]) => at - atMs || (a < b ? -1 : 1))
    .map(([, event]) => event);
}

/** Copies captures with all their rows; each gets its place in the merged case as its number. */
async function copyCaptures(
  from: CaseFile,
  made: CaseFile,
  taken: readonly (readonly [place: number, capture: Chosen])[],
): Promise<void> {
  await from.use(async (source) => {
    for (const [place, { held }] of taken) {
      const id = place + 1;
      await made.save(async (connection) => {
        await insertCapture(connection, { ...held, id });
        for (const table of TABLES_OF_CAPTURES) await copyRows(source, connection, table, held.id, id);
      });
    }
  });
}

/** Rows cross as the database's own chunks: no value becomes one of JavaScript. */
async function copyRows(
  source: DuckDBConnection,
  target: DuckDBConnection,
  table: string,
  from: number,
  to: number,
): Promise<void> {
  const sql = `SELECT * REPLACE (?::UINTEGER AS capture) FROM ${table} WHERE capture = ?`;
  const rows = await source.stream(sql, [to, from]);
  const appender = await target.createAppender(table);
  for (let chunk = await rows.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await rows.fetchChunk()) {
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
  appender.closeSync();
}
