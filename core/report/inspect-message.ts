import type { InspectedMessage, MessagePart } from "../contract/packet-table.ts";
import type { HeaderField, SipRequest } from "../sip/message.ts";

/** Parts that are listed; a usual message has 10 to 20. */
const MOST_PARTS = 500;
/** Characters of a value that are listed. */
const LONGEST_VALUE = 2000;

/**
 * The parts of a request with their places in its payload. It must have been read without the fields of another message
 * in mind, so that all offsets are its own.
 *
 * @param payload latin-1 text of the stored bytes
 */
export function inspectMessage(request: SipRequest, payload: string): InspectedMessage {
  const fields = request.fields.map((field) => fieldPart(field, payload));
  const body = bodyPart(request, fields.at(-1)?.end ?? request.methodOffset, payload);
  const parts = [startLinePart(request, payload), ...fields, ...body];
  return {
    parts: parts.slice(0, MOST_PARTS),
    partsLeft: Math.max(0, parts.length - MOST_PARTS),
    anomalies: [...request.anomalies].sort((a, b) => a.offset - b.offset).map(({ kind, offset }) => ({ kind, offset })),
  };
}

function startLinePart({ methodOffset }: SipRequest, payload: string): MessagePart {
  const length = payload.slice(methodOffset).search(/[\r\n]/);
  const end = length < 0 ? payload.length : methodOffset + length;
  return part("start-line", "", payload.slice(methodOffset, end), methodOffset, end);
}

function fieldPart({ rawName, value, offset, valueOffset, place }: HeaderField, payload: string): MessagePart {
  const end = valueOffset === null ? foldedEnd(payload, offset) : Math.max(place.end, offset + rawName.length);
  return part("field", rawName, value, offset, end);
}

/** Where a field ends whose value goes on in lines that begin with a blank. */
function foldedEnd(payload: string, offset: number): number {
  const length = payload.slice(offset).search(/\r?\n(?![ \t])|\r(?![ \t\n])/);
  return length < 0 ? payload.length : offset + length;
}

/** None where the message has no body, or where it was cut before. */
function bodyPart({ bodyLength }: SipRequest, headerEnd: number, payload: string): MessagePart[] {
  const rest = payload.slice(headerEnd);
  const ending = /\r?\n\r?\n/.exec(rest) ?? /\r\r/.exec(rest);
  if (bodyLength === 0 || ending === null) return [];
  const start = headerEnd + ending.index + ending[0].length;
  const end = Math.min(payload.length, start + bodyLength);
  return start < end ? [part("body", "", "", start, end)] : [];
}

function part(kind: MessagePart["kind"], name: string, value: string, start: number, end: number): MessagePart {
  return { kind, name, value: value.slice(0, LONGEST_VALUE), start, end };
}
