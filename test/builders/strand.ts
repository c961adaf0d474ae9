import { observeMessage } from "../../core/fingerprint/observed-message.ts";
import { mergeStrandStates, strandStateOf } from "../../core/fingerprint/strand-state.ts";
import type { StrandView } from "../../core/fingerprint/strand-view.ts";
import { viewStrand } from "../../core/fingerprint/view-strand.ts";
import { parseAddress } from "../../core/net/address.ts";
import { readSipMessage } from "../../core/sip/read-message.ts";

/** A message with its packet's addresses and ports. */
export interface Probe {
  /** Latin-1 text that stands for bytes. */
  readonly text: string;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Bytes cut off by the snap length. */
  readonly missingBytes?: number;
}

/** The strand of these messages, which must all be SIP requests. */
export function strandOf(probes: readonly Probe[]): StrandView {
  const states = probes.map((probe, index) => {
    const missingBytes = probe.missingBytes ?? 0;
    const source = parseAddress(probe.source);
    const destination = parseAddress(probe.destination);
    const request = readSipMessage(probe.text, missingBytes);
    if (request.kind !== "request" || source === undefined || destination === undefined) {
      throw new Error(`not a SIP request: ${probe.text}`);
    }
    const { sourcePort, destinationPort } = probe;
    const endpoints = { source, destination, sourcePort, destinationPort };
    return strandStateOf({
      method: request.method,
      message: observeMessage(request, probe.text, endpoints),
      anomalies: request.anomalies,
      cut: request.cut,
      endpoints,
      payload: probe.text,
      missingBytes,
      place: { timeNs: BigInt(index), capture: "", number: index + 1 },
    });
  });
  return viewStrand(states.reduce(mergeStrandStates));
}
