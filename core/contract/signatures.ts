import { z } from "zod";
import { diffCellSchema } from "./diff.ts";

const count = z.int().nonnegative();
const idSchema = z.string().max(300);

/** Most strands, signatures or changes that are listed at once; all are counted. */
export const MOST_TRIED = 50;

/** A message that shows what a signature means. Lines are latin-1 text that stands for bytes. */
const exampleSchema = z.object({
  message: z.array(z.string().max(70_000)).max(2000),
  lineEnd: z.enum(["crlf", "lf"]),
  source: z.string().max(200),
  destination: z.string().max(200),
  sourcePort: z.int(),
  destinationPort: z.int(),
});
export type DraftExample = z.infer<typeof exampleSchema>;

const texts = z.array(z.string().max(4000)).max(500);

/** A signature as it is being written. Whether it is sound is the engine's to say. */
export const signatureDraftSchema = z.object({
  id: idSchema,
  tool: z.object({ id: idSchema, name: z.string().max(400) }),
  family: z.string().max(400),
  variant: z.string().max(400),
  methodVariants: z.record(z.string(), z.string()),
  parent: idSchema.nullable(),
  certainty: z.enum(["high", "medium", "low"]),
  references: texts,
  notes: z.string().max(8000),
  methods: texts.nullable(),
  /** Pattern by key; null: the key is there, and any value will do. */
  fields: z.record(z.string(), z.string().max(4096).nullable()),
  required: texts,
  absent: texts,
  varies: texts,
  headerOrders: z.array(z.object({ name: z.string(), keys: texts })).max(50),
  orderRequired: z.boolean(),
  compactNames: z.boolean(),
  hints: z.object({ strategy: z.string().nullable(), sourcePort: z.string().nullable() }),
  examples: z.object({ positive: z.array(exampleSchema).max(50), negative: z.array(exampleSchema).max(50) }),
});
export type SignatureDraft = z.infer<typeof signatureDraftSchema>;

export const SIGNATURE_COLUMNS = [
  "id",
  "tool",
  "strands",
  "flows",
  "sources",
  "packets",
  "shared",
  "origin",
  "examples",
  "family",
  "variant",
  "pack",
] as const;
export type SignatureColumn = (typeof SIGNATURE_COLUMNS)[number];

/** What a signature claims of the open case. */
export const coverageSchema = z.object({
  strands: count,
  flows: count,
  sources: count,
  packets: count,
  /** Other signatures that claim strands of these with the same right. */
  shared: z.array(z.tuple([z.string(), count])),
});

/** A signature of the library. */
export const signatureRowSchema = z.object({
  id: z.string(),
  tool: z.object({ id: z.string(), name: z.string() }),
  family: z.string(),
  variant: z.string(),
  origin: z.enum(["built-in", "own", "imported"]),
  /** It stands in the place of one that is built in. */
  overrides: z.boolean(),
  /** The case does without it. */
  retired: z.boolean(),
  /** It was changed, and the case is not named by that yet. */
  pending: z.boolean(),
  /** The pack it came with; null: it was written in this case. */
  pack: z.object({ id: z.string(), version: z.string() }).nullable(),
  positive: count,
  negative: count,
  /** Null while captures are read. */
  coverage: coverageSchema.nullable(),
});
export type SignatureRow = z.infer<typeof signatureRowSchema>;

const differenceSchema = z.object({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() });

const writtenSchema = z.object({
  kind: z.enum(["written", "retired", "as-packed"]),
  author: z.string(),
  at: z.string(),
});

/** A signature that was written differently in cases that were merged, until somebody decides. */
const signatureConflictSchema = z.object({
  id: z.string(),
  /** It was written last. */
  holds: writtenSchema,
  other: writtenSchema,
  /** From the other one to what holds. */
  differences: z.array(differenceSchema),
});
export type SignatureConflictView = z.infer<typeof signatureConflictSchema>;

/** The library of the open case. */
export const signatureLibrarySchema = z.object({
  /** Ascending by id. */
  signatures: z.array(signatureRowSchema),
  /** Signatures that were changed, by which the case is not named yet. */
  pending: count,
  /** Ascending by id. */
  conflicts: z.array(signatureConflictSchema),
});
export type SignatureListing = z.infer<typeof signatureLibrarySchema>;

/** A key of a signature, drawn as fingerprints are. */
export const drawnFieldSchema = z.object({ key: z.string(), cell: diffCellSchema });

/** What one revision of a signature changed. */
export const revisionSchema = z.object({
  /** Number of its event. */
  event: z.int().positive(),
  at: z.string(),
  author: z.string(),
  reason: z.string().nullable(),
  /** The pack it was imported from. */
  pack: z.object({ id: z.string(), version: z.string() }).nullable(),
  kind: z.enum(["new", "changed", "retired", "as-packed"]),
  undone: z.boolean(),
  /** The case was named by it. */
  applied: z.boolean(),
  /** What differs from what was there before; null: nothing, or it was not there. */
  changes: z.array(differenceSchema),
});
export type SignatureRevisionView = z.infer<typeof revisionSchema>;

/** One signature, all of it. */
export const signatureInspectionSchema = z.object({
  row: signatureRowSchema,
  definition: signatureDraftSchema,
  fields: z.array(drawnFieldSchema),
  /** The newest first. */
  history: z.array(revisionSchema).max(1000),
});
export type SignatureInspection = z.infer<typeof signatureInspectionSchema>;

/** What keeps a signature from being tried, and where: the path inside it. */
const draftFaultSchema = z.object({ place: z.string(), message: z.string() });
export type DraftFault = z.infer<typeof draftFaultSchema>;

/** Whether an example is what it is said to be, in a sentence. */
const exampleNoteSchema = z.object({ agrees: z.boolean(), sentence: z.string() });
export type ExampleNote = z.infer<typeof exampleNoteSchema>;

/** What a signature that is being written is by itself and beside the others, whatever the case holds. */
export const signatureCheckSchema = z.object({
  faults: z.array(draftFaultSchema),
  /** In the order of its examples; null: it has faults, and names nothing. */
  examples: z.object({ positive: z.array(exampleNoteSchema), negative: z.array(exampleNoteSchema) }).nullable(),
});
export type SignatureCheck = z.infer<typeof signatureCheckSchema>;

/** Strands of the open case, the first of them listed. */
const strandListSchema = z.object({
  strands: count,
  packets: count,
  listed: z
    .array(
      z.object({
        strand: z.string(),
        flow: z.string(),
        packets: count,
        /** Keys that keep it from matching. */
        differs: z.array(z.string()),
      }),
    )
    .max(MOST_TRIED),
});
export type StrandListing = z.infer<typeof strandListSchema>;

/** What a signature would do in the open case. */
export const signatureTrialSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("tried"),
    fields: z.array(drawnFieldSchema),
    /** Strands of the case that were looked at. */
    strands: count,
    hits: strandListSchema,
    /** Strands it was made for, or names now, and would not name. */
    misses: strandListSchema,
    /** Others that one key keeps from matching. */
    nearMisses: strandListSchema,
    /** Signatures that match strands it matches: how many of these keep their name, get the new one, or both. */
    collisions: z.array(z.object({ signature: z.string(), keep: count, change: count, both: count })),
    /** What is doubtful about it, or would keep it from being saved; sentences. */
    warnings: z.array(z.string()),
  }),
  /** It cannot be tried as it is. */
  z.object({
    kind: z.literal("unsound"),
    faults: z.array(draftFaultSchema).min(1),
  }),
  z.object({ kind: z.literal("reading") }),
  /** The same signature was tried again, otherwise, before this was known. */
  z.object({ kind: z.literal("overtaken") }),
]);
export type SignatureTrial = z.infer<typeof signatureTrialSchema>;

/** What a signature is to be called. */
export const signatureNameSchema = z.object({
  tool: z.object({ id: idSchema, name: z.string().trim().min(1).max(200) }),
  variant: z.string().max(200),
});
export type SignatureDraftName = z.infer<typeof signatureNameSchema>;

/** Whether a field is worth asking for. */
export const weighedFieldSchema = z.object({
  key: z.string(),
  kind: z.string(),
  required: z.boolean(),
  /** Other strands and examples that it keeps out by itself, and those that nothing else required keeps out. */
  excludes: count,
  onlyItExcludes: count,
  /** Messages it rests on, in how many flows. */
  pieces: count,
  runs: count,
  /** Chosen strands that would be lost if it were required. */
  loses: count,
  mayChange: z.enum(["looks-random", "foreign-address", "differs-between-runs"]).nullable(),
});
export type WeighedField = z.infer<typeof weighedFieldSchema>;

/** A signature made of strands of the open case. */
export const signatureProposalSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("proposed"),
    draft: signatureDraftSchema,
    fields: z.array(weighedFieldSchema),
    /** What it cannot do, in sentences. */
    shortcomings: z.array(z.string()),
    chosen: count,
    /** What it was compared with. */
    strands: count,
    examples: count,
  }),
  z.object({ kind: z.literal("none"), reason: z.string() }),
  z.object({ kind: z.literal("reading") }),
  /** Given up: it was not wanted any more. */
  z.object({ kind: z.literal("overtaken") }),
]);
export type SignatureProposal = z.infer<typeof signatureProposalSchema>;

/** What becomes of a signature of the case. */
export const signatureChangeSchema = z.discriminatedUnion("kind", [
  /** `isNew`: no other signature may have its id. */
  z.object({ kind: z.literal("write"), draft: signatureDraftSchema, isNew: z.boolean() }),
  /** The case does without it. */
  z.object({ kind: z.literal("retire"), id: idSchema }),
  /** It is again as the packs have it. */
  z.object({ kind: z.literal("as-packed"), id: idSchema }),
  /** Of two that were written differently, the one that holds stays, or the other one takes its place. */
  z.object({ kind: z.literal("decide"), id: idSchema, keep: z.enum(["holds", "other"]) }),
]);
export type SignatureChangeRequest = z.infer<typeof signatureChangeSchema>;

export const changeReasonSchema = z.string().max(10_000).nullable();

const namedSchema = z.object({ kind: z.string(), signatures: z.array(z.string()), tools: z.array(z.string()) });

/** What the case would be named otherwise by the signatures that are written. */
export const rematchPreviewSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("summary"),
    /** Tells it from that of other signatures or captures. */
    stamp: z.string(),
    strands: count,
    changed: count,
    /** Most packets first. */
    changes: z
      .array(
        z.object({
          before: namedSchema,
          after: namedSchema,
          strands: count,
          flows: count,
          sources: count,
          packets: count,
        }),
      )
      .max(MOST_TRIED),
    changesInAll: count,
  }),
  z.object({ kind: z.literal("reading") }),
  z.object({ kind: z.literal("overtaken") }),
]);
export type RematchPreview = z.infer<typeof rematchPreviewSchema>;
