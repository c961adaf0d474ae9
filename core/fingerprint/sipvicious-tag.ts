import { formatAddress, type IpAddress, parseAddress } from "../net/address.ts";
import type { Endpoints } from "./endpoints.ts";
import { ipv6Digits } from "./sipvicious-code.ts";

/** What SIPVicious wrote into a From tag. */
export type SipViciousTag =
  /** Svmap: the address and port it meant to reach. */
  | { readonly kind: "target"; readonly target: string; readonly isDestination: boolean }
  /** Svwar: the extension tried. */
  | { readonly kind: "extension"; readonly text: string }
  /** Svcrack: user and password tried, as `user:password`. */
  | { readonly kind: "credentials"; readonly text: string };

/**
 * Decodes the tag of a From value: hex digits of text, 0x01 and a random decimal number (svhelper.py, createTag). Svmap
 * writes eight hex digits of the target's address and four of its port, svwar the extension, svcrack `user:password`.
 * Texts are latin-1 that stands for bytes. Undefined where the tag is not of this making.
 */
export function decodeSipViciousTag(from: string, endpoints: Endpoints): SipViciousTag | undefined {
  const text = codedText(from);
  if (text === undefined) return undefined;
  const target = decodeTarget(text, endpoints);
  if (target !== undefined) return target;
  if (text.includes(":")) return { kind: "credentials", text };
  return text === userOf(from) ? { kind: "extension", text } : undefined;
}

/** The user part of a From or To value; undefined where it has none. */
export function userOf(value: string): string | undefined {
  return /sips?:([^@;>]+)@/i.exec(value)?.[1];
}

/** Address and port as they are written beside each other: IPv6 in brackets. */
export function formatEndpoint(address: IpAddress, port: number): string {
  const text = formatAddress(address);
  return text.includes(":") ? `[${text}]:${port}` : `${text}:${port}`;
}

function codedText(from: string): string | undefined {
  const tag = /;\s*tag=([0-9a-f]+)$/i.exec(from)?.[1];
  if (tag === undefined || tag.length % 2 !== 0) return undefined;
  const text = (tag.match(/../g) ?? []).map((digits) => String.fromCharCode(Number.parseInt(digits, 16))).join("");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: 0x01 is SIPVicious' separator
  return /^([^\x00-\x1f]+)\x01\d{1,20}$/.exec(text)?.[1];
}

function decodeTarget(text: string, { destination, destinationPort }: Endpoints): SipViciousTag | undefined {
  const target = formatEndpoint(destination, destinationPort);
  if (typeof destination === "string") {
    const port = destinationPort.toString(16).padStart(4, "0");
    if (ipv6Digits(destination).some((digits) => text === `${digits}${port}`)) {
      return { kind: "target", target, isDestination: true };
    }
  }
  const decoded = /^([0-9a-f]{8})([0-9a-f]{4})$/.exec(text);
  if (decoded === null) return undefined;
  const octets = (decoded[1] as string).match(/../g) ?? [];
  const address = parseAddress(octets.map((octet) => Number.parseInt(octet, 16)).join("."));
  if (address === undefined) return undefined;
  const named = formatEndpoint(address, Number.parseInt(decoded[2] as string, 16));
  return { kind: "target", target: named, isDestination: named === target };
}
