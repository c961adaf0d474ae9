import type { RuleTexts } from "../contract/rule-texts.ts";
import { type AnalysisRules, nanoseconds } from "../flow/rule-texts.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { foldRulesText } from "./case/case-settings.ts";
import type { CaseReadingOptions } from "./case/read-into-case.ts";
import { DEFAULT_MOST_HELD } from "./ingest.ts";
import type { LoadedPacks } from "./load-packs.ts";

/** How a session reads, and under which rules. Threads and chunks never change a result. */
export interface SessionOptions {
  readonly rules: AnalysisRules;
  /** The same as they were typed: the case remembers them so. */
  readonly ruleTexts: RuleTexts;
  readonly packs: LoadedPacks;
  /** Tables of countries and networks, at first. */
  readonly geoTables: readonly GeoTable[];
  readonly threads: number;
  readonly chunkBytes: number;
  readonly workerUrl: URL;
  /** Where the cross-check worker's code lies. */
  readonly crossCheckWorkerUrl: URL;
  /** Where the code of the worker lies that matches strands again. */
  readonly rematchWorkerUrl: URL;
}

/** The same for one reading of files. `named`: files the analyst chose, and did not find in a folder. */
export function readingOptions(
  { threads, chunkBytes, workerUrl, rules }: SessionOptions,
  named: CaseReadingOptions["named"],
  snapshots: boolean,
): CaseReadingOptions {
  const { ports, flowTimeoutSeconds, tunnels } = rules;
  return {
    rules: { ports, flowTimeoutNs: nanoseconds(flowTimeoutSeconds), tunnels },
    rulesText: foldRulesText(rules),
    named,
    index: true,
    threads,
    chunkBytes,
    mostHeld: DEFAULT_MOST_HELD,
    workerUrl,
    snapshots,
  };
}
