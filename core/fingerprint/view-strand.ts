import { readSipMessage } from "../sip/read-message.ts";
import { awaitedFields } from "./awaited-field.ts";
import { countDistinct } from "./distinct-sketch.ts";
import { headerOrderOf } from "./fingerprint.ts";
import type { KeyState } from "./key-state.ts";
import type { Exemplar, StrandState } from "./strand-state.ts";
import {
  type ExemplarView,
  type KeyView,
  type Mask,
  NOTHING_TOLD,
  type StrandView,
  type ToldPatterns,
} from "./strand-view.ts";
import { distinctValues, maskOf, onlyValue } from "./value-state.ts";

/** What matching may know of a strand. Exemplars are read again from their bytes once they are asked for. */
export function viewStrand(state: StrandState): StrandView {
  return new ViewOfStrand(state);
}

/** A class, because an object with a getter of its own has a shape of its own, which lives until all garbage is looked for. */
class ViewOfStrand implements StrandView {
  readonly method: string | null;
  readonly cut: boolean;
  readonly evidence: number;
  readonly headerOrder: readonly string[] | null;
  readonly compactNames: boolean;
  readonly keys: ReadonlyMap<string, KeyView>;
  readonly told: ToldPatterns = NOTHING_TOLD;
  private readonly state: StrandState;
  private read: readonly ExemplarView[] | null = null;

  constructor(state: StrandState) {
    this.state = state;
    this.method = state.method;
    this.cut = state.cutPackets > 0;
    this.evidence = countDistinct(state.evidence);
    this.headerOrder = headerOrderOf(state);
    this.compactNames = state.anomalies.get("compact-name") === state.packets;
    const keys = new Map<string, KeyView>();
    for (const [key, keyState] of state.keys) keys.set(key, new KeyOfStrand(keyState, state.packets));
    this.keys = keys;
  }

  get exemplars(): readonly ExemplarView[] {
    this.read ??= this.state.exemplars.map(viewExemplar);
    return this.read;
  }
}

/** What a strand shows of a key, worked out when it is asked for: of most keys little is. */
class KeyOfStrand implements KeyView {
  private readonly state: KeyState;
  private readonly packets: number;
  private tokenisedMask: Mask | null = null;
  private rawMask: Mask | null = null;

  /** @param packets of the strand */
  constructor(state: KeyState, packets: number) {
    this.state = state;
    this.packets = packets;
  }

  get mandatory(): boolean {
    return this.state.packets === this.packets;
  }

  get distinctValues(): number {
    return distinctValues(this.state.tokenised);
  }

  get onlyValue(): string | null {
    return onlyValue(this.state.tokenised);
  }

  get tokenised(): Mask {
    this.tokenisedMask ??= maskOf(this.state.tokenised);
    return this.tokenisedMask;
  }

  get raw(): Mask {
    this.rawMask ??= maskOf(this.state.raw ?? this.state.tokenised);
    return this.rawMask;
  }
}

/** An exemplar's fields; their tokens are looked for once they are asked for. */
export function viewExemplar(exemplar: Exemplar): ExemplarView {
  const { endpoints, payload, missingBytes } = exemplar;
  const request = readSipMessage(payload, missingBytes);
  if (request.kind !== "request") throw new Error("an exemplar is always a request: it was one when it was kept");
  return {
    fields: awaitedFields(request, endpoints),
    portsEqual: endpoints.sourcePort === endpoints.destinationPort,
    addressesEqual: endpoints.source === endpoints.destination,
  };
}
