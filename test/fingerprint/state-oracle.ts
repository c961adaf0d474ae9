import {
  BLANK,
  DIGIT,
  LOWER_A_F,
  LOWER_G_Z,
  OTHER,
  PUNCTUATION,
  UPPER_A_F,
  UPPER_G_Z,
} from "../../core/fingerprint/byte-classes.ts";
import { hash53, hash64 } from "../../core/fingerprint/hash64.ts";
import type { ObservedRequest } from "../../core/fingerprint/strand-state.ts";
import type { TokenSpan } from "../../core/fingerprint/strand-view.ts";
import { tokenName } from "../../core/fingerprint/symbols.ts";
import { formatAddress } from "../../core/net/address.ts";

/**
 * The state of a strand as spec section 4 step 3 defines it, computed from the whole list of messages at once, with no
 * thought of merging, order or speed. It must equal what the fold arrives at.
 */
export function strandStateByDefinition(requests: readonly ObservedRequest[]): object {
  const keys = new Set(requests.flatMap(({ message }) => message.fields.map(({ key }) => key)));
  const orders = requests.map(({ message }) => message.headerOrder);
  const methods = new Set(requests.map(({ method }) => method));
  return {
    packets: requests.length,
    method: methods.size === 1 ? requests[0]?.method : null,
    commonOrder: orders.reduce((a, b) => a.slice(0, commonPrefix(a, b))),
    sameOrder: new Set(orders.map((order) => JSON.stringify(order))).size === 1,
    cutPackets: requests.filter(({ cut }) => cut).length,
    cappedPackets: requests.filter(({ message }) => message.capped).length,
    anomalies: countBy(requests.flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind))),
    keys: new Map([...keys].map((key) => [key, keyByDefinition(key, requests)])),
    evidence: lowest(requests.map((request) => hash53(transactionOf(request)))),
    destinations: lowest(requests.map(({ endpoints }) => hash53([formatAddress(endpoints.destination)]))),
    exemplars: exemplarsByDefinition(requests),
  };
}

function keyByDefinition(key: string, requests: readonly ObservedRequest[]): object {
  const fields = requests.flatMap(({ message }) => message.fields.filter((field) => field.key === key));
  const spans = fields.flatMap((field) => field.spans);
  const isPaper = ({ token }: TokenSpan) => /^(?:Source|Dest)(?:IP|Port)$/.test(tokenName(token) ?? "");
  const replaced = (role: RegExp) =>
    upToEight(
      fields.flatMap((field) =>
        field.spans
          .filter(({ token }) => role.test(tokenName(token) ?? ""))
          .map(({ token, start, end }) => ({ token, text: field.raw.slice(start, end) })),
      ),
    );
  return {
    packets: fields.length,
    tokenised: valuesByDefinition(fields.map(({ raw, spans: own }) => withTokens(raw, own))),
    raw: spans.length === 0 ? null : valuesByDefinition(fields.map(({ raw }) => raw)),
    paperTokens: spans.some(isPaper),
    otherTokens: !spans.every(isPaper),
    paper:
      spans.some(isPaper) && !spans.every(isPaper)
        ? valuesByDefinition(fields.map(({ raw, spans: own }) => withTokens(raw, own.filter(isPaper))))
        : null,
    sources: replaced(/^SourceIP/),
    destinations: replaced(/^DestIP/),
  };
}

function withTokens(raw: string, spans: readonly TokenSpan[]): string {
  const symbols = [...raw].map((char, index) => {
    const span = spans.find(({ start, end }) => start <= index && index < end);
    if (span === undefined) return char;
    return span.start === index ? String.fromCharCode(span.token) : "";
  });
  return symbols.join("");
}

function valuesByDefinition(values: readonly string[]): object {
  const distinct = [...new Set(values)].sort();
  if (distinct.length <= 8) return distinct;
  const lengths = distinct.map((value) => value.length);
  const shortest = Math.min(...lengths);
  const positions = Array.from({ length: shortest }, (_, position) => position);
  const left = positions.map((i) => distinct.map((value) => value.charCodeAt(i)));
  const right = positions.map((i) => distinct.map((value) => value.charCodeAt(value.length - 1 - i)));
  const classes = (symbols: number[]) => symbols.reduce((set, symbol) => set | classByDefinition(symbol), 0);
  const column = (symbols: number[]) =>
    new Set(symbols).size === 1 ? (symbols[0] as number) : 0x8000 | classes(symbols);
  return {
    longest: Math.max(...lengths),
    classes: classes([...distinct.join("")].map((char) => char.charCodeAt(0))),
    columns: Uint16Array.from([...left, ...right].map(column)),
  };
}

function classByDefinition(symbol: number): number {
  const char = String.fromCharCode(symbol);
  if ("0123456789".includes(char)) return DIGIT;
  if ("abcdef".includes(char)) return LOWER_A_F;
  if ("ghijklmnopqrstuvwxyz".includes(char)) return LOWER_G_Z;
  if ("ABCDEF".includes(char)) return UPPER_A_F;
  if ("GHIJKLMNOPQRSTUVWXYZ".includes(char)) return UPPER_G_Z;
  if (" \t".includes(char)) return BLANK;
  return symbol > 0x20 && symbol < 0x7f ? PUNCTUATION : OTHER;
}

function upToEight(texts: readonly { readonly token: number; readonly text: string }[]): object[] | "many" {
  const distinct = new Map(texts.map((entry) => [`${entry.token} ${entry.text}`, entry]));
  if (distinct.size > 8) return "many";
  return [...distinct.values()].sort((a, b) => a.token - b.token || (a.text < b.text ? -1 : 1));
}

/** Call-ID, CSeq, Via branch and destination: what a retransmission repeats. */
function transactionOf({ message, endpoints }: ObservedRequest): string[] {
  const value = (name: string) => message.headers.find((header) => header.name === name)?.value ?? "";
  const branch = /;\s*branch\s*=\s*([^;,\s]*)/i.exec(value("via"))?.[1] ?? "";
  return [value("call-id"), value("cseq"), branch, formatAddress(endpoints.destination)];
}

function lowest(hashes: readonly number[]): number[] {
  return [...new Set(hashes)].sort((a, b) => a - b).slice(0, 32);
}

function exemplarsByDefinition(requests: readonly ObservedRequest[]): object[] {
  const exemplars = requests.map(({ payload, missingBytes, endpoints, place }) => ({
    hash: hash64([payload, formatAddress(endpoints.source), formatAddress(endpoints.destination)]),
    place,
    payload,
    missingBytes,
    endpoints,
  }));
  const ascending = exemplars.sort(
    (a, b) => a.hash.high - b.hash.high || a.hash.low - b.hash.low || a.place.number - b.place.number,
  );
  const sameHash = (a: (typeof ascending)[number], b: (typeof ascending)[number] | undefined) =>
    a.hash.high === b?.hash.high && a.hash.low === b.hash.low;
  return ascending.filter((exemplar, index) => !sameHash(exemplar, ascending[index - 1])).slice(0, 8);
}

function commonPrefix(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
