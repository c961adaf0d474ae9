import type { Steps } from "../campaign/steps.ts";
import type { CrossCheck } from "../contract/cross-check.ts";
import type { ReadCapture, Refusal } from "../contract/ingest.ts";
import { selectFlows } from "../flow/faint-flows.ts";
import { type AnalysisRules, nanoseconds } from "../flow/rule-texts.ts";
import { type Source, stateOfSource } from "../flow/source.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import type { IpAddress } from "../net/address.ts";
import { ReportBuilder, type ReportFrame } from "../report/build-report.ts";
import { campaignsAsFound, type ReportedCampaigns } from "../report/campaign-report.ts";
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
  /** Whether a source is one of its own five nearest where campaigns are looked for. */
  readonly countsItself: boolean;
  /** Tables of countries and networks. */
  readonly geoTables: readonly GeoTable[];
}

/** The report of what was read. `crossChecks`: by SHA-256 of the capture. */
export function reportReading(
  { captures, refused, sources }: WhatWasRead,
  rules: ReportRules,
  crossChecks: ReadonlyMap<string, CrossCheck>,
): Report {
  const campaigns = campaignsAsFound(rules.rules.preset, rules.countsItself);
  const growing = new GrowingReport(rules, campaigns);
  const { sources: chosen, setAside } = selectFlows(sources, nanoseconds(rules.rules.flowTimeoutSeconds));
  growing.add(chosen);
  return growing.finish({ captures, refused, setAside, crossChecks });
}

/** A report of sources that come a few at a time, each once: it holds no state of them. */
export class GrowingReport {
  private readonly builder: ReportBuilder;
  private readonly timeoutNs: bigint;

  constructor({ rules, packs, geoTables }: Omit<ReportRules, "countsItself">, campaigns: ReportedCampaigns) {
    this.timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
    this.builder = new ReportBuilder({ ...rules, campaigns, packs: packs.packs, geoTables, library: packs.library });
  }

  /** Adds sources with the flows that are looked into. */
  add(sources: ReadonlyMap<IpAddress, Source>): void {
    for (const [address, source] of sources) this.builder.add(address, stateOfSource(source, this.timeoutNs));
  }

  /** The report of all of them. */
  finish(frame: ReportFrame): Report {
    return this.builder.finish(frame);
  }

  /** The same in steps. */
  steps(frame: ReportFrame): Steps<Report> {
    return this.builder.steps(frame);
  }
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
