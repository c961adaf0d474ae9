import { byCodeUnits } from "../fingerprint/value-state.ts";
import { viewStrand } from "../fingerprint/view-strand.ts";
import { likenessOf } from "../signature/match.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import type { Verdict } from "../signature/verdict.ts";
import type { JudgedFlow } from "./flow-report.ts";
import type { JudgedStrand } from "./strand-report.ts";

/**
 * Unnamed fingerprints that are compared with all signatures, largest first. Comparing is slow, and a flood of spoofed
 * sources can hold a fingerprint a packet.
 */
const MOST_COMPARED = 1000;

/**
 * What unnamed fingerprints are like, by id. Strands of one fingerprint are alike: the one with the lowest id stands
 * for all. Fingerprints beyond the thousand with most packets are left out.
 */
export function compareUnnamed(flows: readonly JudgedFlow[], library: SignatureLibrary): Map<string, Verdict> {
  const groups = new Map<string, { packets: number; first: JudgedStrand }>();
  for (const strand of flows.flatMap((flow) => flow.strands)) {
    if (strand.identified !== null) continue;
    const { id } = strand.fingerprint;
    const { packets } = strand.strand.state;
    const group = groups.get(id);
    const first = group === undefined || byCodeUnits(strand.id, group.first.id) < 0 ? strand : group.first;
    groups.set(id, { packets: packets + (group?.packets ?? 0), first });
  }
  const largest = [...groups].sort(([a, x], [b, y]) => y.packets - x.packets || byCodeUnits(a, b));
  return new Map(
    largest.slice(0, MOST_COMPARED).map(([id, { first }]) => [id, likenessOf(viewStrand(first.strand.state), library)]),
  );
}
