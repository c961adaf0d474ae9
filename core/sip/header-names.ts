/** The 19 compact header names registered with IANA (sip-parameters, header fields). */
const COMPACT_NAMES: ReadonlyMap<string, string> = new Map([
  ["a", "accept-contact"],
  ["b", "referred-by"],
  ["c", "content-type"],
  ["d", "request-disposition"],
  ["e", "content-encoding"],
  ["f", "from"],
  ["i", "call-id"],
  ["j", "reject-contact"],
  ["k", "supported"],
  ["l", "content-length"],
  ["m", "contact"],
  ["o", "event"],
  ["r", "refer-to"],
  ["s", "subject"],
  ["t", "to"],
  ["u", "allow-events"],
  ["v", "via"],
  ["x", "session-expires"],
  ["y", "identity"],
]);

/** Fields that may stand only once in a request (RFC 3261 section 7.3.1 and 20). */
const SINGLE_FIELDS: readonly string[] = [
  "from",
  "to",
  "call-id",
  "cseq",
  "max-forwards",
  "content-length",
  "content-type",
  "user-agent",
];

const NAME_TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

/** What the spelling of a header name says. */
export interface HeaderName {
  /** ASCII lower case, compact names expanded (RFC 3261 section 7.3.1, 7.3.3). */
  readonly name: string;
  /** Sent under its one-letter name. */
  readonly compact: boolean;
  /** Holds characters that are no token characters. */
  readonly odd: boolean;
  /** A bit of its own for each field that may stand only once in a request, 0 for all others. */
  readonly singleBit: number;
}

/** Spellings so frequent that looking them up beats reading them. */
const USUAL_SPELLINGS: ReadonlyMap<string, HeaderName> = new Map(
  [
    "Via",
    "From",
    "To",
    "Call-ID",
    "CSeq",
    "Max-Forwards",
    "Contact",
    "Content-Length",
    "Content-Type",
    "User-Agent",
    "Accept",
    "Allow",
    "Supported",
    "Expires",
    "Subject",
    "Date",
    "Server",
    "Authorization",
  ].map((name) => [name, readSpelling(name)]),
);

/** Reads the name of a header field as sent. */
export function readHeaderName(rawName: string): HeaderName {
  return USUAL_SPELLINGS.get(rawName) ?? readSpelling(rawName);
}

function readSpelling(rawName: string): HeaderName {
  const lower = lowerAscii(rawName);
  const expanded = COMPACT_NAMES.get(lower);
  const name = expanded ?? lower;
  const single = SINGLE_FIELDS.indexOf(name);
  return {
    name,
    compact: expanded !== undefined,
    odd: !NAME_TOKEN.test(rawName),
    singleBit: single < 0 ? 0 : 1 << single,
  };
}

/** Lower case of A-Z alone: other characters stand for bytes, not for letters. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
