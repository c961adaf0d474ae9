import { describe, expect, test } from "vitest";
import { formatHashedTemplate, formatShownTemplate, templateOf } from "../../core/fingerprint/template.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest } from "../builders/observed-request.ts";

/** 192.0.2.1, 192.0.2.2 and so on: the target of the first, second, ... message. */
const target = (index: number) => `192.0.2.${index + 1}`;

/** Hashed and shown template of a header that took these values in probes of successive targets. */
function templatesOf(values: readonly string[], targetOf: (index: number) => string = target): [string, string] {
  const requests = values.map((value, index) =>
    observedRequest(
      {
        source: "203.0.113.9",
        destination: targetOf(index),
        sourcePort: 5071,
        destinationPort: 5060,
        text: `OPTIONS sip:x SIP/2.0\r\nCSeq: 1 OPTIONS\r\nX-Test: ${value}\r\n\r\n`,
      },
      index + 1,
    ),
  );
  const state = foldInOrder(requests).keys.get("x-test");
  if (state === undefined) throw new Error("no header");
  const template = templateOf(state);
  return [formatHashedTemplate(template), formatShownTemplate(template)];
}

const numbered = (count: number, value: (index: number) => string) => Array.from({ length: count }, (_, i) => value(i));

describe("values of equal length: every varying run is a gap", () => {
  test.each<readonly [string, readonly string[], string, string]>([
    ["one value", ["abc"], "abc", "abc"],
    ["digits", ["a1b22c", "a3b45c"], "a{*}b{*}c", "a{1:dec}b{2:dec}c"],
    ["a gap at either end", ["1a2", "3a4"], "{*}a{*}", "{1:dec}a{1:dec}"],
    ["hexadecimal", ["x-1f", "x-2e"], "x-{*}", "x-{2:hex}"],
    ["letters", ["(ab)", "(Zz)"], "({*})", "({2:alpha})"],
    ["letters and digits", ["(a1)", "(2G)"], "({*})", "({2:alnum})"],
    ["anything", ["(a.)", "(.1)"], "({*})", "({2:any})"],
    ["blanks inside", ["a b", "a\tb"], "a{*}b", "a{1:any}b"],
    ["more than eight values", numbered(20, (i) => `k${String(i).padStart(2, "0")}z`), "k{*}z", "k{2:dec}z"],
    ["escapes", ["{a}\\\x01é"], "\\x7ba\\x7d\\x5c\\x01\\xe9", "\\x7ba\\x7d\\x5c\\x01\\xe9"],
  ])("%s", (_name, values, hashed, shown) => expect(templatesOf(values)).toEqual([hashed, shown]));
});

describe("values of unequal length: constant beginning, one gap, constant end", () => {
  test.each<readonly [string, readonly string[], string, string]>([
    ["inner constants are dropped", ["a1-1z", "a2-22z"], "a{*}z", "a{3-4:any}z"],
    ["the end does not overlap the beginning", ["aa", "aaa"], "aa{*}", "aa{0-1:hex}"],
    ["nothing and something", ["", "ab"], "{*}", "{0-2:hex}"],
    ["no constant end", ["tag=1", "tag=22"], "tag={*}", "tag={1-2:dec}"],
    ["more than eight values", numbered(12, (i) => `k${i}z`), "k{*}z", "k{1-2:dec}z"],
    ["outer blanks do not count", ["ab  ", "  ab"], "ab", "ab"],
  ])("%s", (_name, values, hashed, shown) => expect(templatesOf(values)).toEqual([hashed, shown]));
});

describe("tokens", () => {
  test("count as one symbol, whatever they stand for", () => {
    const [hashed] = templatesOf(
      numbered(30, (i) => `sip:1@${target(i + 90)};x`),
      (i) => target(i + 90),
    );
    expect(hashed).toBe("sip:1@{DestIP};x");
  });

  test("what follows SIPVicious' coded target and port is one gap, though values agree in it", () => {
    const tag = (i: number) => `tag=63303030303230${31 + i}31336334013337${i}3`;
    expect(templatesOf([tag(0), tag(1), tag(2)])).toEqual([
      "tag={DestIP:hexascii}{DestPort:hexascii}{*}",
      "tag={DestIP:hexascii}{DestPort:hexascii}{8:dec}",
    ]);
  });

  test("nor does the gap before the coded target need to have one length", () => {
    const tag = (i: number) => `${"n".repeat(i + 1)};tag=63303030303230${31 + i}3133633401333`;
    expect(templatesOf([tag(0), tag(1), tag(2)])).toEqual([
      "n{*};tag={DestIP:hexascii}{DestPort:hexascii}{*}",
      "n{0-2:any};tag={DestIP:hexascii}{DestPort:hexascii}{5:dec}",
    ]);
  });

  test("nothing behind the coded target is no gap", () => {
    const tag = (i: number) => `tag=63303030303230${31 + i}31336334`;
    expect(templatesOf([tag(0), tag(1)])[0]).toBe("tag={DestIP:hexascii}{DestPort:hexascii}");
  });
});

describe("the first target, named in every packet", () => {
  test("is a token, in its order of appearance or not", () => {
    expect(templatesOf(numbered(5, () => `<sip:100@${target(0)}>`))[0]).toBe("<sip:100@{FirstDestIP}>");
    expect(templatesOf(numbered(5, () => `<sip:100@${target(4)}>`))[0]).toBe("<sip:100@{FirstDestIP}>");
  });

  test("stays a literal where no packet went to it", () => {
    expect(templatesOf(numbered(5, () => "<sip:100@198.51.100.1>"))[0]).toBe("<sip:100@198.51.100.1>");
  });

  test("is the target itself where there is only one", () => {
    expect(
      templatesOf(
        numbered(5, () => target(0)),
        () => target(0),
      )[0],
    ).toBe("{DestIP}");
  });

  test("keeps its coded form", () => {
    expect(templatesOf(numbered(5, () => "id-c0000201"))[0]).toBe("id-{FirstDestIP:hex}");
  });

  test("stands beside the source", () => {
    expect(templatesOf(numbered(5, () => `${target(0)} 203.0.113.9`))[0]).toBe("{FirstDestIP} {SourceIP}");
  });

  test("is named where it stands alone, by the rules of tokens", () => {
    const values = numbered(5, () => `ip${target(0)}x, ${target(0)}0, 1.${target(0)}`);
    expect(templatesOf(values)[0]).toBe("ip{FirstDestIP}x, 192.0.2.10, 1.192.0.2.1");
  });

  test("stands beside the source, though a gap follows that", () => {
    const values = numbered(5, (i) => `${target(0)} 203.0.113.9${i % 2 === 0 ? ":5" : ";"}`);
    expect(templatesOf(values)[0]).toBe("{FirstDestIP} {SourceIP}{*}");
  });

  test("is not seen in the beginning of other addresses", () => {
    const values = numbered(5, (i) => (i === 0 ? `${target(0)}x` : `${target(0)}${i}`));
    expect(templatesOf(values)[0]).toBe("{*}");
  });

  test("never leaks, however many targets the header names besides", () => {
    const values = numbered(12, (i) => `first=${target(0)};own=${target(i)}`);
    expect(templatesOf(values)[0]).toBe("first={*};own={DestIP}");
    expect(templatesOf(values.slice(0, 4))[0]).toBe("first={*};own={DestIP}");
  });
});
