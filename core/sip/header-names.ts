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

/** Spellings so frequent that looking them up beats lowering their case. */
const USUAL_SPELLINGS: ReadonlyMap<string, string> = new Map(
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
  ].map((name) => [name, name.toLowerCase()]),
);

/** Canonical name of a header field: ASCII lower case, compact names expanded (RFC 3261 section 7.3.1, 7.3.3). */
export function canonicalHeaderName(rawName: string): string {
  const usual = USUAL_SPELLINGS.get(rawName);
  if (usual !== undefined) return usual;
  const lower = lowerAscii(rawName);
  return COMPACT_NAMES.get(lower) ?? lower;
}

/** True when a field was sent under its one-letter name. */
export function isCompactName(rawName: string): boolean {
  return rawName.length === 1 && COMPACT_NAMES.has(lowerAscii(rawName));
}

/** Lower case of A-Z alone: other characters stand for bytes, not for letters. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
