import { z } from "zod";
import {
  type CompiledLibrary,
  compileLibrary,
  SIGNATURE_KEY,
  type SignatureDefinition,
} from "../signature/signature.ts";
import { asciiJson } from "./ascii-json.ts";
import { isSealIntact, type Seal } from "./seal.ts";

/** A pack as it is written: the same pack, the same bytes. */
export function formatPack(pack: SignaturePack): string {
  return asciiJson(pack);
}

/** Largest pack that is read, in characters. */
const MAX_PACK_TEXT = 8 * 1024 * 1024;

const shortText = z.string().max(200);
const longText = z.string().max(4000);
const nameText = shortText.min(1, "a name is missing");
const idText = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}(?:\/[a-z0-9][a-z0-9._-]{0,63}){0,3}$/);
const methodText = z.string().regex(/^[A-Za-z0-9\-.!%*_+`'~]{1,32}$/);
const versionText = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[0-9A-Za-z.-]{1,40})?$/);
const keyText = z.string().regex(SIGNATURE_KEY, "no key of a message: it takes the name of a header field, or :uri");
const patternText = z.string().max(2048);
const NO_PORT = "no port: it takes a number from 0 to 65535";
const port = z.int(NO_PORT).min(0, NO_PORT).max(65535, NO_PORT);

const exampleSchema = z.object({
  // Code units above 0xff would be no bytes.
  message: z
    .array(
      z
        .string()
        .max(2000)
        .regex(/^[^\u0100-\uffff]*$/),
    )
    .max(200),
  lineEnd: z.enum(["crlf", "lf"]).default("crlf"),
  source: shortText,
  destination: shortText,
  sourcePort: port,
  destinationPort: port,
});

/** One signature as a pack has it. */
export const signatureSchema = z.object({
  id: idText,
  tool: z.object({ id: idText, name: nameText }),
  family: nameText,
  variant: shortText,
  methodVariants: z.record(methodText, nameText).default({}),
  parent: idText.nullable(),
  certainty: z.enum(["high", "medium", "low"]),
  references: z.array(z.string().max(1000)).max(50),
  notes: longText.default(""),
  methods: z.array(methodText).min(1).max(20).nullable(),
  fields: z.record(keyText, patternText.nullable()),
  required: z.array(keyText).min(1).max(64),
  absent: z.array(keyText).max(64).default([]),
  varies: z.array(keyText).max(64).default([]),
  headerOrders: z
    .array(z.object({ name: nameText, keys: z.array(keyText).min(1).max(64) }))
    .max(16)
    .default([]),
  orderRequired: z.boolean().default(false),
  compactNames: z.boolean().default(false),
  hints: z
    .object({ strategy: shortText.nullable(), sourcePort: shortText.nullable() })
    .default({ strategy: null, sourcePort: null }),
  examples: z.object({
    positive: z.array(exampleSchema).min(1).max(50),
    negative: z.array(exampleSchema).max(50).default([]),
  }),
});

/** What a `.ringpack` file holds. `packSchema` is also the source of `resources/schemas/pack.schema.json`. */
export const packSchema = z.object({
  format: z.literal("ringprint.pack"),
  version: z.literal(1),
  id: idText,
  name: nameText,
  packVersion: versionText,
  licence: nameText,
  authors: z.array(nameText).min(1).max(100),
  changelog: z
    .array(z.object({ packVersion: versionText, note: longText }))
    .max(500)
    .default([]),
  signatures: z.array(signatureSchema).max(5000),
  withoutSignature: z
    .array(z.object({ tool: idText, name: nameText, reason: longText }))
    .max(1000)
    .default([]),
  revisions: z
    .array(
      z.object({
        signature: idText,
        revision: z.int().min(1).max(2_147_483_647),
        rules: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(5000)
    .optional(),
  seal: z
    .object({
      algorithm: z.literal("ed25519"),
      publicKey: z.string().regex(/^[0-9a-f]{64}$/),
      value: z.string().regex(/^[0-9a-f]{128}$/),
    })
    .optional(),
});

/** A signature pack (spec section 10). */
export interface SignaturePack {
  readonly format: "ringprint.pack";
  /** Version of the file format. */
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  /** Semantic version of the content. */
  readonly packVersion: string;
  readonly licence: string;
  readonly authors: readonly string[];
  readonly changelog: readonly { readonly packVersion: string; readonly note: string }[];
  readonly signatures: readonly SignatureDefinition[];
  /** Tools that are known but cannot be told by their messages, and why. */
  readonly withoutSignature: readonly { readonly tool: string; readonly name: string; readonly reason: string }[];
  /** Revisions of the rules made of the signatures; not there in packs that were written by hand. */
  readonly revisions?: readonly RuleRevision[] | undefined;
  /** Who gave it its content, if that is proven. */
  readonly seal?: Seal | undefined;
}

/** The revision of the rules of a signature. */
export interface RuleRevision {
  readonly signature: string;
  readonly revision: number;
  /** SHA-256 of what the rules say, in hex. */
  readonly rules: string;
}

/** Why a pack is refused. `place` is the path inside the file, as `signatures[3].fields.from`. */
export interface PackError {
  readonly code: "too-large" | "not-json" | "wrong-shape" | "unsound-signature" | "broken-seal";
  readonly place: string;
  readonly message: string;
}

export type DecodedPack =
  | {
      readonly ok: true;
      readonly pack: SignaturePack;
      readonly library: Extract<CompiledLibrary, { ok: true }>["library"];
    }
  | { readonly ok: false; readonly errors: readonly PackError[] };

/** Most faults reported at once. */
const MAX_ERRORS = 50;

/** Reads a pack a stranger wrote: sizes bounded, unknown keys dropped, patterns parsed. Failures are values. */
export function decodePack(text: string): DecodedPack {
  if (text.length > MAX_PACK_TEXT) {
    return refuse("too-large", "", `a pack may have at most ${MAX_PACK_TEXT} characters, this one has ${text.length}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("not-json", "", "the file is not JSON");
  }
  const decoded = packSchema.safeParse(value);
  if (!decoded.success) {
    const errors = decoded.error.issues
      .slice(0, MAX_ERRORS)
      .map((issue): PackError => ({ code: "wrong-shape", place: placeOf(issue.path), message: issue.message }));
    return { ok: false, errors };
  }
  const pack: SignaturePack = decoded.data;
  if (pack.seal !== undefined && !isSealIntact(pack)) {
    return refuse("broken-seal", "seal", "the pack is not what its seal was set to");
  }
  const compiled = compileLibrary(pack.signatures);
  if (compiled.ok) return { ok: true, pack, library: compiled.library };
  const errors = compiled.errors.slice(0, MAX_ERRORS).map(
    (error): PackError => ({
      code: "unsound-signature",
      place: error.key === null ? error.signature : `${error.signature} ${error.key}`,
      message: error.message,
    }),
  );
  return { ok: false, errors };
}

function refuse(code: PackError["code"], place: string, message: string): DecodedPack {
  return { ok: false, errors: [{ code, place, message }] };
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, step) => {
    if (typeof step === "number") return `${place}[${step}]`;
    return place === "" ? String(step) : `${place}.${String(step)}`;
  }, "");
}
