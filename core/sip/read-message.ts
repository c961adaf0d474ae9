import { AnomalyLog } from "./anomaly-log.ts";
import { noteFieldValues, noteStartLineParts } from "./field-anomalies.ts";
import { MANDATORY_BITS, readHeaderName, SIP_FIELD_BITS } from "./header-names.ts";
import { type Line, LineReader } from "./line-reader.ts";
import type { HeaderField, NotSipReason, SdpLine, SipReading, SipRequest } from "./message.ts";
import { ownText } from "./own-text.ts";
import { RecentTexts } from "./recent-texts.ts";
import {
  behindJunk,
  isBlank,
  mayBecomeStartLine,
  parseCutStatusLine,
  parseRequestLine,
  parseStatusLine,
  trimBlanks,
} from "./start-line.ts";

const NON_ASCII = /[\x80-\xff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is looked for; NUL is an anomaly of its own
const CONTROL_CHARACTER = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/;

const recentTexts = new RecentTexts();

/**
 * Reads the payload of a datagram, tolerantly: a message and its anomalies, never an exception.
 *
 * @param payload latin-1 text that stands for the stored bytes
 * @param missingBytes payload bytes cut off by the snap length
 * @param bytes the stored bytes themselves, where the caller has them: looking at each is faster there than in text
 */
export function readSipMessage(
  payload: string,
  missingBytes: number,
  bytes: Uint8Array = latin1Bytes(payload),
): SipReading {
  const anomalies = new AnomalyLog();
  const cut = missingBytes > 0;
  const text = cut ? payload : withoutNulPadding(payload, anomalies);
  const start = skipLineBreaks(text, anomalies);
  const lines = new LineReader(bytes, start, text.length, anomalies);
  const first = lines.readLine() ?? (cut ? undefined : lines.readLastLine());
  if (first === undefined) return readCutStartLine(text.slice(start));
  const firstLine = text.slice(first.start, first.end);

  const status = parseStatusLine(firstLine);
  if (status !== undefined) return { kind: "response", status };
  const startLine = parseRequestLine(firstLine);
  if (startLine === undefined) return { kind: "notSip", reason: whyNoStartLine(text, firstLine) };
  if (startLine.oddBlank) anomalies.note("odd-blank-in-start-line", start);
  if (startLine.oddVersion) anomalies.note("odd-version", start);

  const { fields, seen, isSip, end, offset } = readFields(lines, text, bytes, cut, anomalies);
  const ended = end === "empty-line";
  if (!isSip) return cut && end === "unknown" ? { kind: "undecided" } : { kind: "notSip", reason: "no-sip-field" };
  const uriOffset = start + startLine.uriOffset;
  const method = recentTexts.take(text, bytes, start, start + startLine.method.length);
  const uri = recentTexts.take(text, bytes, uriOffset, uriOffset + startLine.uri.length);
  noteStartLineParts(method, start, uri, uriOffset, anomalies);
  noteFieldValues(fields, method, anomalies);
  if (end !== "unknown" && (seen & MANDATORY_BITS) !== MANDATORY_BITS) {
    anomalies.note("missing-mandatory-field", offset);
  }
  if (cut) anomalies.note("cut-by-snap-length", payload.length);
  if (end === "text") {
    anomalies.note("missing-empty-line", offset);
    if ((declaredLength(fields) ?? 0) > 0) anomalies.note("short-body", offset);
  }
  const allRead = ended && lines.offset === text.length;
  if (!allRead || lines.metOddByte) noteOddBytes(text, anomalies);

  const body = ended ? ownBody(text.slice(lines.offset), lines.offset, fields, missingBytes, anomalies) : NO_BODY;
  const request: SipRequest = {
    kind: "request",
    method,
    uri,
    methodOffset: start,
    uriOffset,
    fields,
    sdp: cut ? [] : readSdp(body.text, fields),
    bodyLength: body.length,
    anomalies: anomalies.list(),
    cut,
    payload: bytes,
  };
  return request;
}

/** The bytes that latin-1 text stands for. */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
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

function withoutNulPadding(payload: string, anomalies: AnomalyLog): string {
  let end = payload.length;
  while (end > 0 && payload.charCodeAt(end - 1) === 0) end -= 1;
  if (end === payload.length) return payload;
  anomalies.note("nul-padding", end);
  return payload.slice(0, end);
}

function skipLineBreaks(text: string, anomalies: AnomalyLog): number {
  let start = 0;
  while (text.charCodeAt(start) === 0x0d || text.charCodeAt(start) === 0x0a) start += 1;
  if (start > 0) anomalies.note("leading-line-break", 0);
  return start;
}

interface ReadFields {
  readonly fields: readonly HeaderField[];
  /** Bits of the fields that were there. */
  readonly seen: number;
  /** One of the fields that make a message SIP was there, if only its name. */
  readonly isSip: boolean;
  /** What ended them; "unknown" where the snap length cut them off. */
  readonly end: "empty-line" | "text" | "unknown";
  /** Where they ended. */
  readonly offset: number;
}

function readFields(
  lines: LineReader,
  text: string,
  bytes: Uint8Array,
  cut: boolean,
  anomalies: AnomalyLog,
): ReadFields {
  const fields = new FieldList(text, bytes, anomalies);
  const endedBy = (end: ReadFields["end"], offset: number): ReadFields => ({
    fields: fields.list,
    seen: fields.seen,
    isSip: fields.areSip,
    end,
    offset,
  });
  for (;;) {
    const line = lines.readLine();
    if (line !== undefined) {
      if (line.start === line.end) return endedBy("empty-line", line.start);
      fields.addLine(line);
      continue;
    }
    if (cut) {
      // Without a line end the last line is whole only if nothing was cut off behind it.
      const rest = lines.readRest();
      const isSip = fields.areSip || fields.startsSipField(rest);
      return { ...endedBy("unknown", rest.start), fields: fields.completeBefore(rest), isSip };
    }
    const { offset } = lines;
    const lastLine = lines.readLastLine();
    // zmap overwrites the last byte of its template: CR is all that is left of the empty line.
    if (lastLine.start === lastLine.end) return endedBy(lines.offset > offset ? "empty-line" : "text", offset);
    fields.addLine(lastLine);
    return endedBy("text", text.length);
  }
}

/** The header fields of one message, line by line. */
class FieldList {
  readonly list: HeaderField[] = [];
  /** Bits of the fields that were there. */
  seen = 0;
  /** What a folded line continues. */
  private open: "start-line" | "field" | "other" = "start-line";
  private readonly text: string;
  private readonly bytes: Uint8Array;
  private readonly anomalies: AnomalyLog;

  constructor(text: string, bytes: Uint8Array, anomalies: AnomalyLog) {
    this.text = text;
    this.bytes = bytes;
    this.anomalies = anomalies;
  }

  /** One of the fields that make a message SIP is there. */
  get areSip(): boolean {
    return (this.seen & SIP_FIELD_BITS) !== 0;
  }

  addLine(line: Line): void {
    const { anomalies, list } = this;
    const offset = line.start;
    const continues = this.isBlankAt(offset);
    if (continues && this.open !== "start-line") {
      // RFC 3261 section 7.3.1 allows folding; its presence is evidence, so it is kept as an anomaly.
      anomalies.note("folded-line", offset);
      if (this.open === "field") this.continueField(line);
      return;
    }
    const rawName = this.trimmed(line.start, Math.max(line.colon, line.start));
    const { name, compact, odd, misspelt, bit, singleBit } = readHeaderName(rawName);
    // Without an empty line before it, it begins no message: masscan and sipsak write over what they sent before. Its
    // blanks make the name odd, so that other lines need not be looked at.
    if (odd && !continues && isStartLine(this.text.slice(line.start, line.end))) {
      anomalies.note("start-line-among-fields", offset);
    }
    if (continues) anomalies.note("folded-start-line", offset);
    else this.open = "other";
    if (rawName === "") {
      if (line.colon >= 0) anomalies.note("empty-header-name", offset);
      else if (!continues) anomalies.note("header-without-colon", offset);
      return;
    }
    if (this.isBlankAt(line.colon - 1)) anomalies.note("blank-before-colon", offset);
    if (compact) anomalies.note("compact-name", offset);
    else if (odd) anomalies.note("odd-header-name", offset);
    else if (misspelt) anomalies.note("misspelt-header-name", offset);
    if ((this.seen & singleBit) !== 0) anomalies.note("repeated-field", offset);
    this.seen |= bit;
    const valueOffset = this.skipBlanks(line.colon + 1, line.end);
    const value = this.trimmed(valueOffset, line.end);
    list.push({ rawName, name, value, offset: this.skipBlanks(offset, line.colon), valueOffset });
    this.open = "field";
  }

  private continueField(line: Line): void {
    const { list } = this;
    const field = list[list.length - 1] as HeaderField;
    const value = unfold(field.value, this.trimmed(line.start, line.end));
    list[list.length - 1] = { ...field, value, valueOffset: null };
  }

  /** Fields in front of a line that was cut: the last one is known to its end only if that line does not continue it. */
  completeBefore(cutLine: Line): readonly HeaderField[] {
    const mayContinue = cutLine.start === cutLine.end || this.isBlankAt(cutLine.start);
    return mayContinue && this.open === "field" ? this.list.slice(0, -1) : this.list;
  }

  startsSipField(cutLine: Line): boolean {
    if (this.isBlankAt(cutLine.start) || cutLine.colon < 0) return false;
    return (readHeaderName(this.trimmed(cutLine.start, cutLine.colon)).bit & SIP_FIELD_BITS) !== 0;
  }

  /** The text from start to end without blanks at either end. */
  private trimmed(start: number, end: number): string {
    const first = this.skipBlanks(start, end);
    let last = end;
    while (last > first && this.isBlankAt(last - 1)) last -= 1;
    return recentTexts.take(this.text, this.bytes, first, last);
  }

  private skipBlanks(start: number, end: number): number {
    let at = start;
    while (at < end && this.isBlankAt(at)) at += 1;
    return at;
  }

  private isBlankAt(offset: number): boolean {
    return isBlank(this.bytes[offset] as number);
  }
}

/** Folded lines join by one blank; an empty part adds none, so that values stay trimmed. */
function unfold(value: string, continuation: string): string {
  return value === "" || continuation === "" ? value + continuation : `${value} ${continuation}`;
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
  if (missingBytes === 0 && startsMessage(rest.slice(bodyEnd))) {
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

function isStartLine(line: string): boolean {
  return parseRequestLine(line) !== undefined || parseStatusLine(line) !== undefined;
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
