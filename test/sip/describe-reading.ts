import type { NotSipReason, SipReading, SipRequest } from "../../core/sip/message.ts";
import { visibleText } from "../builders/case-file.ts";

/** Names that are shown without their spelling: as RFC 3261 writes them, or lower case already. */
const USUAL_NAMES =
  /^(?:Via|From|To|Call-ID|CSeq|Max-Forwards|Contact|User-Agent|Content-Type|Content-Length|[a-z_]{1,20})$/;

const NOT_SIP_WORDS: Readonly<Record<NotSipReason, string>> = {
  "no-start-line": "not SIP",
  "junk-before-request": "not SIP: something before the request",
  "no-sip-field": "not SIP, but with a start line",
};

/** What was read, in the lines of a `reading` block of the case files. */
export function describeReading(reading: SipReading): string[] {
  switch (reading.kind) {
    case "response":
      return [`response ${reading.status}`];
    case "undecided":
      return ["undecided"];
    case "notSip":
      return [NOT_SIP_WORDS[reading.reason]];
    case "request":
      return describeRequest(reading).map(visibleText);
  }
}

function describeRequest(request: SipRequest): string[] {
  return [
    `${request.cut ? "cut " : ""}request ${request.method} ${request.uri}`,
    ...request.fields.map(({ rawName, name, value }) => {
      const usual = USUAL_NAMES.test(rawName) && rawName.toLowerCase() === name;
      return `${usual ? "" : `${rawName} -> `}${name}: ${value}`;
    }),
    ...request.sdp.map(({ type, value }) => `sdp ${type}=${value}`),
    `body ${request.bodyLength}`,
    ...request.anomalies.map(({ kind, offset }) => `anomaly ${kind} at ${offset}`),
  ];
}
