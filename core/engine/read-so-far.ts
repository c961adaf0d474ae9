import type { CaptureOutcome, ReadOutcome } from "../contract/ingest.ts";
import { selectFlows } from "../flow/faint-flows.ts";
import { type AnalysisRules, nanoseconds } from "../flow/rule-texts.ts";
import { destinationsOf, telescopeOf } from "../report/telescope-report.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import { CaptureSet, type CombinedCaptures } from "./capture-set.ts";
import { judgeFlows } from "./judge-flows.ts";
import type { LostReading } from "./read-files.ts";
import type { Found } from "./results.ts";

/**
 * What a reading has brought so far, in memory, until the tables of the case answer. What arrives waits until it is
 * taken in, between two judgements, so that what is judged holds still.
 */
export class ReadSoFar {
  /** What was read so far of files that are being read, and of those whose reader was lost. */
  readonly snapshots = new Map<string, ReadOutcome>();
  readonly lost = new Map<string, LostReading>();
  private readonly rules: AnalysisRules;
  private readonly library: () => SignatureLibrary;
  private readonly flowTimeoutNs: bigint;
  private set: CaptureSet;
  /** What arrived since the last judgement began; of snapshots the newest of each file. */
  private arrived: (() => void)[] = [];
  private readonly newSnapshots = new Map<string, ReadOutcome>();

  /** `library`: the signatures in use whenever something is judged. */
  constructor(rules: AnalysisRules, library: () => SignatureLibrary) {
    this.rules = rules;
    this.library = library;
    this.flowTimeoutNs = nanoseconds(rules.flowTimeoutSeconds);
    this.set = new CaptureSet(this.flowTimeoutNs);
  }

  /** Whether no capture was read to its ending. */
  get isEmpty(): boolean {
    return this.set.captures.length === 0;
  }

  /** Whether anything arrived since the last judgement began. */
  get hasNews(): boolean {
    return this.arrived.length > 0 || this.newSnapshots.size > 0;
  }

  addOutcome(file: string, outcome: CaptureOutcome): void {
    this.newSnapshots.delete(file);
    this.arrived.push(() => {
      this.snapshots.delete(file);
      if (outcome.kind !== "known") this.set.add(file, outcome);
    });
  }

  addSnapshot(file: string, snapshot: ReadOutcome): void {
    this.newSnapshots.set(file, snapshot);
  }

  addLost(lost: LostReading): void {
    this.arrived.push(() => this.lost.set(lost.path, lost));
  }

  /** Takes in what has arrived. */
  takeIn(): CombinedCaptures {
    const { arrived } = this;
    this.arrived = [];
    for (const apply of arrived) apply();
    for (const [file, snapshot] of this.newSnapshots) this.snapshots.set(file, snapshot);
    this.newSnapshots.clear();
    return this.set.with(this.snapshots.values());
  }

  /** Judges what was taken in, unless that is no longer wanted. */
  async judge(captures: CombinedCaptures, isWanted: () => boolean): Promise<Found> {
    const { flowTimeoutNs, rules } = this;
    const library = this.library();
    const { sources, setAside } = selectFlows(captures.sources, flowTimeoutNs);
    const judging = { flowTimeoutNs, telescope: rules.telescope ?? [], preset: rules.preset, library };
    const flows = await judgeFlows(sources, judging, isWanted);
    const telescope = telescopeOf(rules.telescope, destinationsOf(flows, setAside));
    return { flows, setAside, telescope, flowTimeoutSeconds: rules.flowTimeoutSeconds };
  }

  /** The case answers for what was read: it is no longer needed here. */
  forgetRead(): void {
    this.set = new CaptureSet(this.flowTimeoutNs);
  }
}
