import { z } from "zod";
import { flowRowSchema } from "./flow-table.ts";
import { locatedSchema, usedTableSchema } from "./geography.ts";
import { telescopeFactsSchema } from "./telescope-facts.ts";

const count = z.int().nonnegative();

/** A strand in the list of its flow. */
export const strandRowSchema = z.object({
  id: z.string(),
  method: z.string().nullable(),
  /** The port it was divided off by, one of several runs behind the address; null where it holds those of all ports. */
  sourcePort: count.nullable(),
  packets: count,
  /** Id of the fingerprint, as `sipfp1:opt12_665c37c4769b_578bcc92`. */
  fingerprint: z.string(),
  grade: z.enum(["unreliable", "provisional", "stable"]),
  tool: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** The tool the analyst labelled it with, by its fingerprint or by one that covers it. */
  label: z.string().nullable(),
});
export type StrandRow = z.infer<typeof strandRowSchema>;

/** A number that INVITEs of a flow name. Texts are digits and plus signs. */
export const dialledNumberSchema = z.object({
  /** With plus sign and country code; as sent where it cannot be read so. */
  number: z.string(),
  /** ISO 3166-1 code; null where it is not known, or there is none. */
  country: z.string().nullable(),
  packets: count,
  /** Of these, those that call it; the others have it in From alone. */
  called: count,
  /** As sent, with what was dialled before the number where that is understood; most packets first. */
  forms: z.array(z.object({ form: z.string(), prefix: z.string().nullable(), packets: count })).max(8),
});
export type InspectedNumber = z.infer<typeof dialledNumberSchema>;

/** The numbers a class rests on, in reading order: what it is, and its value or null where it was not computed. */
const evidenceSchema = z.array(z.tuple([z.string(), z.union([z.number(), z.array(z.number()), z.null()])]));
export type Evidence = z.infer<typeof evidenceSchema>;

/** One flow, all of it but its messages. */
export const flowInspectionSchema = z.object({
  row: flowRowSchema,
  lastPacketAt: z.string().nullable(),
  strategy: z.object({
    class: z.string(),
    evidence: evidenceSchema,
  }),
  sourcePort: z.object({
    class: z.string(),
    distinct: count,
    first: count,
    ladderStep: z.number().nullable(),
    /** Of up to four ports all, where SIPVicious's search for a free port may have found each; else none. */
    ladderPorts: z.array(count).max(4),
    evidence: evidenceSchema,
  }),
  ttl: z.object({ min: count, max: count, likelyInitial: count.nullable() }),
  ipId: z.object({ class: z.string(), value: count.nullable(), evidence: evidenceSchema }),
  /** What the rate says of the whole of IPv4; without an answer, why. */
  extrapolation: z.object({
    reason: z.enum(["not-random", "no-time-passed", "not-ipv4", "outside-telescope"]).nullable(),
    factor: z.number().nullable(),
    ratePps: z.number().nullable(),
    ratePpsInterval: z.tuple([z.number(), z.number()]).readonly().nullable(),
  }),
  telescope: telescopeFactsSchema,
  /** Tables in use; none: nobody knows where the source is. */
  geoTables: z.array(usedTableSchema),
  located: locatedSchema,
  /** Most packets first; `leftOutPackets` name further numbers. */
  dialled: z.object({ numbers: z.array(dialledNumberSchema).max(50), leftOutPackets: count }),
  strands: z.array(strandRowSchema),
});
export type FlowInspection = z.infer<typeof flowInspectionSchema>;

/** What a gap likely holds, as far as the messages kept tell. */
export const GAP_STRUCTURES = [
  "counter",
  "unix-time",
  "date",
  "phone-number",
  "extension",
  "hex-text",
  "hex",
  "few-values",
  "words",
] as const;
export type GapStructure = (typeof GAP_STRUCTURES)[number];

const constantPart = z.object({ kind: z.literal("constant"), text: z.string(), differs: z.boolean() });
/** An address, port or length of the packet itself, as `DestIP`. */
const tokenPart = z.object({ kind: z.literal("token"), name: z.string(), differs: z.boolean() });
/** Values differ here: length in symbols (`longest` null: any) and what they are, as `dec` or `hex`. */
const gapPart = z.object({
  kind: z.literal("gap"),
  shortest: count,
  longest: count.nullable(),
  class: z.string(),
  likely: z.enum(GAP_STRUCTURES).nullable(),
  differs: z.boolean(),
});
/** Of a signature: one of several texts, as `(a|b)`; a text may be empty. */
const choicePart = z.object({
  kind: z.literal("choice"),
  text: z.string(),
  alternatives: z.array(z.array(z.discriminatedUnion("kind", [constantPart, tokenPart, gapPart]))),
  differs: z.boolean(),
});

/**
 * A piece of a drawn fingerprint. Texts have every byte outside 0x20-0x7e as \xNN. `differs`: from what it is compared
 * with; false where it is compared with nothing.
 */
export const drawnPartSchema = z.discriminatedUnion("kind", [constantPart, tokenPart, gapPart, choicePart]);
export type DrawnPart = z.infer<typeof drawnPartSchema>;

/** One key of a drawn fingerprint. */
export const drawnKeySchema = z.object({
  key: z.string(),
  /** In every message of the strand; only such keys are part of the fingerprint. */
  mandatory: z.boolean(),
  /** Messages that have the key. */
  packets: count,
  parts: z.array(drawnPartSchema),
  /** Distinct values; null: more than eight. */
  distinct: count.nullable(),
  /** Distinct values of the exemplars, tokens as {Name}; at most 8. */
  values: z.array(z.string()).max(8),
});
export type DrawnKey = z.infer<typeof drawnKeySchema>;

/** How one field of a signature fares against the strand. */
export const fieldOutcomeSchema = z.object({
  key: z.string(),
  outcome: z.enum([
    "matched",
    "differs",
    "not-constant",
    "absent",
    "unexpected",
    "does-not-vary",
    "present",
    "unknown",
  ]),
  required: z.boolean(),
  expected: z.string().nullable(),
  observed: z.string().nullable(),
});
export type ExplainedField = z.infer<typeof fieldOutcomeSchema>;

/** A signature beside the strand: one that matches, one that is near, one that nothing seen contradicts. */
export const comparedSignatureSchema = z.object({
  signature: z.string(),
  tool: z.object({ id: z.string(), name: z.string(), family: z.string() }),
  /** Variant of the tool the match stands for; null where none is told. */
  variant: z.string().nullable(),
  /** Likeness from 0 to 1 of a near match, else null. */
  score: z.number().nullable(),
  /** Keys that keep a near match from matching. */
  differs: z.array(z.string()),
  fields: z.array(fieldOutcomeSchema),
});
export type ComparedSignature = z.infer<typeof comparedSignatureSchema>;

/** A message kept whole. */
export const exemplarSchema = z.object({
  capture: z.string(),
  /** Number within its capture, from 1. */
  number: count,
  time: z.string().nullable(),
  source: z.string(),
  sourcePort: count,
  destination: z.string(),
  destinationPort: count,
  /** UDP payload, exact; each char code stands for one byte. */
  bytes: z.string().max(65_536),
  /** Payload bytes cut off by the snap length. */
  missingBytes: count,
});
export type InspectedExemplar = z.infer<typeof exemplarSchema>;

/** A habit of the sender. Texts from captures have bytes outside 0x20-0x7e as \xNN. */
export const inspectedTraitSchema = z.object({
  kind: z.string(),
  /** What it says of the sender, in a sentence. */
  meaning: z.string(),
  /** Where that is known from. */
  source: z.string(),
  /** The key that shows it; null where it is one of the whole message. */
  key: z.string().nullable(),
  /** Packets that show it, and whether that is an estimate. */
  packets: count,
  estimated: z.boolean(),
  /** A few messages that show it. */
  seen: z.array(
    z.object({
      /** Base name of the capture. */
      capture: z.string(),
      packet: count,
      value: z.string().nullable(),
      /** What the value encodes, as a target or an extension tried; null where nothing is. */
      decoded: z.string().nullable(),
      sentTo: z.string(),
    }),
  ),
});
export type InspectedTrait = z.infer<typeof inspectedTraitSchema>;

/** The group of fingerprints that a strand's is in: one piece of software, as far as masks tell. */
export const groupInspectionSchema = z.object({
  /** The fingerprint that covers the others. */
  fingerprint: z.string(),
  fingerprints: count,
  packets: count,
  flows: count,
  sources: count,
  /** The strand's own fingerprint rests on little and was taken in. */
  provisional: z.boolean(),
});
export type GroupInspection = z.infer<typeof groupInspectionSchema>;

/** One strand: its fingerprint, what it matches and why, and messages of it. */
export const strandInspectionSchema = z.object({
  row: strandRowSchema,
  flow: z.string(),
  /**
   * `match`: one tool. `tie`: several fit equally. `several`: single messages fit different tools. `near`: like some,
   * named as none. `unknown`: like nothing known. `cut`: messages cut by the snap length name no tool.
   */
  verdict: z.enum(["match", "tie", "several", "near", "unknown", "cut"]),
  /** Signatures the verdict speaks of, best first. */
  signatures: z.array(comparedSignatureSchema),
  /** The family, where the nearest signatures tie inside it. */
  nearFamily: z.string().nullable(),
  /** What the software was made from, where no tool is named but that is certain, and why it is. */
  base: z.object({ name: z.string(), because: z.enum(["candidates", "tag", "tie", "lead"]) }).nullable(),
  /** In the order of the messages where it is one, else ascending. */
  keys: z.array(drawnKeySchema),
  /** The order of header names all messages share; null where it varies. */
  headerOrder: z.array(z.string()).nullable(),
  /** Habits that point at the software, as `branch-without-cookie`. */
  traits: z.array(z.string()),
  /** What each of them means and where it was seen, in the same order. */
  traitDetails: z.array(inspectedTraitSchema),
  /** Kinds of anomaly with packets, most first. */
  anomalies: z.array(z.tuple([z.string(), count])),
  paperText: z.string(),
  group: groupInspectionSchema,
  overflow: z.boolean(),
  cappedPackets: count,
  exemplars: z.array(exemplarSchema).max(8),
});
export type StrandInspection = z.infer<typeof strandInspectionSchema>;
