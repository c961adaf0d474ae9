import fc from "fast-check";
import { expect, test } from "vitest";
import type { SignatureDraft } from "../../../../core/contract/signatures.ts";
import {
  ask,
  askedOf,
  dropKey,
  keysOf,
  setPattern,
  setVaries,
} from "../../../../renderer/features/signatures/draft-state.ts";

const DRAFT: SignatureDraft = {
  id: "own/probe",
  tool: { id: "own/probe", name: "Probe" },
  family: "Probe",
  variant: "",
  methodVariants: {},
  parent: null,
  certainty: "medium",
  references: [],
  notes: "",
  methods: null,
  fields: { from: "<sip:100@{SourceIP}>", "user-agent": "probe" },
  required: ["user-agent"],
  absent: ["contact"],
  varies: ["from"],
  headerOrders: [],
  orderRequired: false,
  compactNames: false,
  hints: { strategy: null, sourcePort: null },
  examples: { positive: [], negative: [] },
};

test("keys are listed by what is asked of them", () => {
  expect(keysOf(DRAFT)).toEqual(["user-agent", "from", "contact"]);
  expect(keysOf(DRAFT).map((key) => askedOf(DRAFT, key))).toEqual(["required", "known", "absent"]);
});

test("what becomes required keeps its pattern, or takes any value at first", () => {
  expect(ask(DRAFT, "from", "required").fields).toEqual(DRAFT.fields);
  expect(ask(DRAFT, "contact", "required")).toMatchObject({
    fields: { contact: "{*:any}" },
    required: ["contact", "user-agent"],
    absent: [],
  });
});

test("what must not be there has no pattern and does not vary", () => {
  const draft = ask(DRAFT, "from", "absent");
  expect(draft).toMatchObject({ absent: ["contact", "from"], varies: [], required: ["user-agent"] });
  expect(Object.keys(draft.fields)).toEqual(["user-agent"]);
});

test("an empty pattern is any value, unless the key is required", () => {
  expect(setPattern(DRAFT, "from", "").fields.from).toBeNull();
  expect(setPattern(DRAFT, "user-agent", "").fields["user-agent"]).toBe("");
});

test("a dropped key is spoken of nowhere", () => {
  expect(dropKey(dropKey(DRAFT, "from"), "contact")).toMatchObject({
    absent: [],
    varies: [],
    required: ["user-agent"],
  });
});

test("whatever is done, a key is asked for in one way, and what is required or varies is a field", () => {
  const key = fc.constantFrom("from", "user-agent", "contact", "via");
  const change = fc.oneof(
    fc.record({ kind: fc.constant("ask"), key, asked: fc.constantFrom("required", "known", "absent") }),
    fc.record({ kind: fc.constant("pattern"), key, text: fc.constantFrom("", "x", "{4:dec}") }),
    fc.record({ kind: fc.constant("varies"), key, varies: fc.boolean() }),
    fc.record({ kind: fc.constant("drop"), key }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const draft = changes.reduce<SignatureDraft>((old, made) => {
        if ("asked" in made) return ask(old, made.key, made.asked);
        // The window offers patterns and variation for keys that are there only.
        const isThere = Object.hasOwn(old.fields, made.key);
        if ("text" in made) return isThere ? setPattern(old, made.key, made.text) : old;
        if ("varies" in made) return isThere ? setVaries(old, made.key, made.varies) : old;
        return dropKey(old, made.key);
      }, DRAFT);
      const fields = Object.keys(draft.fields);
      expect(new Set(draft.required).size).toBe(draft.required.length);
      expect(draft.required.every((one) => typeof draft.fields[one] === "string")).toBe(true);
      expect(draft.varies.every((one) => fields.includes(one))).toBe(true);
      expect(draft.absent.some((one) => fields.includes(one))).toBe(false);
      expect([...keysOf(draft)].sort()).toEqual([...new Set([...fields, ...draft.absent])].sort());
    }),
  );
});
