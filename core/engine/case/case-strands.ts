import { fingerprintOf } from "../../fingerprint/fingerprint.ts";
import type { StrandState } from "../../fingerprint/strand-state.ts";
import { selectFlows } from "../../flow/faint-flows.ts";
import type { FlowState } from "../../flow/flow-state.ts";
import { strandsUnder } from "../../flow/preset.ts";
import { nanoseconds } from "../../flow/rule-texts.ts";
import { stateOfSource } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import { flowsOf } from "../../report/build-report.ts";
import { readCase, rulesOfCase } from "./analyse-case.ts";
import type { CaseFile } from "./case-file.ts";

/** A strand of a case, of those the report lists. */
export interface CaseStrand {
  readonly source: IpAddress;
  readonly flow: FlowState;
  readonly state: StrandState;
  /** Id of its fingerprint, and the text that is hashed. */
  readonly fingerprint: string;
  readonly text: string;
}

/** All strands of the case, in no order. */
export async function strandsOfCase(opened: CaseFile): Promise<CaseStrand[]> {
  const rules = await rulesOfCase(opened);
  const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
  const { sources } = selectFlows((await readCase(opened, rules)).sources, timeoutNs);
  return Array.from(sources).flatMap(([source, held]) =>
    flowsOf(stateOfSource(held, timeoutNs)).flatMap((flow) =>
      strandsUnder(rules.preset, flow.strands).map(({ state }) => {
        const { id, text } = fingerprintOf(state);
        return { source, flow, state, fingerprint: id, text };
      }),
    ),
  );
}
