import { describePatternError, type Pattern, type PatternError, parsePattern } from "./pattern.ts";

/** How sure a signature is: `high` confirmed by source code or a capture, `medium` published and inferred, `low` damaged. */
export type Certainty = "high" | "medium" | "low";

/** A probe that shows what a signature means: one message with its packet's addresses and ports. */
export interface SignatureExample {
  /** Lines of the message, joined by `lineEnd`; latin-1 text that stands for bytes. Trailing "" lines end it. */
  readonly message: readonly string[];
  readonly lineEnd: "crlf" | "lf";
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** Keys a signature can speak of (spec section 4 step 1). Names that mean something to JavaScript objects are no header names. */
export const SIGNATURE_KEY = /^(?!__proto__$)(?::uri|sdp\.[a-z](?:#\d{1,2})?|[a-z0-9\-.!%*_+`'~]{1,64}(?:#\d{1,2})?)$/;

/** A signature as an analyst or a pack writes it (spec section 5). */
export interface SignatureDefinition {
  /** Unique in a library, as `paper/14/masscan-1.3.2`. */
  readonly id: string;
  readonly tool: { readonly id: string; readonly name: string };
  /** Tools of one lineage; ties inside a family are said as the family. */
  readonly family: string;
  readonly variant: string;
  /** Variant by method, where the same tool sends other methods on request. */
  readonly methodVariants: Readonly<Record<string, string>>;
  /** Id of the signature this one was derived from. */
  readonly parent: string | null;
  readonly certainty: Certainty;
  readonly references: readonly string[];
  readonly notes: string;
  /** Methods of which one is required; null requires none. */
  readonly methods: readonly string[] | null;
  /** Pattern by key; null where the key is believed present and its value is not known. */
  readonly fields: Readonly<Record<string, string | null>>;
  /** Keys that must match; the others only add to the score. */
  readonly required: readonly string[];
  /** Keys that must not occur. */
  readonly absent: readonly string[];
  /** Keys that must have shown two values from 5 pieces of evidence on. */
  readonly varies: readonly string[];
  /** Known orders of header names. */
  readonly headerOrders: readonly { readonly name: string; readonly keys: readonly string[] }[];
  /** One of the known orders is required, not only a hint. */
  readonly orderRequired: boolean;
  /** One-letter header names are required: they are a habit of the tool, not part of its fingerprint. */
  readonly compactNames: boolean;
  /** Shown, never required. */
  readonly hints: { readonly strategy: string | null; readonly sourcePort: string | null };
  readonly examples: { readonly positive: readonly SignatureExample[]; readonly negative: readonly SignatureExample[] };
}

/** One key of a compiled signature. */
export interface SignatureField {
  readonly key: string;
  readonly required: boolean;
  /** Null where the value is not known. */
  readonly pattern: Pattern | null;
  /** What near matching compares with: the own pattern, else the nearest ancestor's. */
  readonly likelyPattern: Pattern | null;
}

/** A signature with its patterns read. */
export interface CompiledSignature {
  readonly definition: SignatureDefinition;
  /** Ascending by key. */
  readonly fields: readonly SignatureField[];
  readonly absent: ReadonlySet<string>;
  /** Upper bound of the literal bytes a match can rest on. */
  readonly mostLiteralBytes: number;
}

/** Signatures that are matched together, ascending by id. */
export interface SignatureLibrary {
  readonly signatures: readonly CompiledSignature[];
}

/** Why a signature is refused. `key` is null where it is not about one field. */
export interface SignatureError {
  readonly code:
    | "duplicate-id"
    | "pattern"
    | "required-without-pattern"
    | "varies-without-field"
    | "absent-and-present"
    | "nothing-required"
    | "order-required-without-order";
  readonly signature: string;
  readonly key: string | null;
  /** A sentence for the analyst. */
  readonly message: string;
}

export type CompiledLibrary =
  | { readonly ok: true; readonly library: SignatureLibrary }
  | { readonly ok: false; readonly errors: readonly SignatureError[] };

/** Reads the patterns of all signatures and checks that each is sound in itself. The order given does not matter. */
export function compileLibrary(definitions: readonly SignatureDefinition[]): CompiledLibrary {
  const errors: SignatureError[] = [];
  const byId = new Map<string, SignatureDefinition>();
  for (const definition of definitions) {
    if (byId.has(definition.id)) {
      errors.push(errorOf("duplicate-id", definition, null, "another signature has the same id"));
    }
    byId.set(definition.id, definition);
    errors.push(...unsoundness(definition));
  }
  const patterns = new Map<string, Pattern>();
  for (const definition of byId.values()) {
    for (const [key, text] of Object.entries(definition.fields)) {
      if (text === null || patterns.has(text)) continue;
      const parsed = parsedOnce(text);
      if (parsed.ok) patterns.set(text, parsed.pattern);
      else errors.push(patternError(definition, key, parsed.error));
    }
  }
  if (errors.length > 0) return { ok: false, errors };
  const signatures = [...byId.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((definition) => compileSignature(definition, byId, patterns));
  return { ok: true, library: { signatures } };
}

/** Libraries have most patterns in common: each is one object, and what a strand shows of it is found out once. */
const parsedTexts = new Map<string, ReturnType<typeof parsePattern>>();
const MOST_PARSED = 4096;

function parsedOnce(text: string): ReturnType<typeof parsePattern> {
  const known = parsedTexts.get(text);
  if (known !== undefined) return known;
  if (parsedTexts.size === MOST_PARSED) parsedTexts.clear();
  const parsed = parsePattern(text);
  parsedTexts.set(text, parsed);
  return parsed;
}

function compileSignature(
  definition: SignatureDefinition,
  byId: ReadonlyMap<string, SignatureDefinition>,
  patterns: ReadonlyMap<string, Pattern>,
): CompiledSignature {
  const patternOf = (text: string | null) => (text === null ? null : (patterns.get(text) as Pattern));
  const fields = Object.entries(definition.fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => ({
      key,
      required: definition.required.includes(key),
      pattern: patternOf(text),
      likelyPattern: patternOf(text ?? inheritedText(definition, key, byId)),
    }));
  return {
    definition,
    fields,
    absent: new Set(definition.absent),
    mostLiteralBytes: fields.reduce((sum, field) => sum + mostLiteralBytes(field.pattern), 0),
  };
}

function mostLiteralBytes(pattern: Pattern | null): number {
  return pattern === null ? 0 : Math.max(...pattern.sequences.map((sequence) => sequence.literalBytes));
}

/** The text of the nearest ancestor that knows the key. Lineages are short; a circle ends at the same bound. */
function inheritedText(
  definition: SignatureDefinition,
  key: string,
  byId: ReadonlyMap<string, SignatureDefinition>,
): string | null {
  let ancestor: SignatureDefinition | undefined = definition;
  for (let generation = 0; generation < 8; generation += 1) {
    ancestor = ancestor.parent === null ? undefined : byId.get(ancestor.parent);
    if (ancestor === undefined) return null;
    const text = ancestor.fields[key];
    if (typeof text === "string") return text;
  }
  return null;
}

function unsoundness(definition: SignatureDefinition): SignatureError[] {
  const errors: SignatureError[] = [];
  if (definition.required.length === 0) {
    errors.push(errorOf("nothing-required", definition, null, "at least one key must be required"));
  }
  for (const key of definition.required) {
    if (typeof definition.fields[key] !== "string") {
      errors.push(errorOf("required-without-pattern", definition, key, "a required key needs a pattern"));
    }
  }
  for (const key of definition.varies) {
    if (!Object.hasOwn(definition.fields, key)) {
      errors.push(errorOf("varies-without-field", definition, key, "a key that varies must be among the fields"));
    }
  }
  for (const key of definition.absent) {
    if (Object.hasOwn(definition.fields, key)) {
      errors.push(errorOf("absent-and-present", definition, key, "a key cannot be both absent and among the fields"));
    }
  }
  if (definition.orderRequired && definition.headerOrders.length === 0) {
    errors.push(errorOf("order-required-without-order", definition, null, "a required header order must be given"));
  }
  return errors;
}

function patternError(definition: SignatureDefinition, key: string, error: PatternError): SignatureError {
  return errorOf("pattern", definition, key, describePatternError(error));
}

function errorOf(
  code: SignatureError["code"],
  definition: SignatureDefinition,
  key: string | null,
  message: string,
): SignatureError {
  return { code, signature: definition.id, key, message };
}
