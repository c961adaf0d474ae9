import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprintOf } from "../../core/fingerprint/fingerprint.ts";
import { LabelCovers, labelTemplateOf } from "../../core/fingerprint/label-cover.ts";
import { parseShownTemplate } from "../../core/fingerprint/shown-template.ts";
import { mergeStrandStates, type StrandState, strandStateOf } from "../../core/fingerprint/strand-state.ts";
import { tokenSymbol } from "../../core/fingerprint/symbols.ts";
import { formatShownTemplate, type Template, type TemplatePart } from "../../core/fingerprint/template.ts";
import { observedRequest } from "../builders/observed-request.ts";

/** Requests that differ in branch and Call-ID; further lines stand as given. */
function strand(from: number, to: number, agent: string, more: (index: number) => string = () => ""): StrandState {
  const states = [];
  for (let index = from; index < to; index += 1) {
    const branch = ((index * 7919 + 104_729) % 900_000) + 100_000;
    const lines = [
      "OPTIONS sip:100@{DestIP} SIP/2.0",
      `Via: SIP/2.0/UDP {SourceIP}:5060;branch=z9hG4bK-${branch}`,
      `User-Agent: ${agent}`,
      `Call-ID: ${(branch * 31) % 1_000_000_000}x`,
      more(index),
    ];
    const text = `${lines.filter((line) => line !== "").join("\r\n")}\r\n\r\n`;
    const destination = `198.51.100.${(index % 250) + 1}`;
    const ports = { sourcePort: 5060, destinationPort: 5060 };
    const filled = text.replaceAll("{DestIP}", destination).replaceAll("{SourceIP}", "192.0.2.1");
    states.push(
      strandStateOf(observedRequest({ text: filled, source: "192.0.2.1", destination, ...ports }, index + 1)),
    );
  }
  return states.reduce(mergeStrandStates);
}

function labelOf(state: StrandState) {
  return { fingerprint: fingerprintOf(state).id, template: labelTemplateOf(state) };
}

function winner(labels: readonly StrandState[], state: StrandState): string | null {
  const covers = new LabelCovers(labels.map(labelOf));
  return covers.find(fingerprintOf(state).id, state)?.fingerprint ?? null;
}

const idOf = (state: StrandState) => fingerprintOf(state).id;

test("a label covers the strand it was given on, more of the same messages, and a few of them", () => {
  const labelled = strand(0, 40, "friendly-scanner");
  for (const other of [
    strand(0, 40, "friendly-scanner"),
    strand(100, 400, "friendly-scanner"),
    strand(7, 8, "friendly-scanner"),
  ]) {
    expect(winner([labelled], other)).toBe(idOf(labelled));
  }
});

test("another value, another field or another order of fields is not covered", () => {
  const labelled = strand(0, 40, "friendly-scanner");
  expect(winner([labelled], strand(0, 40, "sipcli/v1.8"))).toBeNull();
  expect(
    winner(
      [labelled],
      strand(0, 40, "friendly-scanner", () => "Accept: application/sdp"),
    ),
  ).toBeNull();
  expect(winner([strand(0, 40, "friendly-scanner", () => "Accept: application/sdp")], labelled)).toBeNull();
});

test("of labels that cover a strand the one with most literal bytes has it, in whatever order they come", () => {
  const open = ["alpha", "bravo", "gamma", "delta"].map((agent, index) => strand(index * 20, index * 20 + 20, agent));
  const general = open.map((state) => structuredClone(state)).reduce(mergeStrandStates);
  const special = strand(200, 240, "alpha");
  expect(winner([general], special)).toBe(idOf(general));
  for (const labels of [
    [general, special],
    [special, general],
  ]) {
    expect(winner(labels, strand(300, 310, "alpha"))).toBe(idOf(special));
    expect(winner(labels, strand(300, 310, "bravo"))).toBe(idOf(general));
  }
});

test("a text that is no template is refused", () => {
  for (const text of ["{", "}", "{8:wild}", "{9-3:dec}", "\\", "\\x4", "\\xZZ", "é", "{8}", "a{}b", "{SourceIp}"]) {
    expect([text, parseShownTemplate(text)]).toEqual([text, undefined]);
  }
  const template = { method: "OPTIONS", order: [], mandatory: [["via", "{"]], optional: [] } as const;
  expect(() => new LabelCovers([{ fingerprint: "x", template }])).toThrow(RangeError);
});

test("every template is read as it was written", () => {
  const symbols = fc
    .array(
      fc.oneof(
        fc.integer({ min: 0, max: 255 }),
        fc.constantFrom(tokenSymbol("DestIP"), tokenSymbol("FirstDestIP:hex")),
      ),
      {
        minLength: 1,
      },
    )
    .map((codes): TemplatePart => ({ kind: "constant", symbols: String.fromCharCode(...codes) }));
  const gap = fc
    .tuple(fc.nat(300), fc.nat(300), fc.constantFrom(1, 3, 30, 31, 255))
    .map(
      ([a, b, classes]): TemplatePart => ({ kind: "gap", shortest: Math.min(a, b), longest: Math.max(a, b), classes }),
    );
  const templates = fc
    .array(fc.tuple(symbols, gap))
    .map((pairs): Template => pairs.flat())
    .chain((parts) => fc.option(symbols, { nil: null }).map((last) => (last === null ? parts : [...parts, last])));
  fc.assert(
    fc.property(templates, (template) => {
      expect(parseShownTemplate(formatShownTemplate(template))).toEqual(template);
    }),
    { seed: 4 },
  );
});
