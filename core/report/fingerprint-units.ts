import type { Fingerprint } from "../fingerprint/fingerprint.ts";
import type { Groupable } from "../fingerprint/fingerprint-groups.ts";
import { copyStrandState, mergeStrandStates, type StrandState } from "../fingerprint/strand-state.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { IpAddress } from "../net/address.ts";
import type { CountedFlow, CountedStrand } from "./counted-flow.ts";
import type { JudgedFlow } from "./flow-report.ts";
import type { JudgedStrand } from "./strand-report.ts";

/** All strands with the same fingerprint that were given the same tool, or none. */
export interface FingerprintUnit extends Groupable {
  /** That of one strand: its text is that of all, for the id is made of it. */
  readonly fingerprint: Fingerprint;
  /** Of all strands together: it shows which gap lengths and optional keys there are. */
  readonly state: StrandState;
  /** The strand with the lowest id. */
  readonly first: JudgedStrand;
  readonly strands: number;
  readonly flows: ReadonlySet<CountedFlow>;
  readonly sources: ReadonlySet<IpAddress>;
}

interface GrowingUnit extends FingerprintUnit {
  state: StrandState;
  first: JudgedStrand;
  strands: number;
  readonly flows: Set<CountedFlow>;
  readonly sources: Set<IpAddress>;
}

/** The fingerprints of these strands by tool. Strands that are not wanted are left out. */
export function unitsOf(
  flows: readonly JudgedFlow[],
  isWanted: (strand: JudgedStrand) => boolean = () => true,
): FingerprintUnit[] {
  const collector = new UnitCollector();
  for (const flow of flows) {
    for (const judged of flow.strands) if (isWanted(judged)) collector.add(judged, flow);
  }
  return collector.units();
}

/** Collects strands into units, one by one: of a flow nothing but its counts is held. */
export class UnitCollector {
  private readonly byKey = new Map<string, GrowingUnit>();

  /** Adds a strand of a flow. */
  add(judged: JudgedStrand, flow: CountedFlow): void {
    const { state } = judged.strand;
    const key = unitKey(judged);
    let unit = this.byKey.get(key);
    if (unit === undefined) {
      unit = newUnit(judged);
      this.byKey.set(key, unit);
    } else {
      // Merging uses its operands up, and those of the strands are wanted again.
      if (unit.strands === 1) unit.state = copyStrandState(unit.state);
      mergeStrandStates(unit.state, copyStrandState(state));
      unit.strands += 1;
      if (byCodeUnits(judged.id, unit.first.id) < 0) unit.first = judged;
    }
    unit.flows.add(flow);
    unit.sources.add(flow.source);
  }

  units(): FingerprintUnit[] {
    return [...this.byKey.values()];
  }
}

/** The key of the unit a strand belongs to. */
export function unitKey(judged: Pick<CountedStrand, "fingerprint" | "named">): string {
  return `${judged.fingerprint.id}\t${toolOf(judged) ?? ""}`;
}

/** The tool a strand was named as. */
export function toolOf({ named }: Pick<CountedStrand, "named">): string | null {
  return named?.signature.tool.id ?? null;
}

function newUnit(judged: JudgedStrand): GrowingUnit {
  const { fingerprint, strand } = judged;
  return {
    id: fingerprint.id,
    tool: toolOf(judged),
    fingerprint,
    state: strand.state,
    first: judged,
    strands: 1,
    flows: new Set(),
    sources: new Set(),
  };
}
