import { AnomalyLog } from "./anomaly-log.ts";
import { noteFieldValues, noteStartLineParts } from "./field-anomalies.ts";
import { MANDATORY_BITS } from "./header-names.ts";
import { Latin1Text, latin1Bytes } from "./latin1.ts";
import { LineReader } from "./line-reader.ts";
import type { HeaderField, NotSipReason, SdpLine, SipReading } from "./message.ts";
import { ownText } from "./own-text.ts";
import { PlacedText } from "./placed-text.ts";
import type { ReadField } from "./read-field.ts";
import { readFields } from "./read-fields.ts";
import { ReadRequest } from "./read-request.ts";
import {
  behindJunk,
  isStartLine,
  mayBecomeStartLine,
  parseCutStatusLine,
  parseRequestLine,
  parseStatusLine,
  trimBlanks,
  usualRequestLine,
} from "./start-line.ts";

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;
const DELETE = 0x7f;
const NON_ASCII = /[\x80-\xff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is looked for; NUL is an anomaly of its own
const CONTROL_CHARACTER = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/**
 * The fields of the message before. Scanners repeat most lines, and one that repeats is not read again: it is the same
 * field, with its offsets in the message in which it stood first. Without such a memory all offsets are those of the payload.
 */
export class FieldMemory {
  fields: readonly ReadField[] = [];

  /** To be called before the bytes of that message are given up. */
  forget(): void {
    this.fields = [];
  }
}

/**
 * Reads the payload of a datagram, tolerantly: a message and its anomalies, never an exception.
 *
 * @param payload latin-1 text that stands for the stored bytes
 * @param missingBytes payload bytes cut off by the snap length
 * @param bytes the stored bytes themselves, where the caller has them: looking at each is faster there than in text
 * @param memory the fields of the message before
 */
export function readSipMessage(
  payload: string,
  missingBytes: number,
  bytes: Uint8Array = latin1Bytes(payload),
  memory: FieldMemory = new FieldMemory(),
): SipReading {
  return readSipPayload(new Latin1Text(bytes, () => payload), missingBytes, memory);
}

/** The same for a payload whose text need not be there. */
export function readSipPayload(payload: Latin1Text, missingBytes: number, memory: FieldMemory): SipReading {
  const { bytes } = payload;
  const anomalies = new AnomalyLog();
  const cut = missingBytes > 0;
  const textEnd = cut ? bytes.length : endBeforeNulPadding(bytes, anomalies);
  const start = skipLineBreaks(bytes, textEnd, anomalies);
  const lines = new LineReader(bytes, start, textEnd, anomalies);
  const first = lines.readLine() ?? (cut ? undefined : lines.readLastLine());
  if (first === undefined) return readCutStartLine(payload.text.slice(start));
  const usual = usualRequestLine(bytes, first.start, first.end);
  const startLine = usual ?? parseRequestLine(payload.text.slice(first.start, first.end));
  if (startLine === undefined) {
    const firstLine = payload.text.slice(first.start, first.end);
    const status = parseStatusLine(firstLine);
    if (status !== undefined) return { kind: "response", status };
    return { kind: "notSip", reason: whyNoStartLine(payload.text.slice(0, textEnd), firstLine) };
  }
  if (startLine.oddBlank) anomalies.note("odd-blank-in-start-line", start);
  if (startLine.oddVersion) anomalies.note("odd-version", start);

  const { fields, seen, isSip, end, offset } = readFields(lines, payload, cut, memory.fields, anomalies);
  memory.fields = fields;
  const ended = end === "empty-line";
  if (!isSip) return cut && end === "unknown" ? { kind: "undecided" } : { kind: "notSip", reason: "no-sip-field" };
  const uriOffset = start + startLine.uriOffset;
  const { method } = startLine;
  const uriPlace = new PlacedText(payload, bytes, uriOffset, uriOffset + startLine.uriLength);
  if (usual === undefined) noteStartLineParts(method, start, uriPlace.value, uriOffset, anomalies);
  noteFieldValues(fields, method, anomalies);
  if (end !== "unknown" && (seen & MANDATORY_BITS) !== MANDATORY_BITS) {
    anomalies.note("missing-mandatory-field", offset);
  }
  if (cut) anomalies.note("cut-by-snap-length", bytes.length);
  if (end === "text") {
    anomalies.note("missing-empty-line", offset);
    if ((declaredLength(fields) ?? 0) > 0) anomalies.note("short-body", offset);
  }
  const allRead = ended && lines.offset === textEnd;
  if (!ended || lines.metOddByte || holdsOddByte(bytes, lines.offset, textEnd)) {
    noteOddBytes(payload.text.slice(0, textEnd), anomalies);
  }

  const rest = allRead ? "" : payload.text.slice(lines.offset, textEnd);
  const body = ended ? ownBody(rest, lines.offset, fields, missingBytes, anomalies) : NO_BODY;
  return new ReadRequest({
    method,
    methodOffset: start,
    uriPlace,
    fields,
    sdp: cut ? [] : readSdp(body.text, fields),
    bodyLength: body.length,
    anomalies: anomalies.list(),
    cut,
    payload: bytes,
  });
}

function readCutStartLine(line: string): SipReading {
  const status = parseCutStatusLine(line);
  if (status !== undefined) return { kind: "response", status };
  return mayBecomeStartLine(line) ? { kind: "undecided" } : { kind: "notSip", reason: whyNoStartLine(line, line) };
}

/** Of a text whose first line is no start line. Each line is looked at once. */
function whyNoStartLine(text: string, firstLine: string): NotSipReason {
  if (!MAY_HOLD_START_LINE.test(text)) return "no-start-line";
  const lines = [behindJunk(firstLine) ?? "", ...text.split(/[\r\n]+/)];
  return lines.some((line) => parseRequestLine(line) !== undefined) ? "junk-before-request" : "no-start-line";
}

const MAY_HOLD_START_LINE = /[ \t]SIP\/\d/i;

function endBeforeNulPadding(bytes: Uint8Array, anomalies: AnomalyLog): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  if (end < bytes.length) anomalies.note("nul-padding", end);
  return end;
}

function skipLineBreaks(bytes: Uint8Array, end: number, anomalies: AnomalyLog): number {
  let start = 0;
  while (start < end && (bytes[start] === 0x0d || bytes[start] === 0x0a)) start += 1;
  if (start > 0) anomalies.note("leading-line-break", 0);
  return start;
}

/** Whether there is something for `noteOddBytes` behind the lines; in most bodies there is nothing. */
function holdsOddByte(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte >= DELETE || (byte < BLANK && byte !== TAB && byte !== LF && byte !== CR)) return true;
  }
  return false;
}

function noteOddBytes(text: string, anomalies: AnomalyLog): void {
  const nul = text.indexOf("\0");
  if (nul >= 0) anomalies.note("nul-byte", nul);
  const nonAscii = text.search(NON_ASCII);
  if (nonAscii >= 0) anomalies.note("non-ascii", nonAscii);
  const control = text.search(CONTROL_CHARACTER);
  if (control >= 0) anomalies.note("control-character", control);
}

interface Body {
  readonly text: string;
  /** Bytes on the wire. */
  readonly length: number;
}

const NO_BODY: Body = { text: "", length: 0 };

/** The part of the rest that is this message's body; what Content-Length says otherwise is an anomaly. */
function ownBody(
  rest: string,
  offset: number,
  fields: readonly HeaderField[],
  missingBytes: number,
  anomalies: AnomalyLog,
): Body {
  const onWire = rest.length + missingBytes;
  const declared = declaredLength(fields);
  const bodyEnd = Math.min(declared ?? 0, rest.length);
  if (missingBytes === 0 && bodyEnd < rest.length && startsMessage(rest.slice(bodyEnd))) {
    anomalies.note("several-messages", offset + bodyEnd);
    return { text: rest.slice(0, bodyEnd), length: bodyEnd };
  }
  if (declared !== undefined && declared > onWire) anomalies.note("short-body", offset + rest.length);
  // Of a cut message it is unknown whether they are another message.
  if (declared !== undefined && declared < onWire && missingBytes === 0) {
    anomalies.note("extra-bytes", offset + declared);
  }
  return { text: rest, length: onWire };
}

/** What the first Content-Length says; undefined where there is none or it is no number. */
function declaredLength(fields: readonly HeaderField[]): number | undefined {
  const field = fields.find((candidate) => candidate.name === "content-length");
  return field !== undefined && /^\d+$/.test(field.value) ? Number(field.value) : undefined;
}

function startsMessage(text: string): boolean {
  const line = /^[\r\n]*([^\r\n]+)/.exec(text)?.[1];
  return line !== undefined && isStartLine(line);
}

/** SDP is read when the type says so, or when there is no type and the body starts with `v=0`. */
function readSdp(body: string, fields: readonly HeaderField[]): SdpLine[] {
  if (body === "") return [];
  const type = fields.find((field) => field.name === "content-type")?.value;
  const isSdp = type === undefined ? body.startsWith("v=0") : /^application\/sdp(?![\w.+-])/i.test(type);
  if (!isSdp) return [];
  const lines: SdpLine[] = [];
  for (const line of body.split(/\r\n|\n|\r/)) {
    if (/^[a-z]=/.test(line)) lines.push({ type: line.charAt(0), value: ownText(trimBlanks(line.slice(2))) });
  }
  return lines;
}
