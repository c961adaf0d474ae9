import { latin1Bytes } from "../sip/latin1.ts";
import type { HeaderField, SipRequest } from "../sip/message.ts";
import type { Endpoints } from "./endpoints.ts";
import { isBodyLength, type KeysSoFar, MAX_VALUE_BYTES, MessageKeys, sdpKey } from "./message-keys.ts";
import { ON_BODY_LENGTH, ON_ENDPOINTS, PlacedField } from "./placed-field.ts";
import type { TokenSpan } from "./strand-view.ts";
import { MessageTokeniser, type TokenisedValue } from "./tokenise.ts";

/** A request as the fingerprint sees it (spec section 4, steps 1 and 2). */
export interface ObservedMessage {
  /** `:method`, `:uri`, header fields and SDP lines in this order, keys unique. */
  readonly fields: readonly PlacedField[];
  /** All header fields, also those that the limits leave out. */
  readonly headers: readonly HeaderField[];
  /** Keys of the header fields in order, repeats as `name#k`. */
  readonly headerOrder: readonly string[];
  /** More keys, repeats or bytes than the limits allow; the surplus is left out. */
  readonly capped: boolean;
  /** The payload it was read from. Borrowed: gone once the packet is. */
  readonly payload: Uint8Array;
}

/** Keys and tokens of one request. */
export function observeMessage(request: SipRequest, endpoints: Endpoints): ObservedMessage {
  const observation = new Observation(request, endpoints, messageBefore(endpoints));
  const { payload } = request;
  const { method, methodOffset, uriPlace } = request;
  observation.addText(":method", { value: method }, payload, methodOffset, methodOffset + method.length);
  const { bytes, start, end } = uriPlace;
  observation.addText(":uri", uriPlace, bytes, start, end);
  for (const field of request.fields) observation.addHeader(field);
  for (const line of request.sdp) {
    const key = observation.keyFor(sdpKey(line.type));
    if (key !== undefined) observation.addText(key, line, latin1Bytes(line.value), 0, line.value.length);
  }
  const { fields, headers, capped } = observation;
  const headerOrder = observation.headerOrder();
  latest = { fields, headers, headerOrder, endpoints, bodyLength: request.bodyLength };
  return { fields, headers: request.fields, headerOrder, capped, payload };
}

/** What is known of a message for the one behind it: most lines of a scan repeat, and so do their keys and tokens. */
interface MessageBefore {
  readonly fields: readonly PlacedField[];
  readonly headers: readonly ObservedHeader[];
  /** Neighbouring messages mostly have the same order: then it is the same array, which need not be looked at again. */
  readonly headerOrder: readonly string[];
  readonly endpoints: Endpoints;
  readonly bodyLength: number;
}

/** A header field, its key unless a limit leaves it out, and what was made of it. */
interface ObservedHeader {
  readonly field: HeaderField;
  readonly key: string | undefined;
  readonly placed: PlacedField | undefined;
}

/** One for all messages: they are observed one after the other. */
const tokeniser = new MessageTokeniser();

const NO_SPANS: readonly TokenSpan[] = [];

let latest: MessageBefore | null = null;

/** The message before, unless its addresses are of the other IP version: tokens are looked for in other forms there. */
function messageBefore({ source }: Endpoints): MessageBefore | null {
  return latest !== null && typeof latest.endpoints.source === typeof source ? latest : null;
}

function sameEndpoints(a: Endpoints, b: Endpoints): boolean {
  return (
    a.source === b.source &&
    a.destination === b.destination &&
    a.sourcePort === b.sourcePort &&
    a.destinationPort === b.destinationPort
  );
}

/** Collects fields up to the limits. */
class Observation implements KeysSoFar {
  readonly fields: PlacedField[] = [];
  readonly headers: ObservedHeader[] = [];
  capped = false;
  private readonly keys = new MessageKeys(this);
  private readonly bodyLength: number;
  private readonly before: MessageBefore | null;
  /** What tokens depend on and differs from the message before. */
  private readonly changed: number;
  /** The header fields so far have the names of the message before, and so its keys. */
  private sameNames: boolean;

  constructor(request: SipRequest, endpoints: Endpoints, before: MessageBefore | null) {
    this.bodyLength = request.bodyLength;
    tokeniser.beginMessage(endpoints);
    this.before = before;
    this.sameNames = before !== null;
    this.changed =
      (before !== null && sameEndpoints(endpoints, before.endpoints) ? 0 : ON_ENDPOINTS) |
      (before !== null && request.bodyLength === before.bodyLength ? 0 : ON_BODY_LENGTH);
  }

  /** Adds a header field. One that repeats is the same object in both messages, and what was made of it still holds. */
  addHeader(field: HeaderField): void {
    const before = this.before?.headers[this.headers.length];
    if (before === undefined || before.field.name !== field.name) this.sameNames = false;
    const key = before !== undefined && this.sameNames ? before.key : this.keyFor(field.name);
    if (key === undefined) {
      this.capped = true;
      this.headers.push({ field, key, placed: undefined });
      return;
    }
    const { place } = field;
    if (place.end - place.start > MAX_VALUE_BYTES) this.capped = true;
    if (before !== undefined && before.field === field && before.key === key && this.holdsAgain(before.placed)) {
      this.headers.push(before);
      this.fields.push(before.placed);
      return;
    }
    const placed = this.placedHeader(key, field);
    this.headers.push({ field, key, placed });
    this.fields.push(placed);
  }

  /** Adds a text whose bytes begin at this offset. */
  addText(key: string, text: { readonly value: string }, bytes: Uint8Array, start: number, end: number): void {
    if (end - start > MAX_VALUE_BYTES) this.capped = true;
    const place = placeOf(bytes, start, end);
    const before = this.before?.fields[this.fields.length];
    const repeats = before !== undefined && before.key === key && sameBytes(before, place) && this.holdsAgain(before);
    this.fields.push(repeats ? before : this.placed(key, text, place, 0));
  }

  private placedHeader(key: string, field: HeaderField): PlacedField {
    const { bytes, start, end } = field.place;
    const place = placeOf(bytes, start, end);
    if (field.name !== "content-length") return this.placed(key, field.place, place, 0);
    if (!isBodyLength(field.value, this.bodyLength)) return this.placed(key, field.place, place, ON_BODY_LENGTH);
    return new PlacedField(key, field.place, place, tokeniser.bodyLength(place.length), ON_BODY_LENGTH);
  }

  private placed(key: string, text: { readonly value: string }, place: TokenisedValue, reliance: number): PlacedField {
    const usual = this.before?.fields[this.fields.length]?.spans ?? NO_SPANS;
    const spans = tokeniser.spans(key, place, text, usual);
    return new PlacedField(key, text, place, spans, reliance | (tokeniser.askedForEndpoints ? ON_ENDPOINTS : 0));
  }

  /** Whether a field with the bytes of this one has its tokens: they are looked for again where they may differ. */
  private holdsAgain(field: PlacedField | undefined): field is PlacedField {
    if (field === undefined) return false;
    const { key, spans, reliance } = field;
    const changed = reliance & this.changed;
    if (changed !== ON_ENDPOINTS || (reliance & ON_BODY_LENGTH) !== 0) return changed === 0;
    return tokeniser.spans(key, field, field.text, spans) === spans;
  }

  /** Keys of the header fields. */
  headerOrder(): readonly string[] {
    const { before, headers } = this;
    if (before !== null && this.sameNames && headers.length === before.headers.length) return before.headerOrder;
    return headers.flatMap(({ key }) => key ?? []);
  }

  /** The key of the next occurrence of a name, or undefined where a limit leaves it out. */
  keyFor(name: string): string | undefined {
    const key = this.keys.next(name);
    if (key === undefined) this.capped = true;
    return key;
  }

  get size(): number {
    return this.fields.length;
  }

  has(key: string): boolean {
    for (const field of this.fields) if (field.key === key) return true;
    return false;
  }
}

function placeOf(bytes: Uint8Array, start: number, end: number): TokenisedValue {
  return { bytes, offset: start, length: Math.min(end - start, MAX_VALUE_BYTES) };
}

function sameBytes(a: TokenisedValue, b: TokenisedValue): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a.bytes[a.offset + i] !== b.bytes[b.offset + i]) return false;
  return true;
}
