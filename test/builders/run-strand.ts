import { fingerprintOf } from "../../core/fingerprint/fingerprint.ts";
import type { Groupable } from "../../core/fingerprint/fingerprint-groups.ts";
import type { StrandState } from "../../core/fingerprint/strand-state.ts";
import { viewStrand } from "../../core/fingerprint/view-strand.ts";
import type { SentRequest } from "../../core/flow/flow-state.ts";
import { identifyStrand } from "../../core/signature/match.ts";
import { namedTool } from "../../core/signature/verdict.ts";
import type { Random } from "../generator/random.ts";
import type { ToolRun } from "../generator/tool-messages.ts";
import { foldInOrder } from "./fold-requests.ts";
import { builtinLibrary } from "./library.ts";
import { observedRequest } from "./observed-request.ts";

/** Requests of one run from one source to random targets of a telescope, given by its first two octets. */
export function requestsOfRun(
  run: ToolRun,
  count: number,
  { source, telescope, random }: { readonly source: string; readonly telescope: string; readonly random: Random },
): SentRequest[] {
  return Array.from({ length: count }, (_, index) => {
    const destination = `${telescope}.${random.int(0, 255)}.${random.int(0, 255)}`;
    const ends = { source, destination, sourcePort: 5060, destinationPort: 5060 };
    const text = Buffer.from(run.next(ends)).toString("latin1");
    return observedRequest({ ...ends, text }, index + 1);
  });
}

/** The fingerprint of these requests as grouping takes it, with the tool the built-in pack names. */
export function groupableOf(requests: readonly SentRequest[]): Groupable {
  return groupableOfState(foldInOrder(requests));
}

/** The same of a state. */
export function groupableOfState(state: StrandState): Groupable {
  const verdict = identifyStrand(viewStrand(state), builtinLibrary);
  const tool = verdict === null ? null : (namedTool(verdict)?.signature.tool.id ?? null);
  return { id: fingerprintOf(state).id, tool, state };
}
