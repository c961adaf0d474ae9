import { readSipMessage } from "../sip/read-message.ts";
import { countDistinct } from "./distinct-sketch.ts";
import { headerOrderOf } from "./fingerprint.ts";
import { observeMessage } from "./observed-message.ts";
import type { Exemplar, StrandState } from "./strand-state.ts";
import type { ExemplarView, KeyView, StrandView } from "./strand-view.ts";
import { distinctValues, maskOf } from "./value-state.ts";

/** What matching may know of a strand. Exemplars are read again from their bytes. */
export function viewStrand(state: StrandState): StrandView {
  const keys = new Map<string, KeyView>();
  for (const [key, keyState] of state.keys) {
    const tokenised = maskOf(keyState.tokenised);
    keys.set(key, {
      mandatory: keyState.packets === state.packets,
      distinctValues: distinctValues(keyState.tokenised),
      tokenised,
      raw: keyState.raw === null ? tokenised : maskOf(keyState.raw),
    });
  }
  return {
    method: state.method,
    cut: state.cutPackets > 0,
    evidence: countDistinct(state.evidence),
    headerOrder: headerOrderOf(state),
    compactNames: state.anomalies.get("compact-name") === state.packets,
    keys,
    exemplars: state.exemplars.map(viewExemplar),
  };
}

/** An exemplar's fields with their tokens. */
export function viewExemplar(exemplar: Exemplar): ExemplarView {
  const { endpoints, payload, missingBytes } = exemplar;
  const request = readSipMessage(payload, missingBytes);
  if (request.kind !== "request") throw new Error("an exemplar is always a request: it was one when it was kept");
  const { fields } = observeMessage(request, endpoints);
  return {
    fields: new Map(fields.map((field) => [field.key, field])),
    portsEqual: endpoints.sourcePort === endpoints.destinationPort,
    addressesEqual: endpoints.source === endpoints.destination,
  };
}
