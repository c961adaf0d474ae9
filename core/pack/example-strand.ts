import { observeMessage } from "../fingerprint/observed-message.ts";
import { type StrandState, strandStateOf } from "../fingerprint/strand-state.ts";
import type { StrandView } from "../fingerprint/strand-view.ts";
import { viewStrand } from "../fingerprint/view-strand.ts";
import { parseAddress } from "../net/address.ts";
import type { SignatureExample } from "../signature/signature.ts";
import { readSipMessage } from "../sip/read-message.ts";

/** The strand of one example message, or undefined when it is no SIP request between two IP addresses. */
export function strandOfExample(example: SignatureExample): StrandView | undefined {
  const state = stateOfExample(example);
  return state && viewStrand(state);
}

/** The state of that strand. */
export function stateOfExample(example: SignatureExample): StrandState | undefined {
  const source = parseAddress(example.source);
  const destination = parseAddress(example.destination);
  const payload = example.message.join(example.lineEnd === "lf" ? "\n" : "\r\n");
  const request = readSipMessage(payload, 0);
  if (source === undefined || destination === undefined || request.kind !== "request") return undefined;
  const { sourcePort, destinationPort } = example;
  const endpoints = { source, destination, sourcePort, destinationPort };
  return strandStateOf({
    method: request.method,
    message: observeMessage(request, endpoints),
    anomalies: request.anomalies,
    cut: false,
    endpoints,
    payload,
    missingBytes: 0,
    place: { timeNs: null, capture: "", number: 1 },
  });
}
