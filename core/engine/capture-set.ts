import type { CaptureOutcome, ReadCapture, ReadOutcome, Refusal } from "../contract/ingest.ts";
import { mergedSource, type Source } from "../flow/source.ts";
import type { IpAddress } from "../net/address.ts";

/** What was read of some captures, on one time line. */
export interface CombinedCaptures {
  /** Ascending by SHA-256, each once. */
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  readonly sources: ReadonlyMap<IpAddress, Source>;
  /** Of some captures only the packets are counted so far: they have too many sources to look into while they are read. */
  readonly countsOnly: boolean;
}

/** Captures as they come in: the result is independent of the order in which they were given or ended. */
export class CaptureSet implements CombinedCaptures {
  countsOnly = false;
  readonly refused: Refusal[] = [];
  readonly sources = new Map<IpAddress, Source>();
  private readonly bySha256 = new Map<string, ReadCapture>();
  private readonly paths = new Map<string, string>();
  private readonly flowTimeoutNs: bigint;

  constructor(flowTimeoutNs: bigint) {
    this.flowTimeoutNs = flowTimeoutNs;
  }

  get captures(): readonly ReadCapture[] {
    return ascending(this.bySha256.values());
  }

  /** Where the bytes of a capture of this set lie: of several files the least path. */
  pathOf(sha256: string): string {
    const path = this.paths.get(sha256);
    if (path === undefined) throw new Error(`no capture of this set has the hash ${sha256}`);
    return path;
  }

  /** Adds what one file gave; its sources are used up. A capture given twice counts once, under its least name. */
  add(path: string, outcome: CaptureOutcome): void {
    if (outcome.kind === "known") throw new Error("only a case knows captures before they are read");
    if (outcome.kind === "refused") {
      this.refused.push(outcome.refusal);
      return;
    }
    const { capture } = outcome;
    const knownPath = this.paths.get(capture.sha256);
    if (knownPath === undefined || path < knownPath) this.paths.set(capture.sha256, path);
    const known = this.bySha256.get(capture.sha256);
    if (known !== undefined) {
      if (capture.name < known.name) this.bySha256.set(capture.sha256, { ...known, name: capture.name });
      return;
    }
    this.bySha256.set(capture.sha256, capture);
    if (holdsCountsOnly(outcome)) this.countsOnly = true;
    for (const [address, source] of outcome.sources) {
      const own = this.sources.get(address);
      this.sources.set(address, own === undefined ? source : mergedSource(own, source, this.flowTimeoutNs));
    }
  }

  /** This set and what is read of further files so far. Neither is changed. */
  with(snapshots: Iterable<ReadOutcome>): CombinedCaptures {
    const captures = new Map(this.bySha256);
    const sources = new Map(this.sources);
    let { countsOnly } = this;
    for (const snapshot of snapshots) {
      if (captures.has(snapshot.capture.sha256)) continue;
      captures.set(snapshot.capture.sha256, snapshot.capture);
      if (holdsCountsOnly(snapshot)) countsOnly = true;
      for (const [address, source] of snapshot.sources) {
        const own = sources.get(address);
        // Merging uses its operands up, and both are wanted again.
        const merged = own && mergedSource(structuredClone(own), structuredClone(source), this.flowTimeoutNs);
        sources.set(address, merged ?? source);
      }
    }
    return { captures: ascending(captures.values()), refused: this.refused, sources, countsOnly };
  }
}

function holdsCountsOnly({ sources, capture }: ReadOutcome): boolean {
  return sources.size === 0 && capture.tally.classes.sipRequest > 0;
}

function ascending(captures: Iterable<ReadCapture>): ReadCapture[] {
  return [...captures].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
