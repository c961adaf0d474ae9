import fc from "fast-check";
import { expect, test } from "vitest";
import type { StrandState } from "../../core/fingerprint/strand-state.ts";
import type { ObservedField } from "../../core/fingerprint/strand-view.ts";
import { tokenName } from "../../core/fingerprint/symbols.ts";
import { viewStrand } from "../../core/fingerprint/view-strand.ts";
import { Candidates } from "../../core/signature/candidates.ts";
import { identifyAmong, identifyAndTell, identifyStrand, nameByMasks, nameStrand } from "../../core/signature/match.ts";
import { escapeLiteral } from "../../core/signature/pattern.ts";
import { namedSignatures } from "../../core/signature/proposal/settle.ts";
import { type NamedAs, rematch } from "../../core/signature/rematch.ts";
import { compileLibrary, type SignatureDefinition, type SignatureLibrary } from "../../core/signature/signature.ts";
import { arbitraryProbe } from "../builders/arbitrary-probes.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { generatedCase, KNOWN_TOOLS } from "../builders/generated-case.ts";
import { builtinLibrary, builtinPack } from "../builders/library.ts";
import { observedRequest } from "../builders/observed-request.ts";

const RUNS = 3000;

const PIECES = [
  ..."abc012",
  "sip:1@",
  " ",
  ":",
  "203.0.113.9",
  "192.0.2.1",
  "5060",
  "3963303030303230",
  "x",
  "OPTIONS",
  "{SourceIP}",
  "{DestIP}",
  "{SourcePort}",
  "{DestPort}",
  "{DestIP:hexascii}",
  "{DestIP:hexascii}{DestPort:hexascii}",
  "{DestIP:rev}",
  "{SourceIP:hex}",
  "{method}",
  "{*:any}",
  "{*:alnum}",
  "{1-3:alnum}",
  "{2:dec}",
  "{0-4:alpha}",
  "{1-30:any}",
  "{3:name}",
  "{*:hex}",
  "{0-60:dechex}",
  "{4:dechex}",
  "(a|b)",
  "(|0)",
  "({SourceIP}|{DestIP})",
] as const;
const KEYS = [":uri", "to", "via", "call-id", "cseq", "from", "x-some", "x-some#2"] as const;
const pattern = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(""));
const someKeys = fc.subarray([...KEYS]);

/** Signatures with short patterns of what the messages of `arbitraryProbe` are made of. */
const signature = fc
  .record({
    fields: fc.dictionary(
      fc.constantFrom(...KEYS),
      fc.oneof({ weight: 6, arbitrary: pattern }, { weight: 1, arbitrary: fc.constant(null) }),
      { minKeys: 1 },
    ),
    methods: fc.constantFrom(null, null, ["OPTIONS"], ["INVITE"]),
    required: someKeys,
    varies: someKeys,
    absent: someKeys,
    tool: fc.constantFrom("own/1", "own/2"),
    compactNames: fc.constantFrom(false, false, true),
  })
  .map(({ fields, required, varies, absent, tool, ...rest }): Omit<SignatureDefinition, "id"> | null => {
    const stated = Object.keys(fields).filter((key) => typeof fields[key] === "string");
    const [first] = stated;
    if (first === undefined) return null;
    return {
      ...(builtinPack.signatures[0] as SignatureDefinition),
      ...rest,
      tool: { id: tool, name: tool },
      parent: null,
      fields,
      required: [...new Set([first, ...required.filter((key) => stated.includes(key))])],
      varies: varies.filter((key) => Object.hasOwn(fields, key)).slice(0, 1),
      absent: absent.filter((key) => !Object.hasOwn(fields, key)).slice(0, 2),
      headerOrders: [],
    };
  });
const library = fc.array(signature, { minLength: 1, maxLength: 6 }).map((definitions): SignatureLibrary => {
  const sound = definitions.filter((definition) => definition !== null);
  const compiled = compileLibrary(sound.map((definition, index) => ({ ...definition, id: `own/${index}` })));
  return compiled.ok ? compiled.library : { signatures: [] };
});

const probes = fc.array(arbitraryProbe, { minLength: 1, maxLength: 12 });
/** Messages of one shape, as strands mostly are. */
const alike = arbitraryProbe.chain((probe) =>
  fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 10 }).map((hosts) =>
    hosts.map((host) => ({
      ...probe,
      destination: `192.0.2.${host}`,
      text: probe.text.replaceAll(probe.destination, `192.0.2.${host}`),
      missingBytes: 0,
    })),
  ),
);
const state = fc
  .oneof(probes, alike)
  .map((list) => foldInOrder(list.map((probe, index) => observedRequest(probe, index + 1))));

/** A pattern that reads one value: some of its symbols stay, others become gaps, or what a token stands for. */
function blurred({ raw, spans }: ObservedField, choices: readonly number[]): string {
  let text = "";
  let at = 0;
  for (let step = 0; at < raw.length; step += 1) {
    const choice = choices[step % choices.length] as number;
    const span = spans.find(({ start }) => start === at);
    const end = span?.end ?? at + 1;
    const part = raw.slice(at, end);
    const isWord = /^[0-9A-Za-z]+$/.test(part);
    const length = part.length;
    if (choice < 6) text += span === undefined ? escapeLiteral(part) : `{${tokenName(span.token)}}`;
    else if (choice === 6) text += escapeLiteral(part);
    else if (choice === 7) text += `{${length}:${isWord ? "alnum" : "any"}}`;
    else if (choice === 8) text += `{0-${length + 1}:any}`;
    else text += choice === 9 ? "{*:any}" : `(${escapeLiteral(part)}|{${length}-${length + 2}:name})`;
    at = end;
  }
  return text;
}

/** A strand, and signatures of which most match it or a message of it. */
const fitting = state.chain((strand) => {
  const exemplars = viewStrand(strand).exemplars;
  const made = fc.record({
    exemplar: fc.constantFrom(...exemplars),
    keys: fc.subarray([...KEYS], { minLength: 1 }),
    choices: fc.array(fc.nat(10), { minLength: 20, maxLength: 60 }),
    isOpen: fc.boolean(),
    some: signature,
  });
  const signatures = fc.array(made, { minLength: 1, maxLength: 4 }).map((list): SignatureLibrary => {
    const definitions = list.flatMap(({ exemplar, keys, choices, isOpen, some }, index): SignatureDefinition[] => {
      if (some === null) return [];
      const present = keys.flatMap((key) => exemplar.fields.get(key) ?? []);
      if (present.length === 0) return [];
      const moderate = isOpen ? choices : choices.map((choice) => (choice > 8 ? 0 : choice));
      const fields = Object.fromEntries(
        present.map((field, at) => [field.key, blurred(field, moderate.slice(at).concat(moderate))]),
      );
      const stated = present.map(({ key }) => key);
      return [
        {
          ...some,
          id: `own/${index}`,
          fields,
          required: stated.slice(0, 1 + (choices[0] as number)),
          varies: some.varies.filter((key) => stated.includes(key)),
          absent: some.absent.filter((key) => !stated.includes(key)),
        },
      ];
    });
    const compiled = compileLibrary(definitions);
    return compiled.ok ? compiled.library : { signatures: [] };
  });
  return fc.tuple(
    fc.constant(strand),
    fc.oneof({ weight: 4, arbitrary: signatures }, { weight: 1, arbitrary: library }),
  );
});

/** Views of their own: what one way to match found out is unknown to the other. */
function expectPlainVerdict(strand: StrandState, { signatures }: SignatureLibrary): void {
  const view = viewStrand(strand);
  const plain = view.cut ? null : identifyAmong(viewStrand(strand), signatures);
  if (!view.cut) expect(identifyStrand(view, { signatures })).toEqual(plain);
  const { kind, signatures: named } = nameStrand(viewStrand(strand), { signatures });
  expect([kind, named.map(({ id }) => id)]).toEqual([
    view.cut ? "cut" : (plain?.kind ?? "none"),
    namedSignatures(plain),
  ]);
}

/**
 * Whether a strand is named without its messages: then as matching names it.
 *
 * @param before the library that messages were matched with before
 */
function isNamedByMasks(
  strand: StrandState,
  { signatures }: SignatureLibrary,
  before: SignatureLibrary = { signatures: [] },
): boolean {
  const { told } = identifyAndTell(viewStrand(strand), before);
  const { method, cut, evidence, headerOrder, compactNames, keys } = viewStrand(strand);
  const outline = { method, cut, evidence, headerOrder, compactNames, keys, told };
  const candidates = new Candidates(outline, signatures);
  const name = nameByMasks(outline, candidates, candidates.possible);
  if (name !== null) expect(name).toEqual(nameStrand(viewStrand(strand), { signatures }));
  return name !== null;
}

test("leaving out what masks rule out changes no verdict: random messages and signatures", () => {
  let named = 0;
  let byMasks = 0;
  let byTold = 0;
  fc.assert(
    fc.property(fitting, ([strand, signatures]) => {
      expectPlainVerdict(strand, signatures);
      const isNamed = nameStrand(viewStrand(strand), signatures).signatures.length > 0;
      if (isNamed) named += 1;
      if (isNamedByMasks(strand, signatures) && isNamed) byMasks += 1;
      if (isNamedByMasks(strand, signatures, signatures) && isNamed) byTold += 1;
      // Of some patterns of the library more is told than of others.
      isNamedByMasks(strand, signatures, { signatures: signatures.signatures.slice(1) });
    }),
    { numRuns: RUNS },
  );
  // It is no proof that nothing is found where nothing is there.
  expect(named).toBeGreaterThan(RUNS / 10);
  expect(byMasks).toBeGreaterThan(RUNS / 50);
  expect(byTold).toBeGreaterThan(byMasks);
});

test("the same of generated scans and the built-in pack", () => {
  const tools = [...KNOWN_TOOLS, "unknown/1", "unknown/2", "unknown/3"];
  let byMasks = 0;
  let byTold = 0;
  const strands = generatedCase(tools, { packets: "candidates", setUps: "candidates" });
  for (const { state: strand } of strands) {
    expectPlainVerdict(strand, builtinLibrary);
    if (isNamedByMasks(strand, builtinLibrary)) byMasks += 1;
    if (isNamedByMasks(strand, builtinLibrary, builtinLibrary)) byTold += 1;
  }
  // Most messages need not be read, and hardly any once more.
  expect(byMasks).toBeGreaterThan(strands.length / 2);
  expect(byTold).toBeGreaterThan(0.9 * strands.length);
});

test("what would change is what matching all strands with both libraries finds", () => {
  fc.assert(
    fc.property(
      fc.array(state, { minLength: 1, maxLength: 8 }),
      library,
      library,
      fc.nat(5),
      (states, some, others, shared) => {
        const own = { signatures: some.signatures.slice(0, shared) };
        const both = compileLibrary([
          ...own.signatures.map(({ definition }) => definition),
          ...others.signatures.map(({ definition }) => ({ ...definition, id: `${definition.id}-other` })),
        ]);
        if (!both.ok) throw new Error("sound alone, sound together");
        for (const [before, after] of [
          [some, both.library],
          [both.library, own],
        ] as const) {
          const strands = states.map((strand, index) => ({
            flow: `flow ${index >> 1}`,
            source: `source ${index >> 2}`,
            state: strand,
          }));
          const { changes, unchanged } = rematch(strands, before, after);
          const textOf = ({ kind, signatures }: Pick<NamedAs, "kind" | "signatures">) =>
            `${kind} ${signatures.join(" ")}`;
          const expected = strands
            .map(({ state: strand }) => [plainName(strand, before), plainName(strand, after), strand.packets] as const)
            .filter(([old, now]) => old !== now);
          expect(unchanged).toBe(strands.length - expected.length);
          expect(new Set(changes.map((change) => `${textOf(change.before)} > ${textOf(change.after)}`))).toEqual(
            new Set(expected.map(([old, now]) => `${old} > ${now}`)),
          );
          expect(changes.reduce((sum, change) => sum + change.strands, 0)).toBe(expected.length);
          expect(changes.reduce((sum, change) => sum + change.packets, 0)).toBe(
            expected.reduce((sum, [, , packets]) => sum + packets, 0),
          );
        }
      },
    ),
    { numRuns: 300 },
  );
});

function plainName(strand: StrandState, { signatures }: SignatureLibrary): string {
  const view = viewStrand(strand);
  if (view.cut) return "cut ";
  const verdict = identifyAmong(view, signatures);
  return `${verdict?.kind ?? "none"} ${namedSignatures(verdict).join(" ")}`;
}

test("flows and sources are counted once each, and the order of strands does not matter", () => {
  const strands = generatedCase(["paper/5", "paper/14"], { packets: "counted", setUps: "counted" }).map(
    ({ state: strand }, index) => ({
      flow: `flow ${index % 4}`,
      source: "one",
      state: strand,
    }),
  );
  const without = compileLibrary(
    builtinPack.signatures.filter(({ id }) => id !== "paper/5" && !id.startsWith("paper/14")),
  );
  if (!without.ok) throw new Error("the pack is sound without them");
  const summary = rematch(strands, without.library, builtinLibrary);
  expect(rematch([...strands].reverse(), without.library, builtinLibrary)).toEqual(summary);
  expect(summary.unchanged).toBe(0);
  expect(summary.changes.reduce((sum, { strands: count }) => sum + count, 0)).toBe(strands.length);
  for (const { sources, flows } of summary.changes) expect([sources, flows <= 4]).toEqual([1, true]);
});
