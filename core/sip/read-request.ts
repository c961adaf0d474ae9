import type { HeaderField, SdpLine, SipAnomaly, SipRequest } from "./message.ts";
import type { PlacedText } from "./placed-text.ts";

type Parts = Omit<SipRequest, "kind" | "uri" | "uriOffset">;

/** A request as it was read. Its URI differs from message to message, and text is made of it when it is first asked for. */
export class ReadRequest implements SipRequest {
  readonly kind = "request";
  readonly method: string;
  readonly methodOffset: number;
  readonly uriPlace: PlacedText;
  readonly fields: readonly HeaderField[];
  readonly sdp: readonly SdpLine[];
  readonly bodyLength: number;
  readonly anomalies: readonly SipAnomaly[];
  readonly cut: boolean;
  readonly payload: Uint8Array;

  constructor(parts: Parts) {
    this.method = parts.method;
    this.methodOffset = parts.methodOffset;
    this.uriPlace = parts.uriPlace;
    this.fields = parts.fields;
    this.sdp = parts.sdp;
    this.bodyLength = parts.bodyLength;
    this.anomalies = parts.anomalies;
    this.cut = parts.cut;
    this.payload = parts.payload;
  }

  get uri(): string {
    return this.uriPlace.value;
  }

  get uriOffset(): number {
    return this.uriPlace.start;
  }
}
