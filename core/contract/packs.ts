import { z } from "zod";
import type { TargetName } from "../pack/export/export-pack.ts";
import { revisionSchema } from "./signatures.ts";

/** Most signatures a pack may hold. */
const MOST_SIGNATURES = 5000;

/** Ids of signatures. */
export const signatureIdsSchema = z.array(z.string().max(300)).max(MOST_SIGNATURES);

/** A public key of Ed25519 in hex. */
export const publicKeySchema = z.string().regex(/^[0-9a-f]{64}$/);

/** What a pack says of itself. */
const packFactsSchema = z.object({
  id: z.string(),
  name: z.string(),
  packVersion: z.string(),
  licence: z.string(),
  authors: z.array(z.string()),
});

/** What would become of a signature of a pack that is imported. */
const importedSignatureSchema = z.object({
  signature: z.string(),
  tool: z.object({ id: z.string(), name: z.string() }),
  /** `left`: the analyst leaves it out. */
  kind: z.enum(["new", "changed", "identical", "conflicting", "left"]),
  /** Why it cannot be taken as it is; empty unless it conflicts. */
  because: z.string(),
  /** The case does without the signature of this id. */
  retired: z.boolean(),
  /** What differs from the one of this id in the case; none where there is none. */
  changes: revisionSchema.shape.changes,
});
export type ImportedRow = z.infer<typeof importedSignatureSchema>;

/** What importing a pack would do; nothing is changed. */
export const importPreviewSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("preview"),
    /** File name. */
    name: z.string(),
    /** Of the file: tells it from one that was changed since. */
    sha256: z.string(),
    pack: packFactsSchema,
    changelog: z.array(z.object({ packVersion: z.string(), note: z.string() })),
    /** The key of its seal, which is intact; null: it has none. */
    sealedBy: publicKeySchema.nullable(),
    /** Ascending by id. */
    signatures: z.array(importedSignatureSchema).max(MOST_SIGNATURES),
  }),
  /** It is no sound pack. */
  z.object({ kind: z.literal("refused"), name: z.string(), faults: z.array(z.string()).min(1) }),
  /** Another preview was asked for before this was known. */
  z.object({ kind: z.literal("overtaken") }),
]);
export type ImportPreview = z.infer<typeof importPreviewSchema>;

/** What signatures can leave as: a pack, or a format that others read. */
export const PACK_TARGETS = [
  "ringpack",
  "suricata7",
  "suricata8",
  "snort3",
  "zeek",
  "wireshark",
  "yara",
  "stix",
  "misp",
  "csv",
  "json",
] as const satisfies readonly ("ringpack" | TargetName)[];
export type PackTarget = (typeof PACK_TARGETS)[number];

/** Signatures of the case that are to leave, and what the pack says of itself. Whether that is sound is the engine's to say. */
export const exportChoiceSchema = z.object({
  signatures: signatureIdsSchema.min(1),
  target: z.enum(PACK_TARGETS),
  facts: z.object({
    id: z.string().max(300),
    name: z.string().max(400),
    packVersion: z.string().max(100),
    licence: z.string().max(400),
    authors: z.array(z.string().max(400)).max(100),
  }),
});
export type ExportChoice = z.infer<typeof exportChoiceSchema>;

const count = z.int().nonnegative();

/** Hits, misses and false hits of a rule; these by the signature whose message it was, null: of none. */
const foundSchema = z.object({
  hits: count,
  misses: count,
  falseHits: z.array(z.object({ signature: z.string().nullable(), messages: count })),
});
export type Found = z.infer<typeof foundSchema>;

/** What becomes of one signature. */
const ruleFidelitySchema = z.object({
  signature: z.string(),
  fields: z.array(z.object({ key: z.string(), fate: z.enum(["kept", "weakened", "dropped"]), because: z.string() })),
  leavesTo: z.array(z.string()),
  /** By our evaluation, among the examples of all signatures that leave. */
  examples: foundSchema,
  /** The same among the messages kept in the case; null: the format has no rules. */
  inCase: foundSchema.nullable(),
  /** By the installed engine, among the examples. */
  byEngine: foundSchema.nullable(),
});
export type RuleFidelityRow = z.infer<typeof ruleFidelitySchema>;

/** An export before it is written. */
export const exportSheetSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("sheet"),
    /** Of the file. */
    bytes: count,
    /** What is true of every rule of the format. */
    remarks: z.array(z.string()),
    /** The installed engine that was asked, and what it complained of; null: there is none. */
    engine: z.object({ name: z.string(), complaints: z.array(z.string()) }).nullable(),
    rules: z.array(ruleFidelitySchema),
    /** Where the telescope would be given away, in sentences. */
    leaks: z.array(z.string()),
  }),
  /** It makes no sound pack. */
  z.object({ kind: z.literal("refused"), faults: z.array(z.string()).min(1) }),
  z.object({ kind: z.literal("reading") }),
  /** The case has changed, or another export was asked for, before this was known. */
  z.object({ kind: z.literal("overtaken") }),
]);
export type ExportSheet = z.infer<typeof exportSheetSchema>;

/** What the pack of an export says of itself, unless the analyst says otherwise. */
export const exportFactsSchema = exportChoiceSchema.shape.facts;
export type ExportFacts = z.infer<typeof exportFactsSchema>;

/** Formats that an installed engine can be asked about. */
export const VERIFIED_TARGETS = [
  "suricata7",
  "suricata8",
  "wireshark",
  "yara",
] as const satisfies readonly PackTarget[];
export type VerifiedTargetName = (typeof VERIFIED_TARGETS)[number];

/** Which rules are judged, over which messages. */
export const verifyChoiceSchema = z.object({
  signatures: signatureIdsSchema.min(1),
  target: z.enum(VERIFIED_TARGETS),
  /** Their examples, or the messages kept in the case. */
  over: z.enum(["examples", "case"]),
});
export type VerifyChoice = z.infer<typeof verifyChoiceSchema>;

/** What an installed engine says, signature by tool. */
export const verifyAnswerSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("judged"),
    /** Its name and version. */
    engine: z.string(),
    complaints: z.array(z.string()),
    /** Messages that were judged, and that there are. */
    messages: count,
    inAll: count,
    /** Ascending, what no signature names last. */
    tools: z.array(z.object({ tool: z.string().nullable(), messages: count })),
    /** Counts in the order of the tools. */
    rows: z.array(z.object({ signature: z.string(), tool: z.string(), counts: z.array(count) })),
    silent: z.array(count),
  }),
  z.object({ kind: z.literal("not-installed") }),
  z.object({ kind: z.literal("stopped") }),
  z.object({ kind: z.literal("refused"), faults: z.array(z.string()).min(1) }),
  z.object({ kind: z.literal("reading") }),
]);
export type VerifyAnswer = z.infer<typeof verifyAnswerSchema>;
