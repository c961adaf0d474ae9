import { AnomalyLog } from "./anomaly-log.ts";
import { readHeaderName } from "./header-names.ts";
import { type Line, LineReader } from "./line-reader.ts";
import type { HeaderField, SdpLine, SipReading, SipRequest } from "./message.ts";
import { RecentTexts } from "./recent-texts.ts";
import {
  isBlank,
  mayBecomeStartLine,
  parseCutStatusLine,
  parseRequestLine,
  parseStatusLine,
  trimBlanks,
} from "./start-line.ts";

/** Fields of which at least one makes a message with a start line SIP (spec section 2). */
const SIP_FIELDS: ReadonlySet<string> = new Set(["via", "from", "to", "call-id", "cseq"]);

const NON_ASCII = /[\x80-\xff]/;

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
  if (startLine === undefined) return { kind: "notSip", startLine: false };
  if (startLine.oddBlank) anomalies.note("odd-blank-in-start-line", start);
  if (startLine.oddVersion) anomalies.note("odd-version", start);

  const { fields, ended, isSip } = readFields(lines, text, bytes, cut, anomalies);
  if (!isSip) return cut && !ended ? { kind: "undecided" } : { kind: "notSip", startLine: true };
  if (cut) anomalies.note("cut-by-snap-length", payload.length);
  else if (!ended) anomalies.note("missing-empty-line", text.length);
  const allRead = ended && lines.offset === text.length;
  if (!allRead || lines.metOddByte) noteOddBytes(text, anomalies);

  const body = ended ? ownBody(text.slice(lines.offset), lines.offset, fields, missingBytes, anomalies) : NO_BODY;
  const request: SipRequest = {
    kind: "request",
    method: startLine.method,
    uri: startLine.uri,
    methodOffset: start,
    uriOffset: start + startLine.uriOffset,
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
  return mayBecomeStartLine(line) ? { kind: "undecided" } : { kind: "notSip", startLine: false };
}

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
  /** The empty line behind them was there. */
  readonly ended: boolean;
  /** One of the fields that make a message SIP was there, if only its name. */
  readonly isSip: boolean;
}

function readFields(
  lines: LineReader,
  text: string,
  bytes: Uint8Array,
  cut: boolean,
  anomalies: AnomalyLog,
): ReadFields {
  const fields = new FieldList(text, bytes, anomalies);
  for (;;) {
    const line = lines.readLine();
    if (line === undefined) {
      // Without a line end the last line is whole only if nothing was cut off behind it.
      if (cut) {
        const rest = lines.readRest();
        return {
          fields: fields.completeBefore(rest),
          ended: false,
          isSip: fields.areSip || fields.startsSipField(rest),
        };
      }
      const { offset } = lines;
      const lastLine = lines.readLastLine();
      const isEmpty = lastLine.start === lastLine.end;
      if (!isEmpty) fields.addLine(lastLine);
      // zmap overwrites the last byte of its template: CR is all that is left of the empty line.
      return { fields: fields.list, ended: isEmpty && lines.offset > offset, isSip: fields.areSip };
    }
    if (line.start === line.end) return { fields: fields.list, ended: true, isSip: fields.areSip };
    fields.addLine(line);
  }
}

/** The header fields of one message, line by line. */
class FieldList {
  readonly list: HeaderField[] = [];
  /** Bits of the fields that were there and may stand only once. */
  private singles = 0;
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
    return this.list.some((field) => SIP_FIELDS.has(field.name));
  }

  addLine(line: Line): void {
    const { anomalies, list } = this;
    const offset = line.start;
    const previous = list.at(-1);
    if (this.isBlankAt(offset) && previous !== undefined) {
      // RFC 3261 section 7.3.1 allows folding; its presence is evidence, so it is kept as an anomaly.
      anomalies.note("folded-line", offset);
      const value = unfold(previous.value, this.trimmed(line.start, line.end));
      list[list.length - 1] = { ...previous, value, valueOffset: null };
      return;
    }
    const rawName = this.trimmed(line.start, Math.max(line.colon, line.start));
    if (rawName === "") {
      anomalies.note("header-without-colon", offset);
      return;
    }
    if (rawName.length !== line.colon - line.start) anomalies.note("blank-before-colon", offset);
    const { name, compact, odd, singleBit } = readHeaderName(rawName);
    if (compact) anomalies.note("compact-name", offset);
    else if (odd) anomalies.note("odd-header-name", offset);
    if ((this.singles & singleBit) !== 0) anomalies.note("repeated-field", offset);
    this.singles |= singleBit;
    const valueOffset = this.skipBlanks(line.colon + 1, line.end);
    list.push({ rawName, name, value: this.trimmed(valueOffset, line.end), offset, valueOffset });
  }

  /** Fields in front of a line that was cut: the last one is known to its end only if that line does not continue it. */
  completeBefore(cutLine: Line): readonly HeaderField[] {
    return cutLine.start === cutLine.end || this.isBlankAt(cutLine.start) ? this.list.slice(0, -1) : this.list;
  }

  startsSipField(cutLine: Line): boolean {
    if (this.isBlankAt(cutLine.start) || cutLine.colon < 0) return false;
    return SIP_FIELDS.has(readHeaderName(this.trimmed(cutLine.start, cutLine.colon)).name);
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
  const declared = declaredLength(fields, anomalies);
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

function declaredLength(fields: readonly HeaderField[], anomalies: AnomalyLog): number | undefined {
  const field = fields.find((candidate) => candidate.name === "content-length");
  if (field === undefined) return undefined;
  if (/^\d{1,9}$/.test(field.value)) return Number(field.value);
  anomalies.note("content-length-not-a-number", field.offset);
  return undefined;
}

function startsMessage(text: string): boolean {
  const line = /^[\r\n]*([^\r\n]+)/.exec(text)?.[1];
  return line !== undefined && (parseRequestLine(line) !== undefined || parseStatusLine(line) !== undefined);
}

/** SDP is read when the type says so, or when there is no type and the body starts with `v=0`. */
function readSdp(body: string, fields: readonly HeaderField[]): SdpLine[] {
  if (body === "") return [];
  const type = fields.find((field) => field.name === "content-type")?.value;
  const isSdp = type === undefined ? body.startsWith("v=0") : /^application\/sdp(?![\w.+-])/i.test(type);
  if (!isSdp) return [];
  const lines: SdpLine[] = [];
  for (const line of body.split(/\r\n|\n|\r/)) {
    if (/^[a-z]=/.test(line)) lines.push({ type: line.charAt(0), value: trimBlanks(line.slice(2)) });
  }
  return lines;
}
