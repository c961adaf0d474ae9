import { AnomalyLog } from "./anomaly-log.ts";
import { canonicalHeaderName, isCompactName } from "./header-names.ts";
import { LineReader } from "./line-reader.ts";
import type { HeaderField, SdpLine, SipReading, SipRequest } from "./message.ts";
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

/** Fields that may stand only once in a request (RFC 3261 section 7.3.1 and 20). */
const SINGLE_FIELDS: ReadonlySet<string> = new Set([
  "from",
  "to",
  "call-id",
  "cseq",
  "max-forwards",
  "content-length",
  "content-type",
  "user-agent",
]);

const NON_ASCII = /[\x80-\xff]/;
const NAME_TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

/**
 * Reads the payload of a datagram, tolerantly: a message and its anomalies, never an exception.
 *
 * @param payload latin-1 text that stands for the stored bytes
 * @param missingBytes payload bytes cut off by the snap length
 */
export function readSipMessage(payload: string, missingBytes: number): SipReading {
  const anomalies = new AnomalyLog();
  const cut = missingBytes > 0;
  const text = cut ? payload : withoutNulPadding(payload, anomalies);
  const start = skipLineBreaks(text, anomalies);
  const lines = new LineReader(text, start, anomalies);
  const firstLine = lines.readLine() ?? (cut ? undefined : lines.readLastLine());
  if (firstLine === undefined) return readCutStartLine(text.slice(start));

  const status = parseStatusLine(firstLine);
  if (status !== undefined) return { kind: "response", status };
  const startLine = parseRequestLine(firstLine);
  if (startLine === undefined) return { kind: "notSip", startLine: false };
  if (startLine.oddBlank) anomalies.note("odd-blank-in-start-line", start);
  if (startLine.oddVersion) anomalies.note("odd-version", start);

  const { fields, ended, isSip } = readFields(lines, cut, anomalies);
  if (!isSip) return cut && !ended ? { kind: "undecided" } : { kind: "notSip", startLine: true };
  if (cut) anomalies.note("cut-by-snap-length", payload.length);
  else if (!ended) anomalies.note("missing-empty-line", text.length);
  noteOddBytes(text, anomalies);

  const body = ended ? ownBody(lines, fields, missingBytes, anomalies) : { text: "", length: 0 };
  const request: SipRequest = {
    kind: "request",
    method: startLine.method,
    uri: startLine.uri,
    fields,
    sdp: cut ? [] : readSdp(body.text, fields),
    bodyLength: body.length,
    anomalies: anomalies.list(),
    cut,
  };
  return request;
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

function readFields(lines: LineReader, cut: boolean, anomalies: AnomalyLog): ReadFields {
  const fields: HeaderField[] = [];
  const seen = new Set<string>();
  const isSip = () => fields.some((field) => SIP_FIELDS.has(field.name));
  for (;;) {
    const offset = lines.offset;
    const line = lines.readLine();
    if (line === "") return { fields, ended: true, isSip: isSip() };
    if (line === undefined) {
      // Without a line end the last line is whole only if nothing was cut off behind it.
      if (cut) {
        const rest = lines.readRest();
        return { fields: completeFields(fields, rest), ended: false, isSip: isSip() || startsSipField(rest) };
      }
      const lastLine = lines.readLastLine();
      if (lastLine !== "") addLine(lastLine, offset, fields, seen, anomalies);
      // zmap overwrites the last byte of its template: CR is all that is left of the empty line.
      return { fields, ended: lastLine === "" && lines.offset > offset, isSip: isSip() };
    }
    addLine(line, offset, fields, seen, anomalies);
  }
}

/** Fields in front of a line that was cut: the last one is known to its end only if that line does not continue it. */
function completeFields(fields: readonly HeaderField[], cutLine: string): readonly HeaderField[] {
  return cutLine === "" || isBlank(cutLine.charCodeAt(0)) ? fields.slice(0, -1) : fields;
}

function startsSipField(cutLine: string): boolean {
  if (isBlank(cutLine.charCodeAt(0))) return false;
  const colon = cutLine.indexOf(":");
  return colon >= 0 && SIP_FIELDS.has(canonicalHeaderName(trimBlanks(cutLine.slice(0, colon))));
}

function addLine(line: string, offset: number, fields: HeaderField[], seen: Set<string>, anomalies: AnomalyLog): void {
  const previous = fields.at(-1);
  if (isBlank(line.charCodeAt(0)) && previous !== undefined) {
    // RFC 3261 section 7.3.1 allows folding; its presence is evidence, so it is kept as an anomaly.
    anomalies.note("folded-line", offset);
    fields[fields.length - 1] = { ...previous, value: unfold(previous.value, trimBlanks(line)) };
    return;
  }
  const colon = line.indexOf(":");
  const rawName = trimBlanks(line.slice(0, Math.max(colon, 0)));
  if (rawName === "") {
    anomalies.note("header-without-colon", offset);
    return;
  }
  if (rawName.length !== colon) anomalies.note("blank-before-colon", offset);
  const name = canonicalHeaderName(rawName);
  if (isCompactName(rawName)) anomalies.note("compact-name", offset);
  else if (!NAME_TOKEN.test(rawName)) anomalies.note("odd-header-name", offset);
  if (seen.has(name)) {
    if (SINGLE_FIELDS.has(name)) anomalies.note("repeated-field", offset);
  } else seen.add(name);
  fields.push({ rawName, name, value: trimBlanks(line.slice(colon + 1)), offset });
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

/** The part of the rest that is this message's body; what Content-Length says otherwise is an anomaly. */
function ownBody(
  lines: LineReader,
  fields: readonly HeaderField[],
  missingBytes: number,
  anomalies: AnomalyLog,
): { text: string; length: number } {
  const offset = lines.offset;
  const rest = lines.readRest();
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
