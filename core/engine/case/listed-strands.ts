import { type Fingerprint, fingerprintOf } from "../../fingerprint/fingerprint.ts";
import type { StrandState } from "../../fingerprint/strand-state.ts";
import type { FlowState } from "../../flow/flow-state.ts";
import { strandsUnder } from "../../flow/preset.ts";
import { type AnalysisRules, nanoseconds } from "../../flow/rule-texts.ts";
import { type Source, stateOfSource } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import { flowsOf } from "../../report/build-report.ts";
import { flowIdOf } from "../../report/flow-report.ts";

/** A strand of a case, of those the report lists. */
export interface CaseStrand {
  /** As in the report. */
  readonly id: string;
  readonly source: IpAddress;
  readonly flow: FlowState;
  readonly state: StrandState;
  /** Id of its fingerprint, and the text that is hashed. */
  readonly fingerprint: string;
  readonly text: string;
}

/** All strands of some sources, in no order. */
export function strandsOf(
  sources: ReadonlyMap<IpAddress, Source>,
  rules: Pick<AnalysisRules, "preset" | "flowTimeoutSeconds">,
): CaseStrand[] {
  const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
  return Array.from(sources).flatMap(([source, held]) =>
    flowsOf(stateOfSource(held, timeoutNs)).flatMap((flow) =>
      strandsUnder(rules.preset, flow.strands).map(
        ({ localId, state }) => new HeldStrand(localId, source, flow, state),
      ),
    ),
  );
}

/** A strand whose id and fingerprint are made once they are asked for: matching does without. */
class HeldStrand implements CaseStrand {
  readonly source: IpAddress;
  readonly flow: FlowState;
  readonly state: StrandState;
  private readonly localId: string;
  private made: Fingerprint | null = null;

  constructor(localId: string, source: IpAddress, flow: FlowState, state: StrandState) {
    this.localId = localId;
    this.source = source;
    this.flow = flow;
    this.state = state;
  }

  get id(): string {
    return `${flowIdOf(this.source, this.flow)}/${this.localId}`;
  }

  get fingerprint(): string {
    return this.whole().id;
  }

  get text(): string {
    return this.whole().text;
  }

  private whole(): Fingerprint {
    this.made ??= fingerprintOf(this.state);
    return this.made;
  }
}
