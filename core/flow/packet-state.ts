import { type StrandState, strandStateOf } from "../fingerprint/strand-state.ts";
import { readSipMessage } from "../sip/read-message.ts";
import { type RequestParts, sentRequest } from "./kept-request.ts";

/** The state of one packet alone; null where it holds no SIP request. */
export function stateOfPacket(parts: RequestParts): StrandState | null {
  const request = readSipMessage(parts.payload, parts.missingBytes);
  return request.kind === "request" ? strandStateOf(sentRequest(parts, request)) : null;
}
