import { copyStrandState, mergeStrandStates } from "../../fingerprint/strand-state.ts";
import { byCodeUnits } from "../../fingerprint/value-state.ts";
import type { JudgedFlow } from "../../report/flow-report.ts";
import type { JudgedStrand } from "../../report/strand-report.ts";
import type { SignatureLibrary } from "../../signature/signature.ts";
import type { Comparables, KnownCapture, KnownMessages } from "./comparables.ts";

/** What can be compared of flows that are in memory. */
export class JudgedComparables implements Comparables {
  readonly library: SignatureLibrary;
  readonly packet: Comparables["packet"];
  private readonly known: readonly KnownCapture[];
  private readonly byFingerprint = new Map<string, JudgedStrand[]>();
  private readonly byId = new Map<string, JudgedStrand>();

  /** @param packet reads a packet of one of the captures */
  constructor(
    flows: readonly JudgedFlow[],
    library: SignatureLibrary,
    captures: readonly KnownCapture[],
    packet: Comparables["packet"],
  ) {
    this.library = library;
    this.known = captures;
    this.packet = packet;
    for (const strand of flows.flatMap(({ strands }) => strands)) {
      this.byId.set(strand.id, strand);
      const { id } = strand.fingerprint;
      const others = this.byFingerprint.get(id);
      if (others === undefined) this.byFingerprint.set(id, [strand]);
      else others.push(strand);
    }
  }

  async fingerprintsLike(start: string, most: number): Promise<readonly string[]> {
    return idsLike(this.byFingerprint.keys(), start, most);
  }

  async strandsLike(start: string, most: number): Promise<readonly string[]> {
    return idsLike(this.byId.keys(), start, most);
  }

  async fingerprint(id: string): Promise<KnownMessages | null> {
    return together(this.byFingerprint.get(id) ?? []);
  }

  async strand(id: string): Promise<KnownMessages | null> {
    const strand = this.byId.get(id);
    return strand === undefined ? null : together([strand]);
  }

  async captures(): Promise<readonly KnownCapture[]> {
    return this.known;
  }
}

/** Strands as one; null: there are none. A tool is said where all of them were named as it. */
export function together(strands: readonly JudgedStrand[]): KnownMessages | null {
  const [first, ...others] = strands;
  if (first === undefined) return null;
  const state = copyStrandState(first.strand.state);
  for (const { strand } of others) mergeStrandStates(state, copyStrandState(strand.state));
  const tool = first.named?.signature.tool ?? null;
  const isOnly = strands.every(({ named }) => (named?.signature.tool.id ?? null) === (tool?.id ?? null));
  return { state, tool: isOnly ? tool : null };
}

function idsLike(ids: Iterable<string>, start: string, most: number): readonly string[] {
  return [...ids]
    .filter((id) => id.startsWith(start))
    .sort(byCodeUnits)
    .slice(0, most);
}
