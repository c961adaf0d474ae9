import type { SipRequest } from "../sip/message.ts";
import { ownText } from "../sip/own-text.ts";
import { latin1Bytes } from "../sip/read-message.ts";
import type { Endpoints } from "./endpoints.ts";
import type { ObservedField, TokenSpan } from "./strand-view.ts";
import { MessageTokeniser } from "./tokenise.ts";

/** A request as the fingerprint sees it (spec section 4, steps 1 and 2). */
export interface ObservedMessage {
  /** `:method`, `:uri`, header fields and SDP lines in this order, keys unique. */
  readonly fields: readonly PlacedField[];
  /** Keys of the header fields in order, repeats as `name#k`. */
  readonly headerOrder: readonly string[];
  /** More keys, repeats or bytes than the limits allow; the surplus is left out. */
  readonly capped: boolean;
  /** The payload it was read from. Borrowed: gone once the packet is. */
  readonly payload: Uint8Array;
}

/** A field with the place of its value's bytes, mostly in the payload, and so borrowed. */
export interface PlacedField extends ObservedField {
  readonly bytes: Uint8Array;
  /** Where the value begins in the bytes. */
  readonly offset: number;
}

const MAX_KEYS = 64;
const MAX_REPEATS = 16;
const MAX_VALUE_BYTES = 512;

/** Keys and tokens of one request. */
export function observeMessage(request: SipRequest, endpoints: Endpoints): ObservedMessage {
  const observation = new Observation(endpoints, latest);
  const { payload } = request;
  observation.add(":method", request.method, payload, request.methodOffset);
  observation.add(":uri", request.uri, payload, request.uriOffset);
  const headerOrder: string[] = [];
  for (const field of request.fields) {
    const { name, value, valueOffset } = field;
    const key = observation.keyFor(name);
    if (key === undefined) continue;
    headerOrder.push(key);
    const ownBody = name === "content-length" && isBodyLength(value, request.bodyLength);
    if (ownBody) observation.addBodyLength(key, value);
    else if (valueOffset === null) observation.add(key, value, latin1Bytes(value), 0);
    else observation.add(key, value, payload, valueOffset);
  }
  for (const line of request.sdp) {
    const key = observation.keyFor(`sdp.${line.type}`);
    if (key !== undefined) observation.add(key, line.value, latin1Bytes(line.value), 0);
  }
  latestOrder = sameTexts(headerOrder, latestOrder) ? latestOrder : headerOrder;
  latest = observation;
  return { fields: observation.fields, headerOrder: latestOrder, capped: observation.capped, payload };
}

/** What the tokens of a value depend on beside the value: nothing, the packet's endpoints, or the body. */
type Reliance = "none" | "endpoints" | "body";

/** Neighbouring messages mostly have the same order: then it is the same array, which need not be looked at again. */
let latestOrder: readonly string[] = [];

/** What was made of the message before. */
let latest: Observation | null = null;

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function sameEndpoints(a: Endpoints, b: Endpoints): boolean {
  return (
    a.source === b.source &&
    a.destination === b.destination &&
    a.sourcePort === b.sourcePort &&
    a.destinationPort === b.destinationPort
  );
}

function sameSpans(a: readonly TokenSpan[], b: readonly TokenSpan[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) {
    const span = a[index] as TokenSpan;
    const other = b[index] as TokenSpan;
    if (span.start !== other.start || span.end !== other.end || span.token !== other.token) return false;
  }
  return true;
}

/** A Content-Length above 0 that equals the body says nothing about the tool but the body's length. */
function isBodyLength(value: string, bodyLength: number): boolean {
  return bodyLength > 0 && /^\d{1,9}$/.test(value) && Number(value) === bodyLength;
}

/** Collects fields up to the limits. */
class Observation {
  readonly fields: PlacedField[] = [];
  capped = false;
  private readonly endpoints: Endpoints;
  /** By field. */
  private readonly reliances: Reliance[] = [];
  /** Highest number given to each name that was repeated; most messages repeat none. */
  private repeats: Map<string, number> | null = null;
  private readonly tokeniser: MessageTokeniser;
  /** Of the message before: most values of a scan repeat, and so do their tokens. */
  private readonly fieldsBefore: readonly PlacedField[];
  private readonly reliancesBefore: readonly Reliance[];
  private readonly sameEndpointsAsBefore: boolean;

  constructor(endpoints: Endpoints, before: Observation | null) {
    this.endpoints = endpoints;
    this.tokeniser = new MessageTokeniser(endpoints);
    this.fieldsBefore = before?.fields ?? [];
    this.reliancesBefore = before?.reliances ?? [];
    this.sameEndpointsAsBefore = before !== null && sameEndpoints(endpoints, before.endpoints);
  }

  /** Adds a field whose value begins in the bytes at this offset. */
  add(key: string, value: string, bytes: Uint8Array, offset: number): void {
    const raw = this.limited(value);
    const index = this.fields.length;
    const before = this.fieldsBefore[index];
    if (before !== undefined && before.raw === raw && before.key === key && this.tokensRepeat(index)) {
      this.reliances.push(this.reliancesBefore[index] as Reliance);
      this.fields.push({ key, raw, spans: before.spans, bytes, offset });
      return;
    }
    const spans = this.shared(this.tokeniser.spans(key, raw, bytes, offset));
    this.reliances.push(this.tokeniser.askedForEndpoints ? "endpoints" : "none");
    this.fields.push({ key, raw, spans, bytes, offset });
  }

  /** Adds a Content-Length that equals the body. */
  addBodyLength(key: string, value: string): void {
    const spans = this.shared(this.tokeniser.bodyLength(value));
    this.reliances.push("body");
    this.fields.push({ key, raw: value, spans, bytes: latin1Bytes(value), offset: 0 });
  }

  /** The key of the next occurrence of a name, or undefined where a limit leaves it out. */
  keyFor(name: string): string | undefined {
    const full = this.fields.length >= MAX_KEYS;
    const key = full ? undefined : this.hasKey(name) ? this.keyOfRepeat(name) : name;
    if (key === undefined) this.capped = true;
    return key;
  }

  /** The next free `name#k`: a field may have been sent under a name like `via#2`. */
  private keyOfRepeat(name: string): string | undefined {
    for (let repeat = (this.repeats?.get(name) ?? 1) + 1; repeat <= MAX_REPEATS; repeat += 1) {
      const key = `${name}#${repeat}`;
      if (this.hasKey(key)) continue;
      this.repeats ??= new Map();
      this.repeats.set(name, repeat);
      return key;
    }
    return undefined;
  }

  private hasKey(key: string): boolean {
    for (const field of this.fields) if (field.key === key) return true;
    return false;
  }

  /** Whether an equal value has the same tokens as before. */
  private tokensRepeat(index: number): boolean {
    const reliance = this.reliancesBefore[index];
    return reliance === "none" || (reliance === "endpoints" && this.sameEndpointsAsBefore);
  }

  /** Tokens at the same places as before are the same array, so that the fold sees at once that nothing is new. */
  private shared(spans: readonly TokenSpan[]): readonly TokenSpan[] {
    const before = this.fieldsBefore[this.fields.length]?.spans;
    return before !== undefined && sameSpans(spans, before) ? before : spans;
  }

  private limited(value: string): string {
    if (value.length <= MAX_VALUE_BYTES) return value;
    this.capped = true;
    return ownText(value.slice(0, MAX_VALUE_BYTES));
  }
}
