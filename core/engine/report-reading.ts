import type { Steps } from "../campaign/steps.ts";
import type { CrossCheck } from "../contract/cross-check.ts";
import type { ReadCapture, Refusal } from "../contract/ingest.ts";
import { type AnalysisRules, nanoseconds } from "../flow/rule-texts.ts";
import { stateOfSource } from "../flow/source.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { ReportBuilder } from "../report/build-report.ts";
import type { ReportedCampaigns } from "../report/campaign-report.ts";
import { castsDoubt } from "../report/cross-check.ts";
import type { Report, ReportCapture } from "../report/report.ts";
import type { LoadedPacks } from "./load-packs.ts";
import { SelectedStates, type StatesInPortions } from "./selected-states.ts";
import { TimeSlices } from "./time-slices.ts";

/** What was read, from captures just now or into a case before. */
export interface WhatWasRead {
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  readonly states: StatesInPortions;
  /** By SHA-256 of the capture. */
  readonly crossChecks: ReadonlyMap<string, CrossCheck>;
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

/** Who waits for a report, and may stop waiting. */
export interface ReportWaiter {
  /** False: the rest of it is not made. */
  isWaiting(): boolean;
  /** Told now and then: sources that are judged, and all there are. */
  onSources(done: number, all: number): void;
}

const PATIENT: ReportWaiter = { isWaiting: () => true, onSources: () => undefined };

/** A report for somebody who waits until it is made. */
export async function patiently(make: (waiter: ReportWaiter) => Promise<Report | null>): Promise<Report> {
  const report = await make(PATIENT);
  if (report === null) throw new Error("a report is made for whoever waits");
  return report;
}

/**
 * The report of what was read, made of a few sources at a time, of which it holds no state; between them the thread
 * answers questions. Null where nobody waits any more.
 */
export async function reportReading(
  waiter: ReportWaiter,
  { captures, refused, states, crossChecks }: WhatWasRead,
  { rules, packs: { packs, library }, geoTables }: Omit<ReportRules, "countsItself">,
  campaigns: ReportedCampaigns,
): Promise<Report | null> {
  const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
  const builder = new ReportBuilder({ ...rules, campaigns, packs, geoTables, library });
  const selected = new SelectedStates(states, timeoutNs);
  const slices = new TimeSlices();
  const all = await states.countSources();
  let done = 0;
  for await (const sources of selected.portions(() => waiter.isWaiting())) {
    for (const [address, source] of sources) {
      builder.add(address, stateOfSource(source, timeoutNs));
      done += 1;
      if (!slices.areOver) continue;
      waiter.onSources(done, all);
      await slices.pause();
      if (!waiter.isWaiting()) return null;
    }
  }
  if (!waiter.isWaiting()) return null;
  waiter.onSources(all, all);
  const { setAside } = selected;
  return inSteps(builder.steps({ captures, refused, setAside, crossChecks }), waiter, slices);
}

async function inSteps(steps: Steps<Report>, waiter: ReportWaiter, slices: TimeSlices): Promise<Report | null> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (slices.areOver) await slices.pause();
    if (!waiter.isWaiting()) return null;
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
