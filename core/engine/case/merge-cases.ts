import fs from "node:fs";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { CampaignRuleSet } from "../../contract/campaigns.ts";
import type { SavedFilter } from "../../contract/saved-filter.ts";
import type { RuleTexts } from "../../flow/rule-texts.ts";
import {
  type CampaignRoster,
  campaignRoster,
  campaignRules,
  setCampaignRoster,
  setCampaignRules,
  unitedRoster,
} from "./campaign-settings.ts";
import {
  addWaiting,
  type CaseCapture,
  type CaseRefusal,
  insertCaptures,
  insertRefusals,
  listCaptures,
  listRefused,
  listWaiting,
  TABLES_OF_CAPTURES,
} from "./case-captures.ts";
import { CaseError, type CaseFault, damagedCase, isFault } from "./case-fault.ts";
import { type CaseFile, makeCase, openCase } from "./case-file.ts";
import { caseFilters, caseRules, setCaseFilters, setCaseRules } from "./case-settings.ts";
import { insertEvent, listEvents, type NewEvent } from "./events.ts";
import { type LabelConflict, labelConflicts } from "./label-conflicts.ts";
import { labelEventsOf } from "./labels.ts";
import { signaturesOf } from "./own-signatures.ts";
import { type SignatureConflict, signatureConflicts } from "./signature-conflicts.ts";
import { unitedFilters } from "./united-filters.ts";

/** A merged case begins anew: which of its captures came last, nobody knows. */
const ONE_IMPORT = 1;

/** What was merged. */
export interface Merged {
  readonly cases: number;
  readonly captures: number;
  /** Labels that were given in different cases and differ. */
  readonly conflicts: readonly LabelConflict[];
  /** Signatures that were written in different cases and differ. */
  readonly signatureConflicts: readonly SignatureConflict[];
  /** Saved filters that were too many for one case. */
  readonly filtersLeftOut: number;
}

/** What a case brings, but for the rows of its captures. */
interface Contribution {
  readonly file: string;
  readonly rules: RuleTexts | null;
  readonly captures: readonly CaseCapture[];
  readonly refused: readonly CaseRefusal[];
  readonly waiting: readonly string[];
  readonly events: readonly NewEvent[];
  readonly roster: CampaignRoster;
  readonly campaignRules: CampaignRuleSet | null;
  readonly filters: readonly SavedFilter[];
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
    if (fault !== null) return fault;
    const numbered = unitedEvents(contributions).map((event, index) => ({ ...event, id: index + 1 }));
    const conflicts = labelConflicts(labelEventsOf(numbered, path.basename(target)));
    const written = signatureConflicts(signaturesOf(numbered, path.basename(target)).revisions);
    const { leftOut } = unitedFilters(contributions.map(({ filters }) => filters));
    return {
      cases: contributions.length,
      captures: chosen.length,
      conflicts,
      signatureConflicts: written,
      filtersLeftOut: leftOut,
    };
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
    roster: await campaignRoster(connection),
    campaignRules: await campaignRules(connection),
    filters: await caseFilters(connection),
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
    await setCampaignRoster(connection, unitedRoster(contributions.map(({ roster }) => roster)));
    await setCampaignRules(connection, sameRules(contributions));
    await insertRefusals(connection, inOneOrder(contributions.flatMap(({ refused }) => refused)));
    await addWaiting(
      connection,
      contributions.flatMap(({ waiting }) => waiting),
    );
    for (const event of unitedEvents(contributions)) await insertEvent(connection, event);
    const { filters } = unitedFilters(contributions.map((contribution) => contribution.filters));
    if (filters.length > 0) await setCaseFilters(connection, filters);
  });
  for (const { file } of contributions) {
    const taken = Array.from(chosen.entries()).filter(([, capture]) => capture.file === file);
    if (taken.length > 0) await reading(file, (opened) => copyCaptures(opened, made, taken));
  }
}

/** How campaigns are found where the cases agree; else as the preset says. */
function sameRules([first, ...others]: readonly Contribution[]): CampaignRuleSet | null {
  const text = JSON.stringify(first?.campaignRules);
  return others.every(({ campaignRules: rules }) => JSON.stringify(rules) === text)
    ? (first?.campaignRules ?? null)
    : null;
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
        await insertCaptures(connection, [{ ...held, id, imported: ONE_IMPORT }]);
        for (const table of TABLES_OF_CAPTURES) await copyRows(source, connection, table, held.id, id, from.name);
      });
    }
  });
}

/** Rows cross as the database's own chunks: no value becomes one of JavaScript. Throws `CaseError` unless all of them do. */
async function copyRows(
  source: DuckDBConnection,
  target: DuckDBConnection,
  table: string,
  from: number,
  to: number,
  caseName: string,
): Promise<void> {
  const sql = `SELECT * REPLACE (?::UINTEGER AS capture) FROM ${table} WHERE capture = ?`;
  const rows = await source.stream(sql, [to, from]);
  const appender = await target.createAppender(table);
  let copied = 0;
  for (let chunk = await rows.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await rows.fetchChunk()) {
    appender.appendDataChunk(chunk);
    copied += chunk.rowCount;
  }
  appender.flushSync();
  appender.closeSync();
  // A stream whose rest cannot be read ends as if that were all.
  const held = await source.runAndReadAll(`SELECT count(*) FROM ${table} WHERE capture = ?`, [from]);
  if (copied !== Number(held.value(0, 0))) throw new CaseError(damagedCase(caseName));
}
