import type { CaptureOutcome, ReadCapture, ReadOutcome, Refusal } from "../contract/ingest.ts";
import { mergedSource, type Source } from "../flow/source.ts";
import type { IpAddress } from "../net/address.ts";
import { ascending, CaptureList } from "./capture-list.ts";

/** What was read of some captures, on one time line. */
export interface CombinedCaptures {
  /** Ascending by SHA-256, each once. */
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  readonly sources: ReadonlyMap<IpAddress, Source>;
  /** Of some captures only the packets are counted so far: they have too many sources to look into while they are read. */
  readonly countsOnly: boolean;
}

/** Captures as they come in, and their sources in memory: the result is independent of the order in which they came. */
export class CaptureSet implements CombinedCaptures {
  countsOnly = false;
  readonly sources = new Map<IpAddress, Source>();
  private readonly list = new CaptureList();
  private readonly flowTimeoutNs: bigint;

  constructor(flowTimeoutNs: bigint) {
    this.flowTimeoutNs = flowTimeoutNs;
  }

  get captures(): readonly ReadCapture[] {
    return this.list.captures;
  }

  get refused(): readonly Refusal[] {
    return this.list.refused;
  }

  /** Adds what one file gave; its sources are used up. A capture given twice counts once, under its least name. */
  add(path: string, outcome: CaptureOutcome): void {
    const read = this.list.add(path, outcome);
    if (read === null) return;
    if (holdsCountsOnly(read)) this.countsOnly = true;
    for (const [address, source] of read.sources) {
      const own = this.sources.get(address);
      this.sources.set(address, own === undefined ? source : mergedSource(own, source, this.flowTimeoutNs));
    }
  }

  /** This set and what is read of further files so far. Neither is changed. */
  with(snapshots: Iterable<ReadOutcome>): CombinedCaptures {
    const captures = new Map(this.captures.map((capture) => [capture.sha256, capture]));
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
