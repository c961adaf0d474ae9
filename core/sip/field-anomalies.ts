import type { AnomalyLog } from "./anomaly-log.ts";
import { CONTENT_LENGTH_BIT } from "./header-names.ts";
import type { PlacedText } from "./placed-text.ts";
import type { ReadField } from "./read-field.ts";
import { KNOWN_METHODS } from "./start-line.ts";

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
/** What no URI may hold (RFC 3261 section 25.1): `%` stands before two hex digits, brackets round an IPv6 address. */
const NO_URI_CHARACTER = /[^A-Za-z0-9\-_.!~*'();/?:@&=+$,[\]%]|%(?![0-9A-Fa-f]{2})/;

/** Most URIs; they are quicker told from others than what is wrong with those. */
const USUAL_URI = /^sips?:[A-Za-z0-9\-_.!~*'();/:@&=+$,[\]]*$/;

/** Number and method with blanks between (RFC 3261 section 20.16). */
const CSEQ = /^(\d+)[ \t]+([^ \t]+)$/;
const NUMBER = /^\d+$/;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const LARGEST_CSEQ = 2 ** 31 - 1;
const LARGEST_MAX_FORWARDS = 255;
const LARGEST_UNSIGNED = 2 ** 32 - 1;

/** Notes what is odd about a method that is a token, and about a URI. Offsets are those of the first byte of each. */
export function noteStartLineParts(
  method: string,
  methodOffset: number,
  uri: string,
  uriOffset: number,
  anomalies: AnomalyLog,
): void {
  // RFC 3261 section 7.1: methods are case-sensitive, so this is another method, but surely meant as the known one.
  if (/[a-z]/.test(method) && KNOWN_METHODS.includes(method.toUpperCase())) {
    anomalies.note("odd-method-case", methodOffset);
  }
  if (USUAL_URI.test(uri)) return;
  const wrong = SCHEME.test(uri) ? firstWrongCharacter(uri) : 0;
  if (wrong >= 0) anomalies.note("odd-uri", uriOffset + wrong);
}

function firstWrongCharacter(uri: string): number {
  const wrong = uri.search(NO_URI_CHARACTER);
  if (wrong >= 0 || !/^sips?:/i.test(uri)) return wrong;
  // RFC 3261 section 19.1.1: a request URI holds no headers; before the `@` the question mark belongs to the user.
  return uri.indexOf("?", uri.lastIndexOf("@") + 1);
}

/** Notes what the values of fields say that cannot be, each at its field. Other grammar of values is not judged. */
export function noteFieldValues(fields: readonly ReadField[], method: string, anomalies: AnomalyLog): void {
  let bodyLength: string | undefined;
  for (const field of fields) {
    const { spelling } = field;
    if (spelling.bit === CONTENT_LENGTH_BIT) {
      const { value, offset } = field;
      bodyLength ??= value;
      if (value !== bodyLength) anomalies.note("contradicting-content-lengths", offset);
    }
    // A field that repeats was looked at in the message before.
    if (field.soundFor === method) continue;
    const { notes } = anomalies;
    noteFieldValue(field, method, anomalies);
    if (anomalies.notes === notes) field.soundFor = method;
  }
}

function noteFieldValue(field: ReadField, method: string, anomalies: AnomalyLog): void {
  const { offset } = field;
  switch (field.name) {
    case "cseq":
      noteSequence(field.value, offset, method, anomalies);
      break;
    case "max-forwards":
      noteNumber(field.value, LARGEST_MAX_FORWARDS, offset, anomalies);
      break;
    case "expires":
      noteNumber(field.value, LARGEST_UNSIGNED, offset, anomalies);
      break;
    case "content-length":
      if (/^-\d+$/.test(field.value)) anomalies.note("negative-content-length", offset);
      else if (!NUMBER.test(field.value)) anomalies.note("content-length-not-a-number", offset);
      noteNumber(field.value, LARGEST_UNSIGNED, offset, anomalies);
      break;
    case "from":
    case "to":
    case "contact":
    case "reply-to":
    case "refer-to":
    case "route":
    case "record-route":
      if (hasOpenQuote(field.place)) anomalies.note("unbalanced-quote", offset);
      break;
  }
}

function noteSequence(value: string, offset: number, method: string, anomalies: AnomalyLog): void {
  // Most say `1 OPTIONS` and the like, and this is quicker.
  if (value.length === method.length + 2 && value.startsWith("1 ") && value.endsWith(method)) return;
  const parts = CSEQ.exec(value);
  if (parts === null) {
    anomalies.note("odd-cseq", offset);
    return;
  }
  if (Number(parts[1]) > LARGEST_CSEQ) anomalies.note("number-out-of-range", offset);
  if (parts[2] !== method) anomalies.note("cseq-of-other-method", offset);
}

function noteNumber(value: string, largest: number, offset: number, anomalies: AnomalyLog): void {
  if (value.length > 2 && NUMBER.test(value) && Number(value) > largest) anomalies.note("number-out-of-range", offset);
}

/** Whether a quoted string begins that does not end (RFC 3261 section 25.1); a backslash in it quotes what follows. */
function hasOpenQuote({ bytes, start, end }: PlacedText): boolean {
  let open = false;
  for (let at = start; at < end; at += 1) {
    if (bytes[at] === QUOTE) open = !open;
    else if (open && bytes[at] === BACKSLASH) at += 1;
  }
  return open;
}
