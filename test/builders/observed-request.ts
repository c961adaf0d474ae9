import { observeMessage } from "../../core/fingerprint/observed-message.ts";
import type { SentRequest } from "../../core/flow/flow-state.ts";
import { type IpAddress, parseAddress } from "../../core/net/address.ts";
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

/** The address a text spells; it must spell one. */
export function addressOf(text: string): IpAddress {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`not an address: ${text}`);
  return address;
}

/** A probe, which must be a SIP request, as strands and flows take it. The number is its place in the capture. */
export function observedRequest(probe: Probe, number: number, timeNs: bigint | null = BigInt(number)): SentRequest {
  const missingBytes = probe.missingBytes ?? 0;
  const request = readSipMessage(probe.text, missingBytes);
  if (request.kind !== "request") throw new Error(`not a SIP request: ${probe.text}`);
  const endpoints = {
    source: addressOf(probe.source),
    destination: addressOf(probe.destination),
    sourcePort: probe.sourcePort,
    destinationPort: probe.destinationPort,
  };
  return {
    method: request.method,
    message: observeMessage(request, endpoints),
    anomalies: request.anomalies,
    cut: request.cut,
    endpoints,
    payload: probe.text,
    missingBytes,
    timeToLive: 64,
    identification: null,
    place: { timeNs, capture: "", number },
  };
}
