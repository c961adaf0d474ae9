import { latin1Bytes } from "../sip/latin1.ts";
import type { SipRequest } from "../sip/message.ts";
import type { Endpoints } from "./endpoints.ts";
import { isBodyLength, MAX_VALUE_BYTES, MessageKeys, sdpKey } from "./message-keys.ts";
import { cappedText } from "./placed-field.ts";
import type { ObservedField, TokenSpan } from "./strand-view.ts";
import { MessageTokeniser } from "./tokenise.ts";

/** One for all fields: each is looked through by itself. */
const tokeniser = new MessageTokeniser();

const NO_SPANS: readonly TokenSpan[] = [];

/** A field whose value and tokens are made once they are asked for. */
class AwaitedField implements ObservedField {
  readonly key: string;
  private readonly text: { readonly value: string };
  private readonly endpoints: Endpoints;
  /** The number that is the token of the body's length here; 0: none is. */
  private readonly bodyLength: number;
  private found: readonly TokenSpan[] | null = null;

  constructor(key: string, text: { readonly value: string }, endpoints: Endpoints, bodyLength: number) {
    this.key = key;
    this.text = text;
    this.endpoints = endpoints;
    this.bodyLength = bodyLength;
  }

  get raw(): string {
    return cappedText(this.text.value, MAX_VALUE_BYTES);
  }

  get spans(): readonly TokenSpan[] {
    this.found ??= this.findSpans();
    return this.found;
  }

  private findSpans(): readonly TokenSpan[] {
    const { key, raw } = this;
    if (isBodyLength(this.text.value, this.bodyLength)) return tokeniser.bodyLength(raw.length);
    tokeniser.beginMessage(this.endpoints);
    return tokeniser.spans(key, { bytes: latin1Bytes(raw), offset: 0, length: raw.length }, { value: raw }, NO_SPANS);
  }
}

/**
 * The fields of one request as `observeMessage` gives them, by key. Tokens are looked for once they are asked for: who
 * compares a message with signatures asks for those of a few fields.
 */
export function awaitedFields(request: SipRequest, endpoints: Endpoints): ReadonlyMap<string, ObservedField> {
  const fields = new Map<string, ObservedField>();
  const keys = new MessageKeys(fields);
  const add = (key: string | undefined, text: { readonly value: string }, bodyLength = 0) => {
    if (key !== undefined) fields.set(key, new AwaitedField(key, text, endpoints, bodyLength));
  };
  add(":method", { value: request.method });
  add(":uri", request.uriPlace);
  for (const { name, place } of request.fields) {
    add(keys.next(name), place, name === "content-length" ? request.bodyLength : 0);
  }
  for (const line of request.sdp) add(keys.next(sdpKey(line.type)), line);
  return fields;
}
