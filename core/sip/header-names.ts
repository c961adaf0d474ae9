import { isMisspelt } from "./misspelt-name.ts";

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

/** Fields every request needs (RFC 3261 section 8.1.1); the first five make a message SIP (spec section 2). */
const MANDATORY_FIELDS: readonly string[] = ["via", "from", "to", "call-id", "cseq", "max-forwards"];

/** Further fields that may stand only once in a message (RFC 3261 section 7.3.1 and 20, and where each was registered). */
const FURTHER_SINGLE_FIELDS: readonly string[] = [
  "content-length",
  "content-type",
  "content-disposition",
  "user-agent",
  "date",
  "event",
  "expires",
  "min-expires",
  "mime-version",
  "organization",
  "priority",
  "refer-to",
  "referred-by",
  "reply-to",
  "server",
  "session-expires",
  "subject",
  "timestamp",
];

const WATCHED_FIELDS: readonly string[] = [...MANDATORY_FIELDS, ...FURTHER_SINGLE_FIELDS];

/** Bits of the fields every request needs, of those of which one makes a message SIP, and of those that may repeat. */
export const MANDATORY_BITS: number = 0b111111;
export const SIP_FIELD_BITS: number = 0b11111;
const REPEATABLE_BITS = 0b1;
export const CONTENT_LENGTH_BIT: number = 1 << WATCHED_FIELDS.indexOf("content-length");

/** All one-letter names. */
export const ONE_LETTER_NAMES: readonly string[] = [...COMPACT_NAMES.keys()];

/** The names in lower case under which a field may be sent: the long one, and the one-letter one where there is one. */
export function namesOfField(name: string): readonly string[] {
  return [name, ...[...COMPACT_NAMES].flatMap(([compact, long]) => (long === name ? [compact] : []))];
}

const NAME_TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

/** What the spelling of a header name says. */
export interface HeaderName {
  /** As sent. */
  readonly rawName: string;
  /** ASCII lower case, compact names expanded (RFC 3261 section 7.3.1, 7.3.3). */
  readonly name: string;
  /** Sent under its one-letter name. */
  readonly compact: boolean;
  /** Holds characters that are no token characters. */
  readonly odd: boolean;
  /** An unknown name one slip away from a known one. */
  readonly misspelt: boolean;
  /** A bit of its own for each mandatory field and each that may stand only once in a request, 0 for all others. */
  readonly bit: number;
  /** `bit` where the field may stand only once, else 0. */
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
  const watched = WATCHED_FIELDS.indexOf(expanded ?? lower);
  // Of equal names the one of this file, so that they mostly compare without being looked at.
  const name = WATCHED_FIELDS[watched] ?? expanded ?? lower;
  const bit = watched < 0 ? 0 : 1 << watched;
  return {
    rawName,
    name,
    compact: expanded !== undefined,
    odd: !NAME_TOKEN.test(rawName),
    misspelt: watched < 0 && isMisspelt(name),
    bit,
    singleBit: bit & ~REPEATABLE_BITS,
  };
}

/** Lower case of A-Z alone: other characters stand for bytes, not for letters. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
