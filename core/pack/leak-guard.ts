import { contains, type Prefix } from "../behaviour/telescope.ts";
import { formatAddress, type IpAddress, parseAddress } from "../net/address.ts";
import { ipv6FromValue } from "../net/address-value.ts";
import type { SignaturePack } from "./pack.ts";

/** How an address is written; `reversed` forms have its bytes in the opposite order. */
export type LeakForm = "text" | "reversed" | "hex" | "reversed hex" | "decimal" | "reversed decimal";

/** An address of the telescope in what leaves. */
export interface Leak {
  /** Path inside the pack, as `signatures[3].examples.positive[0].message[2]`; in a report its table, row and column. */
  readonly place: string;
  readonly form: LeakForm;
  /** The form is written once more in hexadecimal, as SIPVicious does. */
  readonly inAsciiHex: boolean;
  readonly address: string;
}

/** Leaks that are named; the guard looks no further. */
const MOST_LEAKS = 50;

/** Digits of the largest address. */
const MOST_DECIMAL_DIGITS = 39;

/** Groups between colons of an IPv6 address; "::" before or behind seven of them gives two empty ones. */
const MOST_GROUPS = 9;

/**
 * Addresses of the telescope in a pack, whatever form they have (spec section 10). A long hexadecimal or decimal number
 * can be an address by chance: what is found may be released, what is not found is not there.
 */
export function findLeaks(pack: SignaturePack, telescope: readonly Prefix[]): readonly Leak[] {
  return findLeaksInTexts(textsIn(pack, ""), telescope);
}

/** The same of texts with the places they stand in. */
export function findLeaksInTexts(
  texts: Iterable<{ readonly place: string; readonly text: string }>,
  telescope: readonly Prefix[],
): readonly Leak[] {
  const leaks: Leak[] = [];
  for (const { place, text: written } of texts) {
    // Patterns and fingerprints may write any byte as \xNN, and what they stand for is what leaves.
    const text = written.replace(/\\x([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    for (const leak of leaksInText(text, telescope)) {
      if (leaks.length === MOST_LEAKS) return leaks;
      leaks.push({ place, ...leak });
    }
  }
  return leaks;
}

/** A sentence that names the place. */
export function describeLeak({ place, form, inAsciiHex, address }: Leak): string {
  return `${place} holds ${address} of the telescope as ${form}${inAsciiHex ? ", in hex once more" : ""}.`;
}

/** Every text of a value with its place; keys are texts, too. */
function* textsIn(value: unknown, place: string): Generator<{ place: string; text: string }> {
  if (typeof value === "string") {
    yield { place, text: value };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsIn(item, `${place}[${index}]`);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const inside = place === "" ? key : `${place}.${key}`;
      yield { place: inside, text: key };
      yield* textsIn(item, inside);
    }
  }
}

type FoundForm = Omit<Leak, "place">;

/** Addresses of the telescope in a text. */
export function leaksInText(text: string, telescope: readonly Prefix[]): Omit<Leak, "place">[] {
  const found = new Map<string, FoundForm>();
  const isOfTelescope = (address: IpAddress) => telescope.some((prefix) => contains(prefix, address));
  const judge = (part: string, inAsciiHex: boolean) => {
    for (const { address, form } of [...quadsIn(part, isOfTelescope), ...addressesIn(part)]) {
      if (!isOfTelescope(address)) continue;
      const leak = { form, inAsciiHex, address: formatAddress(address) };
      found.set(JSON.stringify(leak), leak);
    }
  };
  judge(text, false);
  for (const part of hexDecoded(text)) judge(part, true);
  return [...found.values()];
}

/** What runs of hexadecimal digits spell, from the first and from the second digit on. */
function hexDecoded(text: string): string[] {
  return (text.match(/[0-9a-fA-F]{14,}/g) ?? []).flatMap((run) =>
    [run, run.slice(1)].map((digits) =>
      (digits.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(""),
    ),
  );
}

interface FoundAddress {
  readonly address: IpAddress;
  readonly form: LeakForm;
}

function* addressesIn(text: string): Generator<FoundAddress> {
  for (const [token] of text.matchAll(/[0-9a-fA-F:.]+/g)) yield* ipv6Windows(token.replace(/\.$/, ""));
  for (const [nibbles] of text.matchAll(/[0-9a-fA-F](?:\.[0-9a-fA-F]){31}/g)) {
    yield { address: ipv6FromValue(BigInt(`0x${nibbles.split(".").reverse().join("")}`)), form: "reversed" };
  }
  for (const [run] of text.matchAll(/[0-9a-fA-F]{8,}/g)) yield* hexWindows(run);
  for (const [run] of text.matchAll(/\d+/g)) yield* decimalsIn(run);
}

const QUAD = /(?=(\d{1,3})[._-](\d{1,3})[._-](\d{1,3})[._-](\d{1,3}))/g;

/**
 * Four numbers that are an address of the telescope. Other digits may touch the first and the last: as many as can be
 * belong to it, fewer where that is none.
 */
function* quadsIn(text: string, isOfTelescope: (address: IpAddress) => boolean): Generator<FoundAddress> {
  let readUntil = 0;
  for (const { index, 1: first = "", 2: second = "", 3: third = "", 4: last = "" } of text.matchAll(QUAD)) {
    if (index < readUntil) continue;
    for (let length = last.length; length > 0; length -= 1) {
      const octets = [first, second, third, last.slice(0, length)];
      const readings = [
        ...asAddress(octets.join("."), "text"),
        ...asAddress([...octets].reverse().join("."), "reversed"),
      ].filter(({ address }) => isOfTelescope(address));
      yield* readings;
      if (readings.length === 0) continue;
      // What begins at a later digit of the same number is no other address.
      readUntil = index + first.length;
      break;
    }
  }
}

function* asAddress(text: string, form: LeakForm): Generator<FoundAddress> {
  const address = parseAddress(text);
  if (address !== undefined) yield { address, form };
}

/** From each group on the longest text of an IPv6 address: a scheme or a name may stand before it, a port behind. */
function* ipv6Windows(token: string): Generator<FoundAddress> {
  if (!token.includes(":")) return;
  const groups = token.split(":");
  for (let at = 0; at < groups.length; at += 1) {
    for (let count = MOST_GROUPS; count > 1; count -= 1) {
      const found = [...asAddress(groups.slice(at, at + count).join(":"), "text")];
      yield* found;
      if (found.length > 0) break;
    }
  }
}

function* hexWindows(run: string): Generator<FoundAddress> {
  for (const digits of [8, 32]) {
    for (let at = 0; at + digits <= run.length; at += 1) {
      const hex = run.slice(at, at + digits);
      yield { address: fromHex(hex), form: "hex" };
      yield { address: fromHex(reversePairs(hex)), form: "reversed hex" };
    }
  }
}

/** The whole number, and numbers of as many digits as an IPv4 address has that other digits touch. */
function* decimalsIn(run: string): Generator<FoundAddress> {
  if (run.length <= MOST_DECIMAL_DIGITS) yield* asDecimal(run);
  for (const digits of [8, 9, 10]) {
    for (let at = 0; at + digits <= run.length; at += 1) {
      if (digits < run.length && run[at] !== "0") yield* asDecimal(run.slice(at, at + digits));
    }
  }
}

function* asDecimal(run: string): Generator<FoundAddress> {
  const value = BigInt(run);
  if (value >> 128n > 0n) return;
  const hex = value.toString(16).padStart(value >> 32n === 0n ? 8 : 32, "0");
  yield { address: fromHex(hex), form: "decimal" };
  yield { address: fromHex(reversePairs(hex)), form: "reversed decimal" };
}

function fromHex(hex: string): IpAddress {
  return hex.length === 8 ? Number.parseInt(hex, 16) : ipv6FromValue(BigInt(`0x${hex}`));
}

function reversePairs(hex: string): string {
  return (hex.match(/../g) ?? []).reverse().join("");
}
