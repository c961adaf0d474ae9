import fc from "fast-check";
import { expect, test } from "vitest";
import type { SignatureDraft } from "../../../../core/contract/signatures.ts";
import {
  ask,
  askedOf,
  changeExample,
  changeOrder,
  dropExample,
  dropKey,
  dropOrder,
  keysOf,
  namesOfText,
  setPattern,
  setVaries,
  startExample,
  startOrder,
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

test("orders are added under names of their own, written, and dropped; the last one takes what is required with it", () => {
  const two = startOrder(startOrder(DRAFT));
  expect(two.headerOrders).toEqual([
    { name: "order-1", keys: [] },
    { name: "order-2", keys: [] },
  ]);
  const written = changeOrder({ ...two, orderRequired: true }, 1, { keys: namesOfText("Via, from\n to,,") });
  expect(written.headerOrders[1]).toEqual({ name: "order-2", keys: ["via", "from", "to"] });
  const one = dropOrder(written, 0);
  expect(one).toMatchObject({ headerOrders: [{ name: "order-2" }], orderRequired: true });
  expect(startOrder(one).headerOrders.map(({ name }) => name)).toEqual(["order-2", "order-1"]);
  expect(dropOrder(one, 0)).toMatchObject({ headerOrders: [], orderRequired: false });
});

test("examples are added, written and taken away, each kind by itself", () => {
  const two = startExample(startExample(startExample(DRAFT, "negative"), "positive"), "negative");
  const written = changeExample(two, "negative", 1, { message: ["OPTIONS"], source: "192.0.2.9" });
  const { positive, negative } = written.examples;
  expect([positive.length, negative.map(({ message, source }) => [message, source])]).toEqual([
    1,
    [
      [[""], "192.0.2.1"],
      [["OPTIONS"], "192.0.2.9"],
    ],
  ]);
  expect(dropExample(written, "negative", 0).examples).toEqual({ positive, negative: [negative[1]] });
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
