import { expect, test } from "vitest";
import { mergeStrandStates, strandStateOf } from "../../core/fingerprint/strand-state.ts";
import { TRAIT_KINDS, TRAIT_MEANINGS } from "../../core/fingerprint/trait-kinds.ts";
import { type Trait, traitsOf } from "../../core/fingerprint/traits.ts";
import { observedRequest } from "../builders/observed-request.ts";

const SOURCE = "192.0.2.9";
const TARGET = "198.51.100.7";

/** Each character as the two hex digits of its code. */
const hexAscii = (text: string) => [...text].map((c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");

/** A message of three fields and those given, in this order; fields of the same name are replaced. */
function message(fields: Readonly<Record<string, string>> = {}, lineEnd = "\r\n", end = "\r\n\r\n"): string {
  const all = { Via: "SIP/2.0/UDP nm;branch=z9hG4bK1", To: "<sip:b@b>", From: "<sip:a@a>;tag=1", "Call-ID": "1@a" };
  const lines = Object.entries({ ...all, ...fields }).map(([name, value]) => `${name}: ${value}`);
  return ["OPTIONS sip:b SIP/2.0", ...lines].join(lineEnd) + end;
}

/** The traits of messages sent to `TARGET`, or to the destinations given. */
function traitsOfMessages(texts: readonly string[], destinations: readonly string[] = []): Trait[] {
  const states = texts.map((text, index) =>
    strandStateOf(
      observedRequest(
        { text, source: SOURCE, destination: destinations[index] ?? TARGET, sourcePort: 5060, destinationPort: 5060 },
        index + 1,
      ),
    ),
  );
  return traitsOf(states.reduce(mergeStrandStates));
}

const kindsOf = (...texts: string[]) => traitsOfMessages(texts).map(({ kind }) => kind);
const svmapFrom = (digits: string) => `"x"<sip:100@1.1.1.1>;tag=${hexAscii(digits)}01${hexAscii("4711")}`;

test.each([
  ["nothing", message(), []],
  ["no cookie", message({ Via: "SIP/2.0/UDP nm;branch=foo" }), ["branch-without-cookie"]],
  ["no host", message({ "Call-ID": "50000" }), ["call-id-without-host"]],
  ["None", message({ Contact: "None" }), ["contact-none"]],
  ["63104", message({ CSeq: "63104 OPTIONS" }), ["cseq-63104"]],
  ["agent is user", message({ "User-Agent": "a" }), ["user-agent-is-from-user"]],
  ["LF", message({}, "\n", "\n\n"), ["line-ends-lf"]],
  ["CR", message({}, "\r", "\r\r"), ["line-ends-cr"]],
  ["LF in the end only", message({}, "\r\n", "\n\n"), ["line-ends-mixed"]],
  ["NUL bytes behind", message({}, "\r\n", "\r\n\r\n\0\0"), ["nul-padding"]],
  ["no empty line", message({}, "\r\n", "\r\n"), ["missing-empty-line"]],
  ["compact names", message({ f: "<sip:a@a>" }).replace("From: <sip:a@a>;tag=1\r\n", ""), ["compact-names"]],
  ["svmap's tag", message({ From: svmapFrom("c633640713c4") }), ["sipvicious-tag-names-target"]],
  ["a tag of another target", message({ From: svmapFrom("cb00710913c4") }), ["sipvicious-tag-names-other-target"]],
  ["a tag of another port", message({ From: svmapFrom("c633640713c5") }), ["sipvicious-tag-names-other-target"]],
  [
    "svwar's tag",
    message({ From: `"90"<sip:90@b>;tag=${hexAscii("90")}01${hexAscii("12")}` }),
    ["sipvicious-tag-names-extension"],
  ],
  [
    "svcrack's tag",
    message({ From: `"90"<sip:90@b>;tag=${hexAscii("90:secret")}01${hexAscii("12")}` }),
    ["sipvicious-tag-names-credentials"],
  ],
])("%s", (_name, text, kinds) => {
  expect(kindsOf(text)).toEqual(kinds);
});

const SVMAP_03 = {
  Via: "SIP/2.0/UDP nm;branch=z9hG4bK-1",
  "Max-Forwards": "70",
  To: "x",
  From: "<sip:a@a>;tag=1",
  "User-Agent": "friendly-scanner",
  "Call-ID": "1@a",
  Contact: "c",
  CSeq: "1 OPTIONS",
  Accept: "application/sdp",
  "Content-Length": "0",
};

/** A message of just these fields in this order. */
function ordered(names: string): string {
  const lines = names.split(" ").map((name) => `${name}: ${SVMAP_03[name as keyof typeof SVMAP_03] ?? "1"}`);
  return `OPTIONS sip:b SIP/2.0\r\n${lines.join("\r\n")}\r\n\r\n`;
}

test.each([
  ["Via Max-Forwards To From User-Agent Call-ID Contact CSeq Accept Content-Length", ["header-order-sipvicious-0.3"]],
  ["Via Content-Length From Accept User-Agent To Contact CSeq Call-ID Max-Forwards", ["header-order-sipvicious-0.2"]],
  [
    "Via Max-Forwards To From User-Agent Call-ID X-Own Contact CSeq Accept Content-Length",
    ["header-order-sipvicious-0.3"],
  ],
  ["Via To Max-Forwards From User-Agent Call-ID Contact CSeq Accept Content-Length", []],
  ["Via Max-Forwards To From User-Agent Call-ID Contact CSeq Accept", []],
])("order %s", (names, kinds) => {
  expect(kindsOf(ordered(names))).toEqual(kinds);
});

test("what the tag names is decoded, with the packet and where it was sent", () => {
  const texts = ["c6336401", "c6336402", "c6336403", "c6336404", "c6336405"].map((address) =>
    message({ From: svmapFrom(`${address}13c4`) }),
  );
  const [trait] = traitsOfMessages(texts, [
    "198.51.100.1",
    "198.51.100.2",
    "198.51.100.3",
    "198.51.100.4",
    "198.51.100.5",
  ]);
  expect(trait).toMatchObject({ kind: "sipvicious-tag-names-target", key: "from", packets: 5, estimated: false });
  expect(trait?.seen).toHaveLength(4);
  for (const { decoded, sentTo, place, value } of trait?.seen ?? []) {
    expect(decoded).toBe(`198.51.100.${place.number}:5060`);
    expect(sentTo).toBe(decoded);
    expect(value).toContain(";tag=");
  }
});

test("one message that names another target is told beside those that name their own", () => {
  const texts = [
    message({ From: svmapFrom("c633640713c4") }),
    message({ From: svmapFrom("cb00710913c4"), "Call-ID": "2@a" }),
  ];
  const traits = traitsOfMessages(texts);
  expect(traits.map(({ kind, seen }) => [kind, seen.map(({ decoded, sentTo }) => [decoded, sentTo])])).toEqual([
    ["sipvicious-tag-names-other-target", [["203.0.113.9:5060", "198.51.100.7:5060"]]],
    ["sipvicious-tag-names-target", [["198.51.100.7:5060", "198.51.100.7:5060"]]],
  ]);
});

test("svcrack's first request, which tries nothing yet, does not speak against the others", () => {
  const tried = message({ From: `"90"<sip:90@b>;tag=${hexAscii("90:1234")}01${hexAscii("5")}` });
  const first = message({ From: '"90"<sip:90@b>;tag=3206210844', "Call-ID": "2@a" });
  const [trait] = traitsOfMessages([first, tried]);
  expect(trait?.kind).toBe("sipvicious-tag-names-credentials");
  expect(trait?.seen.map(({ decoded }) => decoded)).toEqual(["90:1234"]);
  expect(kindsOf(first)).toEqual([]);
});

test("a habit that one message lacks is none", () => {
  expect(kindsOf(message({ Contact: "None" }), message({ Contact: "sip:a", "Call-ID": "2@a" }))).toEqual([]);
  expect(kindsOf(message({}, "\n", "\n\n"), message({ "Call-ID": "2@a" }))).toEqual([]);
});

test("repeated messages are counted, exactly while few", () => {
  const [trait] = traitsOfMessages([message(), message(), message()]);
  expect(trait).toMatchObject({ kind: "retransmissions", packets: 2, estimated: false });
  const many = Array.from({ length: 300 }, (_, index) => message({ "Call-ID": `${index % 50}@a` }));
  const [estimate] = traitsOfMessages(many);
  expect(estimate).toMatchObject({ kind: "retransmissions", estimated: true });
  const once = Array.from({ length: 300 }, (_, index) => message({ "Call-ID": `${index}@a` }));
  expect(traitsOfMessages(once)).toEqual([]);
});

test("each trait says what it means and where that is known from", () => {
  expect(Object.keys(TRAIT_MEANINGS)).toEqual([...TRAIT_KINDS]);
  for (const kind of TRAIT_KINDS) {
    expect(TRAIT_MEANINGS[kind].meaning).toMatch(/^[A-Z].*\.$/);
    expect(TRAIT_MEANINGS[kind].source).not.toBe("");
  }
});
