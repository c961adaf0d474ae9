import { readSipMessage } from "../sip/read-message.ts";
import { awaitedFields } from "./awaited-field.ts";
import { countDistinct } from "./distinct-sketch.ts";
import { headerOrderOf } from "./fingerprint.ts";
import type { KeyState } from "./key-state.ts";
import type { Exemplar, StrandState } from "./strand-state.ts";
import type { ExemplarView, KeyView, Mask, StrandView } from "./strand-view.ts";
import { distinctValues, maskOf, onlyValue } from "./value-state.ts";

/** What matching may know of a strand. Exemplars are read again from their bytes once they are asked for. */
export function viewStrand(state: StrandState): StrandView {
  const keys = new Map<string, KeyView>();
  for (const [key, keyState] of state.keys) {
    keys.set(key, viewKey(keyState, state.packets));
  }
  let exemplars: readonly ExemplarView[] | null = null;
  return {
    method: state.method,
    cut: state.cutPackets > 0,
    evidence: countDistinct(state.evidence),
    headerOrder: headerOrderOf(state),
    compactNames: state.anomalies.get("compact-name") === state.packets,
    keys,
    get exemplars() {
      exemplars ??= state.exemplars.map(viewExemplar);
      return exemplars;
    },
  };
}

/** Masks are computed when they are asked for: of most keys, a look at the exemplars is enough. */
function viewKey(state: KeyState, packets: number): KeyView {
  let tokenised: Mask | null = null;
  let raw: Mask | null = null;
  return {
    mandatory: state.packets === packets,
    distinctValues: distinctValues(state.tokenised),
    onlyValue: onlyValue(state.tokenised),
    get tokenised() {
      tokenised ??= maskOf(state.tokenised);
      return tokenised;
    },
    get raw() {
      raw ??= maskOf(state.raw ?? state.tokenised);
      return raw;
    },
  };
}

/** An exemplar's fields; their tokens are looked for once they are asked for. */
export function viewExemplar(exemplar: Exemplar): ExemplarView {
  const { endpoints, payload, missingBytes } = exemplar;
  const request = readSipMessage(payload, missingBytes);
  if (request.kind !== "request") throw new Error("an exemplar is always a request: it was one when it was kept");
  return {
    fields: awaitedFields(request, endpoints),
    portsEqual: endpoints.sourcePort === endpoints.destinationPort,
    addressesEqual: endpoints.source === endpoints.destination,
  };
}
