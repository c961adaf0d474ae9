import { headerOrderOf, sha256Hex } from "../fingerprint/fingerprint.ts";
import { copyStrandState, mergeStrandStates, type StrandState } from "../fingerprint/strand-state.ts";
import { listStrands, type Strand, type StrandSet } from "./strand-set.ts";

/**
 * The flow as the paper fingerprints it: all its messages in one strand, whatever their methods, header orders and
 * ports. By the merge law this is the state of the messages folded together, so nothing has to be read again. Messages
 * cut by the snap length stay apart: what lies behind a cut is unknown, and would make every key there look optional.
 */
export function listUndivided(set: StrandSet): Strand[] {
  const strands = listStrands(set);
  const isCut = ({ state }: Strand) => state.cutPackets === state.packets;
  const complete = strands.filter((strand) => !isCut(strand));
  return [complete, strands.filter(isCut)].filter((part) => part.length > 0).map(together);
}

function together(strands: readonly Strand[]): Strand {
  const state = strands.map((strand) => copyStrandState(strand.state)).reduce(mergeStrandStates);
  const { method } = state;
  return {
    method,
    localId: `${method ?? "*"}/${orderName(state)}`,
    sourcePort: null,
    overflow: strands.some(({ overflow }) => overflow),
    state,
  };
}

function orderName(state: StrandState): string {
  if (state.cutPackets === state.packets) return "cut";
  const order = headerOrderOf(state);
  return order === null ? "mixed" : sha256Hex(order.join(",")).slice(0, 8);
}
