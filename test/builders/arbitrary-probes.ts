import fc from "fast-check";
import type { Probe } from "./observed-request.ts";

/** Places in a message that name the packet's own addresses and ports, some more than once, or a foreign address. */
const fillers: readonly ((probe: Omit<Probe, "text">) => string)[] = [
  ({ destination }) => destination,
  ({ source, sourcePort }) => `${source}:${sourcePort}`,
  ({ destination, destinationPort }) => `sip:1@${destination}:${destinationPort}`,
  ({ destination }) => codes(destination).join(""),
  ({ destination }) => `${codes(destination).join("")}${hexAscii("13c4")}01`,
  ({ source, destination }) => `${source} ${reversed(destination)} ${hex(destination)} ${hex(source)} ${destination}`,
  () => "192.0.2.1",
  () => "",
];

const letters = fc.stringMatching(/^[a-c0-2]{0,3}$/);
const header = fc.record({
  name: fc.constantFrom("Via", "Call-ID", "CSeq", "From", "X-Some", "x-some", "f"),
  before: letters,
  filler: fc.constantFrom(...fillers),
  after: letters,
});
const endpoints = fc.record({
  source: fc.constant("203.0.113.9"),
  destination: fc.integer({ min: 1, max: 12 }).map((host) => `192.0.2.${host}`),
  sourcePort: fc.constantFrom(5060, 5061),
  destinationPort: fc.constant(5060),
});

/** Requests with few different parts, so that values, headers and whole messages meet again and again. */
export const arbitraryProbe: fc.Arbitrary<Probe> = fc
  .record({
    method: fc.constantFrom("OPTIONS", "OPTIONS", "OPTIONS", "INVITE"),
    endpoints,
    headers: fc.array(header, { maxLength: 4 }),
    lineEnd: fc.constantFrom("\r\n", "\r\n", "\n"),
    missingBytes: fc.constantFrom(0, 0, 0, 5),
  })
  .map((parts) => {
    const lines = parts.headers.map(({ name, before, filler, after }) => {
      return `${name}: ${before}${filler(parts.endpoints)}${after}`;
    });
    const uri = `sip:1@${parts.endpoints.destination}`;
    const text = [`${parts.method} ${uri} SIP/2.0`, "To: x", ...lines, "", ""].join(parts.lineEnd);
    return { ...parts.endpoints, text, missingBytes: parts.missingBytes };
  });

const MINUTE = 60_000_000_000n;

/** Times that meet, touch, miss and bridge each other at an idle timeout of 20 minutes; some are null. */
export const arbitraryTime: fc.Arbitrary<bigint | null> = fc.option(
  fc.tuple(fc.integer({ min: -12, max: 12 }), fc.integer({ min: -1, max: 1 })).map(([tens, nanoseconds]) => {
    return BigInt(tens) * 10n * MINUTE + BigInt(nanoseconds);
  }),
  { nil: null, freq: 8 },
);

function octets(address: string): number[] {
  return address.split(".").map(Number);
}

function hex(address: string): string {
  return octets(address)
    .map((octet) => octet.toString(16).padStart(2, "0"))
    .join("");
}

function reversed(address: string): string {
  return octets(address).reverse().join(".");
}

function codes(address: string): string[] {
  return [...hex(address)].map(hexAscii);
}

function hexAscii(text: string): string {
  return [...text].map((char) => char.charCodeAt(0).toString(16)).join("");
}
