import { byCodeUnits } from "../fingerprint/value-state.ts";
import { viewStrand } from "../fingerprint/view-strand.ts";
import { likenessOf } from "../signature/match.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import type { Verdict } from "../signature/verdict.ts";
import type { FingerprintUnit } from "./fingerprint-units.ts";
import type { JudgedStrand } from "./strand-report.ts";

/**
 * Unnamed fingerprints that are compared with all signatures, largest first. Comparing is slow, and a flood of spoofed
 * sources can hold a fingerprint a packet.
 */
const MOST_COMPARED = 1000;

/** Of these the fingerprints that are compared for likeness, largest first. */
export function unitsToCompare(units: readonly FingerprintUnit[]): readonly FingerprintUnit[] {
  return units
    .filter(({ first }) => first.identified === null)
    .sort((a, b) => b.state.packets - a.state.packets || byCodeUnits(a.id, b.id))
    .slice(0, MOST_COMPARED);
}

/** Strands that no signature matches, collected one by one: of each fingerprint one strand is held. */
export class UnnamedStrands {
  private readonly byFingerprint = new Map<string, { packets: number; first: JudgedStrand }>();

  /** Adds a strand; one that a signature matches is not compared. */
  add(strand: JudgedStrand): void {
    if (strand.identified !== null) return;
    const { id } = strand.fingerprint;
    const { packets } = strand.strand.state;
    const known = this.byFingerprint.get(id);
    const first = known === undefined || byCodeUnits(strand.id, known.first.id) < 0 ? strand : known.first;
    this.byFingerprint.set(id, { packets: packets + (known?.packets ?? 0), first });
  }

  /**
   * What unnamed fingerprints are like, by id. Strands of one fingerprint are alike: the one with the lowest id stands
   * for all. Fingerprints beyond the thousand with most packets are left out.
   */
  compare(library: SignatureLibrary): Map<string, Verdict> {
    const largest = [...this.byFingerprint].sort(([a, x], [b, y]) => y.packets - x.packets || byCodeUnits(a, b));
    return new Map(
      largest
        .slice(0, MOST_COMPARED)
        .map(([id, { first }]) => [id, likenessOf(viewStrand(first.strand.state), library)]),
    );
  }
}
