import type { CaptureOutcome } from "../contract/ingest.ts";
import type { Source } from "../flow/source.ts";
import type { IpAddress } from "../net/address.ts";

/** Sources that cross threads at once. What crosses is copied: all at once they would be held three times. */
const SOURCES_IN_PART = 1000;

/** Takes the wanted sources out of an outcome, part by part; each part is forgotten once the next is asked for. */
export function* takeSources(
  outcome: CaptureOutcome,
  isWanted: (source: Source) => boolean = () => true,
): Generator<ReadonlyMap<IpAddress, Source>> {
  if (outcome.kind !== "read") return;
  let part = new Map<IpAddress, Source>();
  for (const [address, source] of outcome.sources) {
    if (!isWanted(source)) continue;
    part.set(address, source);
    outcome.sources.delete(address);
    if (part.size < SOURCES_IN_PART) continue;
    yield part;
    part = new Map();
  }
  if (part.size > 0) yield part;
}

/** An outcome and its sources, together again. */
export class OutcomeParts {
  private readonly sources = new Map<IpAddress, Source>();

  add(part: ReadonlyMap<IpAddress, Source>): void {
    for (const [address, source] of part) this.sources.set(address, source);
  }

  /** The outcome with all parts that were added. */
  join(outcome: CaptureOutcome): CaptureOutcome {
    return outcome.kind !== "read" ? outcome : { ...outcome, sources: this.sources };
  }
}
