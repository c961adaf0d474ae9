/**
 * An IP address as a value that compares with `===`: IPv4 as an unsigned 32-bit number, IPv6 as text in the
 * canonical form of RFC 5952.
 */
export type IpAddress = number | string;

const DOT = 0x2e;
const ZERO = 0x30;

/** The IPv4 address in four bytes at `offset`, network order. */
export function readIpv4(bytes: Uint8Array, offset: number): IpAddress {
  return (
    ((bytes[offset] as number) * 0x1000000 +
      ((bytes[offset + 1] as number) << 16) +
      ((bytes[offset + 2] as number) << 8) +
      (bytes[offset + 3] as number)) >>>
    0
  );
}

/** The IPv6 address in sixteen bytes at `offset`, network order. */
export function readIpv6(bytes: Uint8Array, offset: number): IpAddress {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) {
    groups.push(((bytes[offset + i] as number) << 8) | (bytes[offset + i + 1] as number));
  }
  return formatIpv6Groups(groups);
}

/** Text of an address: dotted quad, or RFC 5952. */
export function formatAddress(address: IpAddress): string {
  if (typeof address === "string") return address;
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** Writes the text of an IPv4 address at the beginning of the bytes; returns its length, 15 at most. */
export function writeDottedQuad(address: number, bytes: Uint8Array): number {
  let at = 0;
  for (let shift = 24; shift >= 0; shift -= 8) {
    const octet = (address >>> shift) & 255;
    if (at > 0) bytes[at++] = DOT;
    if (octet >= 100) bytes[at++] = ZERO + Math.trunc(octet / 100);
    if (octet >= 10) bytes[at++] = ZERO + (Math.trunc(octet / 10) % 10);
    bytes[at++] = ZERO + (octet % 10);
  }
  return at;
}

/**
 * The address a text spells, or undefined. IPv6 is accepted in every textual form of RFC 4291 section 2.2
 * (leading zeros, `::` anywhere, a dotted tail, any case), without brackets and zone.
 */
export function parseAddress(text: string): IpAddress | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const octets = match.slice(1).map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  return octets.reduce((address, octet) => address * 256 + octet, 0);
}

function parseIpv6(text: string): string | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] as string, halves.length === 1);
  if (halves.length === 1) return head?.length === 8 ? formatIpv6Groups(head) : undefined;
  const tail = parseGroups(halves[1] as string, true);
  if (head === undefined || tail === undefined || head.length + tail.length > 7) return undefined;
  const zeros = new Array<number>(8 - head.length - tail.length).fill(0);
  return formatIpv6Groups([...head, ...zeros, ...tail]);
}

/** Groups of one side of `::`; a dotted quad may stand at the very end of the address. */
function parseGroups(text: string, mayEndDotted: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const dotted = mayEndDotted && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (dotted === undefined) return undefined;
    groups.push(dotted >>> 16, dotted & 0xffff);
  }
  return groups;
}

/** RFC 5952 section 4: lower case, no leading zeros, the longest (first) run of two or more zero groups as `::`. */
function formatIpv6Groups(groups: readonly number[]): string {
  let bestStart = -1;
  let bestLength = 1;
  for (let start = 0; start < 8; start += 1) {
    let end = start;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - start > bestLength) {
      bestStart = start;
      bestLength = end - start;
    }
  }
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  if (bestStart < 0) return hex(groups);
  return `${hex(groups.slice(0, bestStart))}::${hex(groups.slice(bestStart + bestLength))}`;
}
