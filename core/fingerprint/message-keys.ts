/** Keys of one message at most; the surplus is left out. */
const MAX_KEYS = 64;
const MAX_REPEATS = 16;
/** Of a value no more counts. */
export const MAX_VALUE_BYTES = 512;

/** Names of the keys of SDP lines by type, made once: texts that are the same compare without being looked at. */
const SDP_KEYS: ReadonlyMap<string, string> = new Map(
  Array.from("abcdefghijklmnopqrstuvwxyz", (type) => [type, `sdp.${type}`]),
);

/** The key of SDP lines of this type. */
export function sdpKey(type: string): string {
  return SDP_KEYS.get(type) ?? `sdp.${type}`;
}

/** Whether a Content-Length says nothing about the tool but the body's length: it is above 0 and equals it. */
export function isBodyLength(value: string, bodyLength: number): boolean {
  return bodyLength > 0 && /^\d{1,9}$/.test(value) && Number(value) === bodyLength;
}

/** The keys that a message has so far. */
export interface KeysSoFar {
  readonly size: number;
  has(key: string): boolean;
}

/** Gives the fields of one message their keys, repeats as `name#k` (spec section 4, step 1). */
export class MessageKeys {
  private readonly soFar: KeysSoFar;
  /** Highest number given to each name that was repeated; most messages repeat none. */
  private repeats: Map<string, number> | null = null;

  /** @param soFar grows with the message */
  constructor(soFar: KeysSoFar) {
    this.soFar = soFar;
  }

  /** The key of the next occurrence of a name, or undefined where a limit leaves it out. */
  next(name: string): string | undefined {
    if (this.soFar.size >= MAX_KEYS) return undefined;
    return this.soFar.has(name) ? this.ofRepeat(name) : name;
  }

  /** The next free `name#k`: a field may have been sent under a name like `via#2`. */
  private ofRepeat(name: string): string | undefined {
    for (let repeat = (this.repeats?.get(name) ?? 1) + 1; repeat <= MAX_REPEATS; repeat += 1) {
      const key = `${name}#${repeat}`;
      if (this.soFar.has(key)) continue;
      this.repeats ??= new Map();
      this.repeats.set(name, repeat);
      return key;
    }
    return undefined;
  }
}
