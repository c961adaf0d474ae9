import fc from "fast-check";
import { expect, test } from "vitest";
import { hexAscii } from "../../core/fingerprint/sipvicious-code.ts";
import { tokenName } from "../../core/fingerprint/symbols.ts";
import { DocumentationAddresses, type SentMessage } from "../../core/pack/documentation-addresses.ts";
import { strandOfExample } from "../../core/pack/example-strand.ts";
import type { SignatureExample } from "../../core/signature/signature.ts";
import { addressOf, observedRequest } from "../builders/observed-request.ts";

const SOURCE = "8.20.30.40";
const TARGET = "9.87.65.43";

/** A message with these header lines, from SOURCE to TARGET unless said otherwise. */
function sent(lines: readonly string[], body = "", ends: { source?: string; destination?: string } = {}): SentMessage {
  const { source = SOURCE, destination = TARGET } = ends;
  return {
    payload: ["OPTIONS sip:a@b SIP/2.0", "Call-ID: 1", ...lines, "", body].join("\r\n"),
    endpoints: {
      source: addressOf(source),
      destination: addressOf(destination),
      sourcePort: 5071,
      destinationPort: 5060,
    },
  };
}

/** The value of X in the example of one message. */
function rewritten(value: string, patterns: readonly string[] = []): string {
  const message = sent([`X: ${value}`]);
  const { message: lines } = new DocumentationAddresses([message], patterns, []).example(message);
  return lines.find((line) => line.startsWith("X: "))?.slice(3) ?? "";
}

const hex = (address: string) =>
  address
    .split(".")
    .map((part) => Number(part).toString(16).padStart(2, "0"))
    .join("");
const reversed = (address: string) => address.split(".").reverse().join(".");

test.each([
  ["dotted", `<sip:${TARGET}:5060>`, "<sip:198.51.100.1:5060>"],
  ["both ends", `${SOURCE} ${TARGET}`, "192.0.2.1 198.51.100.1"],
  [
    "SIPVicious' code, inside a tag",
    `tag=${hexAscii(hex(TARGET))}313363340139`,
    `tag=${hexAscii(hex("198.51.100.1"))}313363340139`,
  ],
  ["hexadecimal", `id-${hex(TARGET)}`, `id-${hex("198.51.100.1")}`],
  ["hexadecimal in capitals", hex(SOURCE).toUpperCase(), hex("192.0.2.1").toUpperCase()],
  ["decimal", `n=${Number.parseInt(hex(TARGET), 16)}`, `n=${Number.parseInt(hex("198.51.100.1"), 16)}`],
  ["reversed", `${reversed(TARGET)}.in-addr.arpa`, `${reversed("198.51.100.1")}.in-addr.arpa`],
  ["a part of a longer number", `n=1${Number.parseInt(hex(TARGET), 16)}`, `n=1${Number.parseInt(hex(TARGET), 16)}`],
  ["others' addresses", "a 4.3.2.1 b 4.3.2.1 c 5.6.7.8", "a 203.0.113.1 b 203.0.113.1 c 203.0.113.2"],
  ["addresses anybody may use", "10.1.2.3 192.168.1.1 127.0.0.1", "10.1.2.3 192.168.1.1 127.0.0.1"],
  ["documentation addresses", "198.51.100.77 203.0.113.9", "198.51.100.77 203.0.113.9"],
  ["others' IPv6 addresses, with a port", "[2a00:1450::5]:5060", "[2001:db8:b::1]:5060"],
  ["a version is no address", "Tool/1.2.3", "Tool/1.2.3"],
])("%s", (_name, value, expected) => {
  expect(rewritten(value)).toBe(expected);
});

test("addresses that the signature names stay", () => {
  expect(rewritten("sip:100@1.1.1.1, 4.3.2.1", ['"x"<sip:100@1.1.1.1>;tag={*:any}'])).toBe(
    "sip:100@1.1.1.1, 203.0.113.1",
  );
});

test("a Content-Length that was right is right again, one that was wrong stays wrong", () => {
  const body = `v=0\r\nc=IN IP4 ${SOURCE}\r\n`;
  for (const [length, isRight] of [
    [body.length, true],
    [7, false],
  ] as const) {
    const message = sent([`Content-Length: ${length}`], body);
    const example = new DocumentationAddresses([message], [], []).example(message);
    const text = example.message.join("\r\n");
    const length2 = Number(/Content-Length: (\d+)/.exec(text)?.[1]);
    expect(length2 === (text.split("\r\n\r\n")[1] ?? "").length).toBe(isRight);
  }
});

const ipv4 = fc
  .tuple(fc.integer({ min: 11, max: 126 }), fc.nat(255), fc.nat(255), fc.integer({ min: 1, max: 254 }))
  .map((parts) => parts.join("."));
const ipv6 = fc
  .tuple(fc.integer({ min: 0x2400, max: 0x2fff }), fc.nat(0xffff), fc.integer({ min: 1, max: 0xffff }))
  .map(([a, b, c]) => `${a.toString(16)}:${b.toString(16)}:7:8:9:a:b:${c.toString(16)}`);
const forms = [
  (address: string) => `<sip:${address.includes(":") ? `[${address}]` : address}:5060>`,
  (address: string) => (address.includes(":") ? address : hexAscii(hex(address))),
  (address: string) => (address.includes(":") ? address : hex(address)),
  (address: string) => (address.includes(":") ? address : reversed(address)),
  (address: string) => (address.includes(":") ? address : String(Number.parseInt(hex(address), 16))),
];
const values = fc.array(
  fc.record({
    end: fc.constantFrom("source", "destination"),
    form: fc.constantFrom(...forms),
    word: fc.stringMatching(/^[g-z]{1,5}$/),
  }),
  { minLength: 1, maxLength: 4 },
);

test("an example has the tokens of the message it was made of, and none of its addresses", () => {
  const tokensOf = (fields: Iterable<{ key: string; spans: readonly { token: number }[] }>) =>
    Array.from(fields, ({ key, spans }) => `${key} ${spans.map(({ token }) => tokenName(token)).join(" ")}`);
  const tokensOfExample = (example: SignatureExample) => {
    const view = strandOfExample(example)?.exemplars[0];
    return tokensOf(view?.fields.values() ?? []);
  };
  fc.assert(
    fc.property(
      fc.constantFrom(ipv4, ipv6).chain((address) => fc.tuple(address, address)),
      values,
      ([source, destination], parts) => {
        fc.pre(source !== destination);
        const ends = { source, destination };
        const value = parts.map(({ end, form, word }) => `${word} ${form(ends[end as "source"])}`).join(" ; ");
        const message = sent(
          [`Via: SIP/2.0/UDP ${source.includes(":") ? `[${source}]` : source}:5071`, `X: ${value}`],
          "",
          ends,
        );
        const observed = observedRequest(
          { text: message.payload, ...ends, sourcePort: 5071, destinationPort: 5060 },
          1,
        );
        const example = new DocumentationAddresses([message], [], []).example(message);
        expect(tokensOfExample(example)).toEqual(tokensOf(observed.message.fields));
        const text = example.message.join("\n");
        for (const address of [source, destination]) {
          for (const form of forms) expect(text).not.toContain(form(address));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("which address becomes which depends on the set of messages alone", () => {
  const messages = ["9.9.1.7", "9.9.1.3", "9.9.1.5"].map((destination) =>
    sent([`To: <sip:${destination}>`], "", { destination }),
  );
  const examplesOf = (list: readonly SentMessage[]) => {
    const addresses = new DocumentationAddresses(list, [], []);
    return messages.map((message) => addresses.example(message));
  };
  expect(examplesOf([...messages].reverse())).toEqual(examplesOf(messages));
  expect(examplesOf(messages).map(({ destination }) => destination)).toEqual([
    "198.51.100.3",
    "198.51.100.1",
    "198.51.100.2",
  ]);
});
