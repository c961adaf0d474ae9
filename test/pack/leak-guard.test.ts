import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePrefix } from "../../core/behaviour/telescope.ts";
import { describeLeak, findLeaks } from "../../core/pack/leak-guard.ts";
import type { SignaturePack } from "../../core/pack/pack.ts";
import { builtinPack } from "../builders/library.ts";

function prefixes(...texts: readonly string[]) {
  return texts.map((text) => {
    const parsed = parsePrefix(text);
    if (!parsed.ok) throw new Error(text);
    return parsed.prefix;
  });
}

/** Two telescopes, as the paper's. */
const TELESCOPES = prefixes("145.94.0.0/16", "131.180.0.0/16", "2a02:d28::/32");

/** A pack whose notes of the first signature hold this text. */
function packWith(notes: string): SignaturePack {
  const [first] = builtinPack.signatures;
  if (first === undefined) throw new Error("empty");
  return { ...builtinPack, signatures: [{ ...first, notes }] };
}

function formsIn(text: string): string[] {
  return findLeaks(packWith(text), TELESCOPES).map(
    ({ form, inAsciiHex, address }) => `${form}${inAsciiHex ? " in hex" : ""} ${address}`,
  );
}

const hex = (text: string) => Buffer.from(text, "latin1").toString("hex");

describe("an address of the telescope is found in every form, and the place is named", () => {
  test.each([
    ["dotted", "Contact: <sip:100@145.94.7.9:5060>", ["text 145.94.7.9"]],
    ["within a host name", "host-145-94-7-9.example", ["text 145.94.7.9"]],
    ["with zeros before", "145.094.007.009", ["text 145.94.7.9"]],
    ["reversed", "9.7.94.145.in-addr.arpa", ["reversed 145.94.7.9"]],
    ["hex", "tag=915e0709", ["hex 145.94.7.9"]],
    ["hex in a longer number", "tag=00915E070913c4", ["hex 145.94.7.9"]],
    ["reversed hex", "09075e91", ["reversed hex 145.94.7.9"]],
    ["decimal", "id 2438858505.", ["decimal 145.94.7.9"]],
    ["reversed decimal", `${0x09075e91}`, ["reversed decimal 145.94.7.9"]],
    ["SIPVicious' tag", `tag=${hex("915e070913c4")}013433`, ["hex in hex 145.94.7.9"]],
    ["dotted, in hex", hex("145.94.7.9"), ["text in hex 145.94.7.9"]],
    ["a pattern's bytes", "sip:145\\x2e94\\x2e7\\x2e9", ["text 145.94.7.9"]],
    ["IPv6", "sip:[2a02:d28:0:1::7]:5060", ["text 2a02:d28:0:1::7"]],
    ["IPv6 in another spelling", "2A02:0D28:0:0:0:0:0:7", ["text 2a02:d28::7"]],
    ["IPv6 with a port and no brackets", "sip:1@2a02:d28:1:2:3:4:5:6:5060", ["text 2a02:d28:1:2:3:4:5:6"]],
    ["IPv6 behind a name of hexadecimal letters", "a:2a02:d28::7", ["text 2a02:d28::7"]],
    ["IPv6 in hex", "2a020d28000000000000000000000007", ["hex 2a02:d28::7"]],
    [
      "IPv6 as names are looked up",
      `${[..."2a020d28000000000000000000000007"].reverse().join(".")}.ip6.arpa`,
      ["reversed 2a02:d28::7"],
    ],
    ["another network", "146.94.7.9 and 9.7.94.146, 1.1.1.1, 2a03::1", []],
    ["a version", "Asterisk 18.145.94.7", []],
    ["dotted, with digits touching it", "5060145.94.7.95060", ["text 145.94.7.95"]],
    ["reversed, with a digit before", "19.7.94.145", ["reversed 145.94.7.19"]],
    ["decimal, with digits touching it", "50602438858505", ["decimal 145.94.7.9"]],
  ])("%s", (_name, text, forms) => expect(formsIn(text)).toEqual(forms));
});

test("every address of a telescope is found in every form, whatever stands around it", () => {
  const around = fc.constantFrom("", " ", "x", ":", "@", "<", ";tag=", "\n", "1", "00", "5060");
  fc.assert(
    fc.property(fc.nat(0xffff), around, around, (host, before, behind) => {
      const octets = [145, 94, host >> 8, host & 255];
      const digits = octets.map((octet) => octet.toString(16).padStart(2, "0")).join("");
      const number = Number.parseInt(digits, 16);
      for (const form of [octets.join("."), [...octets].reverse().join("."), digits, hex(digits), String(number)]) {
        expect([form, formsIn(`${before}${form}${behind}`).length > 0]).toEqual([form, true]);
      }
    }),
    { numRuns: 50 },
  );
});

test("the place is a path in the pack", () => {
  const [leak] = findLeaks(packWith("at 131.180.1.2"), TELESCOPES);
  expect(leak && describeLeak(leak)).toBe("signatures[0].notes holds 131.180.1.2 of the telescope as text.");
});

test("the built-in pack gives neither telescope away", () => {
  expect(findLeaks(builtinPack, TELESCOPES)).toEqual([]);
});
