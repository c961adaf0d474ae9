import type { StrandState } from "../fingerprint/strand-state.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { FlowState } from "../flow/flow-state.ts";
import type { IpAddress } from "../net/address.ts";
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

/** A strand that is claimed. Its flow is told from others by identity. */
interface ClaimedStrand {
  readonly source: IpAddress;
  readonly flow: FlowState;
  readonly state: StrandState;
}

interface Growing {
  strands: number;
  flows: number;
  sources: number;
  packets: number;
  readonly shared: Map<string, number>;
  lastFlow: FlowState | null;
  lastSource: IpAddress | null;
}

/** Counts what each signature claims; the strands of a flow come one behind the other, and so do the flows of a source. */
export class SignatureCoverage {
  private readonly growing = new Map<string, Growing>();

  /** Adds a flow that was judged. */
  add({ source, state: flow, strands }: JudgedFlow): void {
    for (const { identified, strand } of strands) {
      this.addStrand({ source, flow, state: strand.state }, namedSignatures(identified));
    }
  }

  /** Adds a strand, by the ids of the signatures that claim it. */
  addStrand({ source, flow, state }: ClaimedStrand, named: readonly string[]): void {
    for (const id of named) {
      const covered = this.of(id);
      covered.strands += 1;
      covered.packets += state.packets;
      if (covered.lastFlow !== flow) covered.flows += 1;
      if (covered.lastSource !== source) covered.sources += 1;
      covered.lastFlow = flow;
      covered.lastSource = source;
      for (const other of named) {
        if (other !== id) covered.shared.set(other, (covered.shared.get(other) ?? 0) + 1);
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
