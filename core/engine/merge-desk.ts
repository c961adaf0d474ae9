import type { EndedMerge, MergeFault, MergePart, MergePlan, MergeProgress } from "../contract/merging.ts";
import { CaseError } from "./case/case-fault.ts";
import type { CaseFile } from "./case/case-file.ts";
import { currentLabels, labelEventsOf } from "./case/labels.ts";
import { mergeCases } from "./case/merge-cases.ts";
import { type Contribution, contributionOf, identityOf, type MergeSource } from "./case/merge-sources.ts";
import { signaturesOf } from "./case/own-signatures.ts";
import { otherRules, unitedCases } from "./case/united-cases.ts";

/** Between two words about how far a merge is, in milliseconds. */
const TELL_INTERVAL_MS = 200;
/** For one that has no name yet, too. */
const OPEN_CASE = "This case";

/** What cases are merged with. */
export interface MergeGround {
  readonly opened: CaseFile;
  /** Of the program. */
  readonly version: string;
  /** False while captures are read: what is merged has to stand still. */
  isStill(): boolean;
  tell(progress: MergeProgress): void;
}

/** A case that was looked at: what it brings, why not, or that it was given before. */
type Looked = Contribution | MergeFault | "same";

/** Merges the open case with others into a new one, as the command line does: the cases are only read. */
export class MergeDesk {
  private readonly ground: MergeGround;
  private running: { isWanted: boolean } | null = null;
  private closed = false;
  /** A program opens a case once, so one after the other is looked at. */
  private latest: Promise<unknown> = Promise.resolve();

  constructor(ground: MergeGround) {
    this.ground = ground;
  }

  /** What a merge with these cases would unite. */
  look(files: readonly string[]): Promise<MergePlan> {
    return this.inTurn(async () => {
      if (this.closed || !this.ground.isStill()) return { kind: "reading" };
      const open = await lookAt(this.openCase);
      const others: Looked[] = [];
      const known = new Set([identityOf(this.openCase)]);
      for (const file of files) {
        if (this.closed) return { kind: "reading" };
        const identity = identityOf(file);
        others.push(known.has(identity) ? "same" : await lookAt(file));
        known.add(identity);
      }
      return planOf(open, others);
    });
  }

  /** Merges with these cases into a new one. */
  merge(files: readonly string[], target: string): Promise<EndedMerge> {
    if (this.running !== null) {
      return Promise.resolve(refused({ code: "already-merging", message: "Cases are being merged already." }));
    }
    const running = { isWanted: true };
    this.running = running;
    return this.inTurn(() => this.run(running, files, target)).finally(() => {
      this.running = null;
    });
  }

  /** Ends the merge; whoever waits for it is told so, and no file is left of it. */
  cancel(): void {
    if (this.running !== null) this.running.isWanted = false;
  }

  /** Ends the merge, and nothing reads the case any more once this resolves. */
  async stop(): Promise<void> {
    this.closed = true;
    this.cancel();
    await this.latest;
  }

  private get openCase(): Exclude<MergeSource, string> {
    return { opened: this.ground.opened, name: OPEN_CASE };
  }

  private inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.latest.then(work);
    this.latest = done.catch(() => undefined);
    return done;
  }

  private async run(
    running: { readonly isWanted: boolean },
    files: readonly string[],
    target: string,
  ): Promise<EndedMerge> {
    const { ground } = this;
    if (!running.isWanted) return { kind: "cancelled" };
    if (!ground.isStill()) {
      const message = "Cases are merged once all captures are read. Nothing was merged.";
      return refused({ code: "still-reading", message });
    }
    ground.tell({ stage: "looking" });
    let toldAt = -Infinity;
    const onRows = (rows: number, of: number) => {
      if (rows < of && performance.now() - toldAt < TELL_INTERVAL_MS) return;
      toldAt = performance.now();
      ground.tell({ stage: "copying", rows, of });
    };
    try {
      const isWanted = () => running.isWanted;
      const merged = await mergeCases([this.openCase, ...files], target, ground.version, { isWanted, onRows });
      if (merged === null) return { kind: "cancelled" };
      if ("code" in merged) return refused(merged);
      const { cases, captures, conflicts, signatureConflicts, filtersLeftOut } = merged;
      const contradicting = { labelConflicts: conflicts.length, signatureConflicts: signatureConflicts.length };
      return { kind: "merged", cases, captures, ...contradicting, filtersLeftOut };
    } finally {
      ground.tell({ stage: "none" });
    }
  }
}

function refused(fault: MergeFault): EndedMerge {
  return { kind: "refused", fault };
}

async function lookAt(source: MergeSource): Promise<Contribution | MergeFault> {
  return orFault(() => contributionOf(source));
}

async function orFault<Value>(work: () => Value | Promise<Value>): Promise<Value | MergeFault> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CaseError) return error.fault;
    throw error;
  }
}

async function planOf(open: Contribution | MergeFault, others: readonly Looked[]): Promise<MergePlan> {
  const brought = [open, ...others].filter(isContribution);
  const first = brought.find(({ rules }) => rules !== null);
  const judge = async (looked: Looked): Promise<MergePart> => {
    if (looked === "same") return { kind: "same" };
    if (!isContribution(looked)) return { kind: "refused", fault: looked };
    const fault = first === undefined ? null : otherRules(first, looked);
    if (fault !== null) return { kind: "refused", fault };
    const part = await orFault(() => partOf(looked, brought));
    return "code" in part ? { kind: "refused", fault: part } : part;
  };
  const parts = await Promise.all([open, ...others].map(judge));
  const [ofOpen, ...ofOthers] = parts as [MergePart, ...MergePart[]];
  const isPossible = brought.length > 1 && parts.every(({ kind }) => kind !== "refused");
  return { kind: "plan", open: ofOpen, others: ofOthers, together: isPossible ? togetherOf(brought) : null };
}

function isContribution(looked: Looked): looked is Contribution {
  return looked !== "same" && !("code" in looked);
}

/** Throws `CaseError` for an event that is none of ours. */
function partOf(contribution: Contribution, all: readonly Contribution[]): MergePart {
  const { captures, events, waiting, name } = contribution;
  const elsewhere = new Set(
    all
      .filter((other) => other !== contribution)
      .flatMap((other) => other.captures.map(({ capture }) => capture.sha256)),
  );
  return {
    kind: "brings",
    captures: captures.length,
    alone: captures.filter(({ capture }) => !elsewhere.has(capture.sha256)).length,
    labels: currentLabels(labelEventsOf(events, name)).length,
    signatures: signaturesOf(events, name).written.size,
    waiting: waiting.length,
  };
}

function togetherOf(contributions: readonly Contribution[]): Extract<MergePlan, { kind: "plan" }>["together"] {
  const { captures, labels, conflicts, signatureConflicts, filters } = unitedCases(contributions, "The merged case");
  return {
    cases: contributions.length,
    captures: captures.length,
    labels: labels.length,
    labelConflicts: conflicts.length,
    signatureConflicts: signatureConflicts.length,
    filtersLeftOut: filters.leftOut,
  };
}
