/** Header names of RFC 3261 section 20 and of the extensions seen in scans, lower case, five letters and more. */
const KNOWN_NAMES: readonly string[] = [
  "accept",
  "accept-contact",
  "accept-encoding",
  "accept-language",
  "alert-info",
  "allow",
  "allow-events",
  "authentication-info",
  "authorization",
  "call-id",
  "call-info",
  "contact",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-length",
  "content-type",
  "error-info",
  "event",
  "expires",
  "history-info",
  "identity",
  "identity-info",
  "in-reply-to",
  "max-forwards",
  "mime-version",
  "min-expires",
  "min-se",
  "organization",
  "p-asserted-identity",
  "p-preferred-identity",
  "priority",
  "privacy",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-require",
  "reason",
  "record-route",
  "refer-to",
  "referred-by",
  "reject-contact",
  "remote-party-id",
  "replaces",
  "reply-to",
  "request-disposition",
  "require",
  "retry-after",
  "route",
  "server",
  "session-expires",
  "subject",
  "subscription-state",
  "supported",
  "timestamp",
  "unsupported",
  "user-agent",
  "warning",
  "www-authenticate",
];

const KNOWN = new Set(KNOWN_NAMES);

const BY_LENGTH: readonly (readonly string[])[] = Array.from({ length: 32 }, (_, length) =>
  KNOWN_NAMES.filter((name) => name.length === length),
);

/**
 * Whether a name, in lower case, is unknown but one slip away from a known one: a character too many, too few or
 * another, or two neighbours swapped, as in `content-lnegth`. Short names like `to` are too near to everything.
 */
export function isMisspelt(name: string): boolean {
  const { length } = name;
  if (length < 5 || length + 1 >= BY_LENGTH.length || KNOWN.has(name)) return false;
  for (let near = length - 1; near <= length + 1; near += 1) {
    for (const known of BY_LENGTH[near] as readonly string[]) if (isOneSlipFrom(name, known)) return true;
  }
  return false;
}

/** For different texts whose lengths differ by one at most. */
function isOneSlipFrom(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  const shorter = Math.min(a.length, b.length);
  let before = 0;
  while (before < shorter && a.charCodeAt(before) === b.charCodeAt(before)) before += 1;
  let behind = 0;
  while (behind < shorter - before && a.charCodeAt(a.length - 1 - behind) === b.charCodeAt(b.length - 1 - behind)) {
    behind += 1;
  }
  const odd = longer - before - behind;
  if (odd <= 1) return true;
  const swapped = a[before] === b[before + 1] && a[before + 1] === b[before];
  return odd === 2 && a.length === b.length && swapped;
}
