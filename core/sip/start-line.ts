/** A request's start line: `method SP uri SP SIP/x.y` (RFC 3261 section 7.1), blanks may repeat. */
export interface RequestLine {
  readonly method: string;
  readonly uriLength: number;
  /** Where the URI begins in the line; the method begins the line. */
  readonly uriOffset: number;
  /** Not exactly one SP between the three parts and none elsewhere. */
  readonly oddBlank: boolean;
  /** Another version than `SIP/2.0`, or another letter case. */
  readonly oddVersion: boolean;
}

/** Methods of RFC 3261 and its extensions (IANA sip-parameters, methods). */
export const KNOWN_METHODS: readonly string[] = [
  "ACK",
  "BYE",
  "CANCEL",
  "INFO",
  "INVITE",
  "MESSAGE",
  "NOTIFY",
  "OPTIONS",
  "PRACK",
  "PUBLISH",
  "REFER",
  "REGISTER",
  "SUBSCRIBE",
  "UPDATE",
];

const BLANK = 0x20;
const USUAL_END = " SIP/2.0";
/** 1 for characters that may stand anywhere in a URI behind its scheme (RFC 3261 section 25.1). */
const USUAL_IN_URI: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  /[A-Za-z0-9\-_.!~*'();/:@&=+$,[\]]/.test(String.fromCharCode(code)) ? 1 : 0,
);

const METHOD = /^[A-Za-z0-9\-.!%*_+`'~]{1,32}$/;
const VERSION = /^SIP\/\d+\.\d+$/i;
const THREE_WORDS = /^[^ \t]+ [^ \t]+ [^ \t]+$/;
const STATUS_LINE = /^SIP\/\d+\.\d+[ \t]+([1-6]\d\d)(?:[ \t]|$)/i;
const CUT_STATUS_LINE = /^SIP\/\d+\.\d+[ \t]+(?:[1-6]\d{0,2})?$/i;

/** The parts of a request line, or undefined when the line is none. The line comes without its line end. */
export function parseRequestLine(line: string): RequestLine | undefined {
  const end = lastNonBlank(line) + 1;
  const beforeVersion = lastBlank(line, end);
  const version = line.slice(beforeVersion + 1, end);
  if (beforeVersion < 0 || !VERSION.test(version)) return undefined;
  const methodEnd = firstBlank(line);
  const method = line.slice(0, methodEnd);
  const uriOffset = methodEnd + blanksBefore(line.slice(methodEnd, beforeVersion));
  const uri = trimBlanks(line.slice(uriOffset, beforeVersion));
  if (uri === "" || !METHOD.test(method)) return undefined;
  return {
    method,
    uriLength: uri.length,
    uriOffset,
    oddBlank: !THREE_WORDS.test(line),
    oddVersion: version !== "SIP/2.0",
  };
}

/** A request line of the usual form: a known method, a usual SIP URI, and single blanks; undefined for all others. */
export function usualRequestLine(bytes: Uint8Array, start: number, end: number): RequestLine | undefined {
  const method = knownMethodAt(bytes, start);
  if (method === undefined) return undefined;
  const uriOffset = method.length + 1;
  const uriEnd = end - USUAL_END.length;
  if (!isTextAt("sip:", bytes, start + uriOffset) || !isTextAt(USUAL_END, bytes, uriEnd)) return undefined;
  if (bytes[start + method.length] !== BLANK || uriEnd <= start + uriOffset) return undefined;
  for (let at = start + uriOffset; at < uriEnd; at += 1) {
    if (USUAL_IN_URI[bytes[at] as number] === 0) return undefined;
  }
  return { method, uriOffset, uriLength: uriEnd - start - uriOffset, oddBlank: false, oddVersion: false };
}

function knownMethodAt(bytes: Uint8Array, start: number): string | undefined {
  for (const known of KNOWN_METHODS) if (isTextAt(known, bytes, start)) return known;
  return undefined;
}

function isTextAt(text: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/**
 * A line without what stands right before a known method in its first word: what a request line would be without that
 * junk. Undefined where the first word does not end in one, or is one.
 */
export function behindJunk(line: string): string | undefined {
  const word = /^[ \t]*([^ \t]+)/.exec(line);
  if (word === null) return undefined;
  const [before, text] = word as unknown as [string, string];
  const method = KNOWN_METHODS.find((known) => text.endsWith(known));
  return method === undefined || before === method ? undefined : line.slice(before.length - method.length);
}

/** The status code of a response's start line, or undefined when the line is none. */
export function parseStatusLine(line: string): number | undefined {
  const match = STATUS_LINE.exec(line);
  return match === null ? undefined : Number(match[1]);
}

/** Whether a line begins a message. */
export function isStartLine(line: string): boolean {
  return parseRequestLine(line) !== undefined || parseStatusLine(line) !== undefined;
}

/** The status code of a status line whose end was cut off, or undefined while a fourth digit might follow. */
export function parseCutStatusLine(cutLine: string): number | undefined {
  const anyByte = "?";
  return parseStatusLine(cutLine + anyByte);
}

/** True when more bytes could still make a start line of a cut line. */
export function mayBecomeStartLine(cutLine: string): boolean {
  const methodEnd = firstBlank(cutLine);
  if (methodEnd < 0) return cutLine.length === 0 || METHOD.test(cutLine) || /^SIP\/[\d.]*$/i.test(cutLine);
  return METHOD.test(cutLine.slice(0, methodEnd)) || CUT_STATUS_LINE.test(cutLine);
}

/** How many blanks (SP, HT) a text begins with. */
function blanksBefore(text: string): number {
  let blanks = 0;
  while (isBlank(text.charCodeAt(blanks))) blanks += 1;
  return blanks;
}

/** The text without blanks (SP, HT) at either end. */
export function trimBlanks(text: string): string {
  const start = blanksBefore(text);
  let end = text.length;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** True for SP and HT, the only blanks of SIP's grammar inside a line. */
export function isBlank(code: number | undefined): boolean {
  return code === 0x20 || code === 0x09;
}

function firstBlank(line: string): number {
  for (let i = 0; i < line.length; i += 1) if (isBlank(line.charCodeAt(i))) return i;
  return -1;
}

function lastBlank(line: string, end: number): number {
  for (let i = end - 1; i >= 0; i -= 1) if (isBlank(line.charCodeAt(i))) return i;
  return -1;
}

function lastNonBlank(line: string): number {
  for (let i = line.length - 1; i >= 0; i -= 1) if (!isBlank(line.charCodeAt(i))) return i;
  return -1;
}
