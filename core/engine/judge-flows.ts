import { setImmediate } from "node:timers/promises";
import type { Prefix } from "../behaviour/telescope.ts";
import { type Source, stateOfSource } from "../flow/source.ts";
import type { IpAddress } from "../net/address.ts";
import { flowsOf } from "../report/build-report.ts";
import { type JudgedFlow, judgeFlow } from "../report/flow-report.ts";
import type { SignatureLibrary } from "../signature/signature.ts";

/** What flows are judged by. */
export interface JudgingRules {
  readonly flowTimeoutNs: bigint;
  /** Known prefixes of the telescope; none if they are only inferred. */
  readonly telescope: readonly Prefix[];
  readonly library: SignatureLibrary;
}

/** Questions wait no longer than this while flows are judged, in milliseconds. */
const SLICE_MS = 12;

/**
 * Judges all flows, a little at a time: between the slices the thread answers questions. Ends early once `isWanted` says
 * no, with what was judged until then.
 */
export async function judgeFlows(
  sources: ReadonlyMap<IpAddress, Source>,
  { flowTimeoutNs, telescope, library }: JudgingRules,
  isWanted: () => boolean,
): Promise<JudgedFlow[]> {
  const judged: JudgedFlow[] = [];
  let sliceEnd = performance.now() + SLICE_MS;
  for (const [address, source] of sources) {
    for (const flow of flowsOf(stateOfSource(source, flowTimeoutNs)))
      judged.push(judgeFlow(address, flow, telescope, library));
    if (performance.now() < sliceEnd) continue;
    await setImmediate();
    if (!isWanted()) break;
    sliceEnd = performance.now() + SLICE_MS;
  }
  return judged;
}
