import { byCodeUnits } from "../fingerprint/value-state.ts";
import { namedSignatures } from "../signature/proposal/settle.ts";
import type { JudgedFlow } from "./flow-report.ts";

/** What a signature claims of a case. */
export interface CoveredBySignature {
  readonly signature: string;
  readonly strands: number;
  readonly flows: number;
  readonly sources: number;
  readonly packets: number;
  /** Other signatures that claim strands of these with the same right, and how many; ascending. */
  readonly shared: readonly (readonly [signature: string, strands: number])[];
}

interface Growing {
  strands: number;
  flows: number;
  sources: number;
  packets: number;
  readonly shared: Map<string, number>;
  lastFlow: JudgedFlow | null;
  lastSource: JudgedFlow["source"] | null;
}

/** Counts what each signature claims, flow by flow; the flows of a source come one behind the other. */
export class SignatureCoverage {
  private readonly growing = new Map<string, Growing>();

  add(flow: JudgedFlow): void {
    for (const { identified, strand } of flow.strands) {
      const named = namedSignatures(identified);
      for (const id of named) {
        const covered = this.of(id);
        covered.strands += 1;
        covered.packets += strand.state.packets;
        if (covered.lastFlow !== flow) covered.flows += 1;
        if (covered.lastSource !== flow.source) covered.sources += 1;
        covered.lastFlow = flow;
        covered.lastSource = flow.source;
        for (const other of named) {
          if (other !== id) covered.shared.set(other, (covered.shared.get(other) ?? 0) + 1);
        }
      }
    }
  }

  /** Of signatures that claim anything, ascending by id. */
  counts(): CoveredBySignature[] {
    return [...this.growing]
      .sort(([a], [b]) => byCodeUnits(a, b))
      .map(([signature, { strands, flows, sources, packets, shared }]) => ({
        signature,
        strands,
        flows,
        sources,
        packets,
        shared: [...shared].sort(([a], [b]) => byCodeUnits(a, b)),
      }));
  }

  private of(id: string): Growing {
    const known = this.growing.get(id);
    if (known !== undefined) return known;
    const fresh: Growing = {
      strands: 0,
      flows: 0,
      sources: 0,
      packets: 0,
      shared: new Map(),
      lastFlow: null,
      lastSource: null,
    };
    this.growing.set(id, fresh);
    return fresh;
  }
}
