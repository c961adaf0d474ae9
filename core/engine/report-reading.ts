import type { CrossCheck } from "../contract/cross-check.ts";
import type { ReadCapture, Refusal } from "../contract/ingest.ts";
import { selectFlows } from "../flow/faint-flows.ts";
import { type AnalysisRules, nanoseconds } from "../flow/rule-texts.ts";
import { type Source, stateOfSource } from "../flow/source.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import type { IpAddress } from "../net/address.ts";
import { buildReport } from "../report/build-report.ts";
import { castsDoubt } from "../report/cross-check.ts";
import type { Report, ReportCapture } from "../report/report.ts";
import type { LoadedPacks } from "./load-packs.ts";

/** What was read, from captures just now or into a case before. */
export interface WhatWasRead {
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  readonly sources: ReadonlyMap<IpAddress, Source>;
}

/** What it is judged by. */
export interface ReportRules {
  readonly rules: AnalysisRules;
  readonly packs: LoadedPacks;
  /** Tables of countries and networks. */
  readonly geoTables: readonly GeoTable[];
}

/** The report of what was read. `crossChecks`: by SHA-256 of the capture. */
export function reportReading(
  { captures, refused, sources }: WhatWasRead,
  { rules, packs, geoTables }: ReportRules,
  crossChecks: ReadonlyMap<string, CrossCheck>,
): Report {
  const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
  const selected = selectFlows(sources, timeoutNs);
  return buildReport({
    ...rules,
    packs: packs.packs,
    geoTables,
    library: packs.library,
    captures,
    refused,
    sources: new Map(Array.from(selected.sources, ([address, source]) => [address, stateOfSource(source, timeoutNs)])),
    setAside: selected.setAside,
    crossChecks,
  });
}

/** Whether the report says of no capture, and of no table, that something could not be read. */
export function wasReadWhole(report: Report): boolean {
  return (
    report.captures.every(captureWasReadWhole) &&
    report.parameters.geoTables.every(({ unreadable }) => unreadable === 0)
  );
}

/** Every packet of the capture was read and could be decoded, and no second reader says otherwise. */
function captureWasReadWhole(capture: ReportCapture): boolean {
  if (capture.crossCheck !== null && castsDoubt(capture.crossCheck)) return false;
  return capture.complete && capture.problems.every(({ effect }) => effect === "noted");
}
