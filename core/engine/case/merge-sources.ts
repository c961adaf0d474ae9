import fs from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { CampaignRuleSet } from "../../contract/campaigns.ts";
import type { SavedFilter } from "../../contract/saved-filter.ts";
import type { RuleTexts } from "../../flow/rule-texts.ts";
import { type CampaignRoster, campaignRoster, campaignRules } from "./campaign-settings.ts";
import {
  type CaseCapture,
  type CaseRefusal,
  listCaptures,
  listRefused,
  listWaiting,
  TABLES_OF_CAPTURES,
} from "./case-captures.ts";
import { CaseError, isFault } from "./case-fault.ts";
import { type CaseFile, openCase } from "./case-file.ts";
import { caseFilters, caseRules } from "./case-settings.ts";
import { type CaseEvent, listEvents } from "./events.ts";

/**
 * A case to merge: the path of its file, or the case that this program has open, with the name it is told by. A program
 * opens a case once.
 */
export type MergeSource = string | { readonly opened: CaseFile; readonly name: string };

/** What a case brings, but for the rows of its captures. */
export interface Contribution {
  readonly source: MergeSource;
  /** For the analyst. */
  readonly name: string;
  readonly rules: RuleTexts | null;
  readonly captures: readonly CaseCapture[];
  /** How many rows there are of each capture, by its number in the case. */
  readonly rows: ReadonlyMap<number, number>;
  readonly refused: readonly CaseRefusal[];
  readonly waiting: readonly string[];
  readonly events: readonly CaseEvent[];
  readonly roster: CampaignRoster;
  readonly campaignRules: CampaignRuleSet | null;
  readonly filters: readonly SavedFilter[];
}

/** A case that is given twice, by whatever names, brings the same. */
export function differentSources(sources: readonly MergeSource[]): MergeSource[] {
  const different = new Map<string, MergeSource>();
  for (const source of sources) {
    const identity = identityOf(source);
    if (!different.has(identity)) different.set(identity, source);
  }
  return [...different.values()];
}

/** What is the same for all names of one file. Looks at no file's content: that would give up the lock of an open case. */
export function identityOf(source: MergeSource): string {
  const file = typeof source === "string" ? source : source.opened.path;
  const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? file : `${stat.dev} ${stat.ino}`;
}

/** Works on a case that is only read. Throws `CaseError` where it cannot be opened. */
export async function readingSource<Value>(
  source: MergeSource,
  work: (opened: CaseFile) => Promise<Value>,
): Promise<Value> {
  if (typeof source !== "string") return work(source.opened);
  const opened = await openCase(source, false);
  if (isFault(opened)) throw new CaseError(opened);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** What a case brings, as it stands at one moment. Throws `CaseError` where it cannot be read. */
export function contributionOf(source: MergeSource): Promise<Contribution> {
  return readingSource(source, (opened) =>
    atOneMoment(opened, async (connection) => ({
      source,
      name: typeof source === "string" ? opened.name : source.name,
      rules: await caseRules(connection),
      captures: await listCaptures(connection),
      rows: await rowsOfCaptures(connection),
      refused: await listRefused(connection),
      waiting: await listWaiting(connection),
      events: await listEvents(connection),
      roster: await campaignRoster(connection),
      campaignRules: await campaignRules(connection),
      filters: await caseFilters(connection),
    })),
  );
}

/** Reads a case as it stands at one moment, whatever is written into it meanwhile. */
export function atOneMoment<Value>(
  opened: CaseFile,
  work: (connection: DuckDBConnection) => Promise<Value>,
): Promise<Value> {
  return opened.use(async (connection) => {
    await connection.run("BEGIN TRANSACTION READ ONLY");
    const value = await work(connection);
    await connection.run("COMMIT");
    return value;
  });
}

async function rowsOfCaptures(connection: DuckDBConnection): Promise<Map<number, number>> {
  const all = TABLES_OF_CAPTURES.map((table) => `SELECT capture FROM ${table}`).join(" UNION ALL ");
  const counts = await connection.runAndReadAll(`SELECT capture, count(*) FROM (${all}) GROUP BY capture`);
  return new Map(counts.getRows().map(([capture, count]) => [Number(capture), Number(count)]));
}
