import type { StrandRow } from "../../../core/contract/inspection.ts";
import type { SipAnomalyKind } from "../../../core/sip/message.ts";

type Grade = StrandRow["grade"];

/** How far a fingerprint can be trusted. */
export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  unreliable: "Under 5 different messages: what is constant here may be so by accident.",
  provisional: "Under 20 different messages or under 10 destinations: the fingerprint may still change.",
  stable: "20 or more different messages to 10 or more destinations: the fingerprint will hardly change.",
};

const ANOMALIES: Readonly<Record<SipAnomalyKind, string>> = {
  "leading-line-break": "line breaks before the start line",
  "odd-blank-in-start-line": "wrong blanks in the start line",
  "odd-version": "odd SIP version",
  "odd-method-case": "known method in another letter case",
  "odd-uri": "request URI without a scheme, or with characters not allowed there",
  "folded-start-line": "blank before the first header field, as if the start line went on",
  "bare-line-feed": "lines that end in LF without CR",
  "bare-carriage-return": "lines that end in CR without LF",
  "stray-carriage-return": "CR inside a line",
  "mixed-line-ends": "lines that end in different ways",
  "long-line": "line of more than 1,024 bytes",
  "folded-line": "header field folded over several lines",
  "blank-before-colon": "blank before the colon of a header field",
  "header-without-colon": "header line without a colon",
  "empty-header-name": "header line with nothing before its colon",
  "odd-header-name": "header name with characters not allowed there",
  "misspelt-header-name": "header name one slip away from a known one",
  "compact-name": "one-letter header name",
  "repeated-field": "header field repeated that may stand once",
  "start-line-among-fields": "start line among the header fields, as if written over another message",
  "missing-mandatory-field": "one of Via, From, To, Call-ID, CSeq, Max-Forwards missing",
  "odd-cseq": "CSeq that is not a number and a method",
  "cseq-of-other-method": "CSeq names another method than the start line",
  "number-out-of-range": "CSeq, Max-Forwards, Expires or Content-Length larger than it can be",
  "unbalanced-quote": "quoted text in an address that does not end",
  "missing-empty-line": "no empty line behind the header",
  "non-ascii": "bytes that are no ASCII",
  "control-character": "control characters inside the message",
  "nul-byte": "NUL byte inside the message",
  "nul-padding": "NUL bytes behind the message",
  "content-length-not-a-number": "Content-Length that is no number",
  "negative-content-length": "negative Content-Length",
  "contradicting-content-lengths": "several Content-Lengths that differ",
  "short-body": "body shorter than Content-Length says",
  "extra-bytes": "bytes behind the body",
  "several-messages": "several messages in one datagram",
  "cut-by-snap-length": "cut by the snap length of the capture",
};

/** A kind of anomaly in plain words; the name itself where it is a new one. */
export function describeAnomaly(kind: string): string {
  const words: Readonly<Record<string, string>> = ANOMALIES;
  return words[kind] ?? plain(kind);
}

function plain(name: string): string {
  return name.replaceAll("-", " ");
}
