import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { RuleTexts } from "../../flow/rule-texts.ts";
import { setCampaignRoster, setCampaignRules } from "./campaign-settings.ts";
import {
  addWaiting,
  type CaseCapture,
  findCapture,
  insertCaptures,
  insertRefusals,
  TABLES_OF_CAPTURES,
} from "./case-captures.ts";
import { CaseError, type CaseFault, damagedCase } from "./case-fault.ts";
import { type CaseFile, makeCase } from "./case-file.ts";
import { setCaseFilters, setCaseRules } from "./case-settings.ts";
import { insertEvent } from "./events.ts";
import type { LabelConflict } from "./label-conflicts.ts";
import {
  atOneMoment,
  type Contribution,
  contributionOf,
  differentSources,
  type MergeSource,
  readingSource,
} from "./merge-sources.ts";
import type { SignatureConflict } from "./signature-conflicts.ts";
import { type ChosenCapture, otherRules, type UnitedCases, unitedCases } from "./united-cases.ts";

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

/** Who waits for a merged case. */
export interface MergeListener {
  /** False: nobody does any more. Asked again and again, also once all rows are copied. */
  isWanted(): boolean;
  /** How many rows are copied, and of how many. */
  onRows(rows: number, of: number): void;
}

/** Thrown where nobody waits any more. */
class NotWanted extends Error {}

/**
 * Makes one case of several that were read under the same rules: it holds what one reading of all their captures would
 * have given, and what was done in each of them. The cases are only read. Whole or not at all: a fault, or null where
 * nobody waits any more, leaves nothing behind.
 */
export async function mergeCases(
  sources: readonly MergeSource[],
  target: string,
  program: string,
  listener: MergeListener,
): Promise<Merged | CaseFault | null> {
  const contributions: Contribution[] = [];
  try {
    for (const source of differentSources(sources)) {
      contributions.push(await contributionOf(source));
      stopUnlessWanted(listener);
    }
    const rules = rulesOfAll(contributions);
    const united = unitedCases(contributions, path.basename(target));
    const fault = await makeCase(target, program, (made) => fillCase(made, united, rules, listener));
    if (fault !== null) return fault;
    return {
      cases: contributions.length,
      captures: united.captures.length,
      conflicts: united.conflicts,
      signatureConflicts: united.signatureConflicts,
      filtersLeftOut: united.filters.leftOut,
    };
  } catch (error) {
    if (error instanceof NotWanted) return null;
    if (error instanceof CaseError) return error.fault;
    throw error;
  }
}

function stopUnlessWanted(listener: MergeListener): void {
  if (!listener.isWanted()) throw new NotWanted();
}

function rulesOfAll(contributions: readonly Contribution[]): RuleTexts | null {
  const [first, ...others] = contributions.filter(({ rules }) => rules !== null);
  if (first === undefined) return null;
  for (const other of others) {
    const fault = otherRules(first, other);
    if (fault !== null) throw new CaseError(fault);
  }
  return first.rules;
}

async function fillCase(
  made: CaseFile,
  united: UnitedCases,
  rules: RuleTexts | null,
  listener: MergeListener,
): Promise<void> {
  await made.save(async (connection) => {
    if (rules !== null) await setCaseRules(connection, rules);
    await setCampaignRoster(connection, united.roster);
    await setCampaignRules(connection, united.campaignRules);
    await insertRefusals(connection, united.refused);
    await addWaiting(connection, united.waiting);
    for (const event of united.events) await insertEvent(connection, event);
    const { filters } = united.filters;
    if (filters.length > 0) await setCaseFilters(connection, filters);
  });
  const copying = new Copying(made, united.captures, listener);
  for (const from of new Set(united.captures.map((capture) => capture.from))) await copying.copyFrom(from);
  // Much of what was copied is written only now.
  await made.use((connection) => connection.run("CHECKPOINT"));
  stopUnlessWanted(listener);
}

/** Copies captures with all their rows; each gets its place in the merged case as its number. */
class Copying {
  private readonly made: CaseFile;
  private readonly captures: readonly ChosenCapture[];
  private readonly listener: MergeListener;
  private readonly rowsInAll: number;
  private rows = 0;

  constructor(made: CaseFile, captures: readonly ChosenCapture[], listener: MergeListener) {
    this.made = made;
    this.captures = captures;
    this.listener = listener;
    this.rowsInAll = captures.reduce((sum, { from, held }) => sum + (from.rows.get(held.id) ?? 0), 0);
  }

  /** Copies the captures that are taken from this case. */
  async copyFrom(from: Contribution): Promise<void> {
    await readingSource(from.source, async (opened) => {
      for (const [place, capture] of this.captures.entries()) {
        if (capture.from !== from) continue;
        await atOneMoment(opened, async (source) => {
          if (!(await isAsItWas(source, capture.held))) throw new CaseError(changedMeanwhile(from.name));
          await this.copyCapture(source, capture, place + 1);
        });
      }
    });
  }

  private async copyCapture(source: DuckDBConnection, { from, held }: ChosenCapture, id: number): Promise<void> {
    await this.made.save(async (connection) => {
      await insertCaptures(connection, [{ ...held, id, imported: ONE_IMPORT }]);
      for (const table of TABLES_OF_CAPTURES) {
        const rows = await source.runAndReadAll(`SELECT count(*) FROM ${table} WHERE capture = ?`, [held.id]);
        const copied = await this.copyRows(source, connection, table, held.id, id);
        // A stream whose rest cannot be read ends as if that were all.
        if (copied !== Number(rows.value(0, 0))) throw new CaseError(damagedCase(from.name));
      }
    });
  }

  /** Rows cross as the database's own chunks: no value becomes one of JavaScript. Returns how many did. */
  private async copyRows(
    source: DuckDBConnection,
    target: DuckDBConnection,
    table: string,
    from: number,
    to: number,
  ): Promise<number> {
    const sql = `SELECT * REPLACE (?::UINTEGER AS capture) FROM ${table} WHERE capture = ?`;
    const rows = await source.stream(sql, [to, from]);
    const appender = await target.createAppender(table);
    let copied = 0;
    try {
      for (let chunk = await rows.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await rows.fetchChunk()) {
        stopUnlessWanted(this.listener);
        appender.appendDataChunk(chunk);
        copied += chunk.rowCount;
        this.rows += chunk.rowCount;
        this.listener.onRows(this.rows, this.rowsInAll);
      }
      appender.flushSync();
    } catch (error) {
      appender.clear();
      throw error;
    } finally {
      appender.closeSync();
    }
    return copied;
  }
}

/** Whether a case still holds a capture as it was found: between two looks at a case somebody may have written into it. */
async function isAsItWas(connection: DuckDBConnection, held: CaseCapture): Promise<boolean> {
  const now = await findCapture(connection, held.capture.sha256);
  const { id, rules, finished, indexed } = held;
  return now?.id === id && now.rules === rules && now.finished === finished && now.indexed === indexed;
}

function changedMeanwhile(name: string): CaseFault {
  return { code: "case-changed", message: `${name} was changed while it was merged. Nothing was merged. Merge again.` };
}
