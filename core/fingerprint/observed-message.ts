import type { SipRequest } from "../sip/message.ts";
import type { Endpoints } from "./endpoints.ts";
import type { ObservedField } from "./strand-view.ts";
import { MessageTokeniser } from "./tokenise.ts";

/** A request as the fingerprint sees it (spec section 4, steps 1 and 2). */
export interface ObservedMessage {
  /** `:method`, `:uri`, header fields and SDP lines in this order, keys unique. */
  readonly fields: readonly ObservedField[];
  /** Keys of the header fields in order, repeats as `name#k`. */
  readonly headerOrder: readonly string[];
  /** More keys, repeats or bytes than the limits allow; the surplus is left out. */
  readonly capped: boolean;
}

const MAX_KEYS = 64;
const MAX_REPEATS = 16;
const MAX_VALUE_BYTES = 512;

/** Keys and tokens of one request. */
export function observeMessage(request: SipRequest, endpoints: Endpoints): ObservedMessage {
  const observation = new Observation(new MessageTokeniser(endpoints));
  observation.add(":method", request.method);
  observation.add(":uri", request.uri);
  const headerOrder: string[] = [];
  for (const field of request.fields) {
    const ownBody = field.name === "content-length" && isBodyLength(field.value, request.bodyLength);
    const key = observation.addRepeatable(field.name, field.value, ownBody);
    if (key !== undefined) headerOrder.push(key);
  }
  for (const line of request.sdp) observation.addRepeatable(`sdp.${line.type}`, line.value, false);
  return { fields: observation.fields, headerOrder, capped: observation.capped };
}

/** A Content-Length above 0 that equals the body says nothing about the tool but the body's length. */
function isBodyLength(value: string, bodyLength: number): boolean {
  return bodyLength > 0 && /^\d{1,9}$/.test(value) && Number(value) === bodyLength;
}

/** Collects fields up to the limits. */
class Observation {
  readonly fields: ObservedField[] = [];
  capped = false;
  /** Highest number given to each name that was repeated; most messages repeat none. */
  private repeats: Map<string, number> | null = null;
  private readonly tokeniser: MessageTokeniser;

  constructor(tokeniser: MessageTokeniser) {
    this.tokeniser = tokeniser;
  }

  add(key: string, value: string): void {
    const raw = this.limited(value);
    this.fields.push({ key, raw, spans: this.tokeniser.spans(key, raw) });
  }

  /** Adds the next occurrence of a name and returns its key, or undefined where a limit left it out. */
  addRepeatable(name: string, value: string, isBodyLength: boolean): string | undefined {
    const key = this.hasKey(name) ? this.keyOfRepeat(name) : name;
    if (key === undefined || this.fields.length >= MAX_KEYS) {
      this.capped = true;
      return undefined;
    }
    if (isBodyLength) this.fields.push({ key, raw: value, spans: this.tokeniser.bodyLength(value) });
    else this.add(key, value);
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

  private limited(value: string): string {
    if (value.length <= MAX_VALUE_BYTES) return value;
    this.capped = true;
    return value.slice(0, MAX_VALUE_BYTES);
  }
}
