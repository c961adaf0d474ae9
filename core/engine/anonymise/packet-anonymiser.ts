import type { PacketRecord } from "../../capture/packet-record.ts";
import { observeMessage } from "../../fingerprint/observed-message.ts";
import { type AddressRewriting, rewriteAddresses } from "../../fingerprint/rewrite-addresses.ts";
import { tokenisedValue } from "../../fingerprint/tokenise.ts";
import type { Datagram } from "../../net/datagram.ts";
import { PacketDecoder } from "../../net/packet-decoder.ts";
import type { PrefixPreservingMap } from "../../net/prefix-preserving-map.ts";
import { type RewrittenFrame, rewriteFrame } from "../../net/rewrite-frame.ts";
import { readSipMessage } from "../../sip/read-message.ts";
import { rewriteMessage } from "../../sip/rewrite-message.ts";
import { isOfTelescope, type KnownAddresses } from "./known-addresses.ts";

/** Rewrites the addresses of whole packets that hold a SIP request, in IP headers and in the message alike. */
export class PacketAnonymiser {
  readonly #map: PrefixPreservingMap;
  readonly #known: KnownAddresses;
  readonly #tunnels: boolean;

  constructor(map: PrefixPreservingMap, known: KnownAddresses, tunnels: boolean) {
    this.#map = map;
    this.#known = known;
    this.#tunnels = tunnels;
  }

  /**
   * The packet with other addresses. Null where it would not be the same message any more, as fingerprints see it, or
   * cannot be written: a fragment, a header made of addresses, a message that grows beyond a limit.
   */
  anonymise(packet: PacketRecord): RewrittenFrame | null {
    const before = this.#decode(packet);
    if (before === null) return null;
    const text = latin1(before.payload);
    const kept = before.missingBytes > 0 ? withoutLastWord(text) : text;
    const missingBytes = before.missingBytes + text.length - kept.length;
    const rewriting = this.#rewritingOf(before);
    const changed = rewriteMessage(kept, missingBytes, (part) => rewriteAddresses(part, rewriting));
    const stored = new Uint8Array(Buffer.from(changed, "latin1"));
    const map = this.#map.map.bind(this.#map);
    const frame = rewriteFrame(packet, this.#tunnels, map, { stored, missingBytes });
    if (frame === null) return null;
    const after = this.#decode({ ...packet, ...frame });
    const isThat =
      after !== null &&
      after.source === map(before.source) &&
      after.destination === map(before.destination) &&
      after.missingBytes === missingBytes &&
      latin1(after.payload) === changed;
    return isThat && this.#isSameMessage(before, after) ? frame : null;
  }

  #decode(packet: PacketRecord): Datagram | null {
    const decoded = new PacketDecoder({ tunnels: this.#tunnels }).decode(packet);
    return decoded.kind === "datagram" && decoded.fragments === undefined ? decoded.datagram : null;
  }

  #rewritingOf({ source, destination }: Pick<Datagram, "source" | "destination">): AddressRewriting {
    const known = this.#known;
    return {
      map: (address) => this.#map.map(address),
      own: [destination, source],
      isKnown: (address, as) => known.destinations.has(address) || (as === "text" && isOfTelescope(known, address)),
    };
  }

  /** Whether both messages have the same keys in the same order, and values that differ in rewritten addresses only. */
  #isSameMessage(before: Datagram, after: Datagram): boolean {
    const rewriting = this.#rewritingOf(before);
    const ours = seenIn(before, (value) => rewriteAddresses(value, rewriting));
    const theirs = seenIn(after, (value) => value);
    return ours !== null && ours === theirs;
  }
}

/**
 * What fingerprints see of a message, its tokenised values in another form, as one text; null where it is no request. Of
 * one that was cut, as far as it is complete: what lies behind is unknown.
 */
function seenIn(datagram: Datagram, form: (value: string) => string): string | null {
  const request = readSipMessage(latin1(datagram.payload), datagram.missingBytes, datagram.payload);
  if (request.kind !== "request") return null;
  const { fields, headerOrder, capped } = observeMessage(request, datagram);
  const values = fields.map(({ key, raw, spans }) => [key, form(tokenisedValue(raw, spans))]);
  return JSON.stringify([values, headerOrder, capped, request.cut]);
}

/** Of a message that was cut: without what may be the first half of an address. */
function withoutLastWord(text: string): string {
  const shorter = text.replace(/[0-9A-Za-z.:_-]+$/, "");
  // One letter shows that the line before is complete.
  return shorter === "" || /[\r\n]$/.test(shorter) ? text.slice(0, shorter.length + 1) : shorter;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
