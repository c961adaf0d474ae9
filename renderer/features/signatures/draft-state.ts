import type { DraftExample, SignatureDraft } from "../../../core/contract/signatures.ts";

/** What a signature asks of a key. */
export type Asked = "required" | "known" | "absent";

/** The keys a draft speaks of, the required ones first, each time ascending. */
export function keysOf({ fields, required, absent }: SignatureDraft): string[] {
  const rank = (key: string) => (required.includes(key) ? 0 : absent.includes(key) ? 2 : 1);
  return [...new Set([...Object.keys(fields), ...absent])].sort(
    (a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0),
  );
}

/** What a draft asks of a key. */
export function askedOf({ required, absent }: SignatureDraft, key: string): Asked {
  if (required.includes(key)) return "required";
  return absent.includes(key) ? "absent" : "known";
}

/** Asks for a key in another way. What is absent has no pattern and varies in nothing. */
export function ask(draft: SignatureDraft, key: string, asked: Asked): SignatureDraft {
  const without = dropKey(draft, key);
  if (asked === "absent") return { ...without, absent: sorted([...without.absent, key]) };
  const pattern = Object.hasOwn(draft.fields, key) ? (draft.fields[key] ?? null) : null;
  return {
    ...without,
    // What is required needs a pattern: at first one that takes any value.
    fields: { ...without.fields, [key]: asked === "required" ? (pattern ?? "{*:any}") : pattern },
    required: asked === "required" ? sorted([...without.required, key]) : without.required,
    varies: draft.varies.includes(key) ? sorted([...without.varies, key]) : without.varies,
  };
}

/** Says another pattern of a key; an empty one takes any value. */
export function setPattern(draft: SignatureDraft, key: string, text: string): SignatureDraft {
  const isAny = text === "" && !draft.required.includes(key);
  return { ...draft, fields: { ...draft.fields, [key]: isAny ? null : text } };
}

/** Asks for several values of a key, or does not. */
export function setVaries(draft: SignatureDraft, key: string, varies: boolean): SignatureDraft {
  const others = draft.varies.filter((other) => other !== key);
  return { ...draft, varies: varies ? sorted([...others, key]) : others };
}

/** Says nothing of a key any more. */
export function dropKey(draft: SignatureDraft, key: string): SignatureDraft {
  const { [key]: _, ...fields } = draft.fields;
  const others = (keys: readonly string[]) => keys.filter((other) => other !== key);
  return {
    ...draft,
    fields,
    required: others(draft.required),
    absent: others(draft.absent),
    varies: others(draft.varies),
  };
}

/** An example without a message yet. */
const EMPTY_EXAMPLE: DraftExample = {
  message: [""],
  lineEnd: "crlf",
  source: "192.0.2.1",
  sourcePort: 5060,
  destination: "198.51.100.1",
  destinationPort: 5060,
};

/** What examples are. */
export type ExampleKind = "positive" | "negative";

/** Adds an example that is still to be written, between documentation addresses. */
export function startExample(draft: SignatureDraft, kind: ExampleKind): SignatureDraft {
  return withExamples(draft, kind, [...draft.examples[kind], EMPTY_EXAMPLE]);
}

/** Changes an example. */
export function changeExample(
  draft: SignatureDraft,
  kind: ExampleKind,
  index: number,
  change: Partial<DraftExample>,
): SignatureDraft {
  const changed = draft.examples[kind].map((example, at) => (at === index ? { ...example, ...change } : example));
  return withExamples(draft, kind, changed);
}

/** Takes an example away. */
export function dropExample(draft: SignatureDraft, kind: ExampleKind, index: number): SignatureDraft {
  return withExamples(
    draft,
    kind,
    draft.examples[kind].filter((_, at) => at !== index),
  );
}

function withExamples(draft: SignatureDraft, kind: ExampleKind, examples: DraftExample[]): SignatureDraft {
  return { ...draft, examples: { ...draft.examples, [kind]: examples } };
}

/** Adds an order of header names that is still to be written. */
export function startOrder(draft: SignatureDraft): SignatureDraft {
  const taken = new Set(draft.headerOrders.map(({ name }) => name));
  let number = 1;
  while (taken.has(`order-${number}`)) number += 1;
  return { ...draft, headerOrders: [...draft.headerOrders, { name: `order-${number}`, keys: [] }] };
}

/** Changes an order of header names. */
export function changeOrder(
  draft: SignatureDraft,
  index: number,
  change: Partial<SignatureDraft["headerOrders"][number]>,
): SignatureDraft {
  const headerOrders = draft.headerOrders.map((order, at) => (at === index ? { ...order, ...change } : order));
  return { ...draft, headerOrders };
}

/** Takes an order away; without any none is required. */
export function dropOrder(draft: SignatureDraft, index: number): SignatureDraft {
  const headerOrders = draft.headerOrders.filter((_, at) => at !== index);
  return { ...draft, headerOrders, orderRequired: draft.orderRequired && headerOrders.length > 0 };
}

/** Header names as they were typed, separated by commas or blanks. */
export function namesOfText(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== "");
}

function sorted(keys: readonly string[]): string[] {
  return [...keys].sort();
}
