import type { ComparedSignature, StrandInspection } from "../../../core/contract/inspection.ts";
import { familyWords } from "./family-words.ts";
import { listWords } from "./list-words.ts";
import { keyWords } from "./outcome-words.ts";

/** Keys named in a sentence; the table below it has them all. */
const MOST_KEYS = 6;
/** Signatures named in a sentence. */
const MOST_SIGNATURES = 3;

/** What the verdict says of a strand. */
export interface VerdictSentence {
  /** A tool is named. */
  readonly named: boolean;
  readonly text: string;
  /** What follows from it, or what it is no proof of; null where nothing is left to say. */
  readonly note: string | null;
}

/** The verdict in plain words: the tool and why, or why none. */
export function describeVerdict(strand: StrandInspection): VerdictSentence {
  const [first] = strand.signatures;
  switch (strand.verdict) {
    case "match":
      return { named: true, text: first === undefined ? "Named by a signature." : describeMatch(first), note: null };
    case "tie":
      return describeTie(strand);
    case "several":
      return {
        named: false,
        text: `Several tools in one strand: single messages fit ${nameSignatures(strand.signatures)}.`,
        note: `No tool is named, because the messages do not come from one.${describeBase(strand)}`,
      };
    case "near":
      return {
        named: false,
        text: first === undefined ? "Not named." : describeNear(first, strand),
        note: `Being like a tool is no identification.${describeBase(strand)}`,
      };
    case "unknown":
      return {
        named: false,
        text: "Not named: like no signature of the loaded packs.",
        note: strand.base === null ? null : describeBase(strand).trim(),
      };
    case "cut":
      return describeCut(strand);
  }
}

/** How many required fields of a signature fit. */
export function countRequired(signature: ComparedSignature): { readonly fit: number; readonly all: number } {
  const required = signature.fields.filter((field) => field.required);
  const fit = required.filter(({ outcome }) => outcome === "matched" || outcome === "present");
  return { fit: fit.length, all: required.length };
}

/** A signature by its tool's id and name, as `paper/1 SIPVicious svmap`. */
export function nameSignature({ tool }: ComparedSignature): string {
  return tool.name === "" || tool.name === tool.id ? tool.id : `${tool.id} ${tool.name}`;
}

function describeMatch(signature: ComparedSignature): string {
  const { fit, all } = countRequired(signature);
  const fields = all === 1 ? "its one required field fits" : `all ${all} required fields fit`;
  // A method can stand for a variant whose own rules leave a field open: then not all of them are said to fit.
  const found = fit === all ? fields : `${fit} of ${all} required fields fit`;
  return `Named ${nameSignature(signature)}: ${found}.`;
}

function describeTie(strand: StrandInspection): VerdictSentence {
  const [first] = strand.signatures;
  const named = strand.row.tool !== null;
  if (first !== undefined && named) {
    const count = strand.signatures.length;
    return {
      named,
      text: `Named ${nameSignature(first)}: ${count} of its signatures fit equally well.`,
      note: "Which variant of the tool it is cannot be told.",
    };
  }
  return {
    named: false,
    text: `Not named: ${nameSignatures(strand.signatures)} fit equally well.`,
    note: "Nothing in the messages decides between them.",
  };
}

function describeNear(signature: ComparedSignature, { nearFamily, base }: StrandInspection): string {
  const score = (signature.score ?? 0).toFixed(2);
  const differs = nameKeys(signature.differs);
  const like = `${nameSignature(signature)}, ${score}${differs === "" ? "" : `; differs in ${differs}`}`;
  if (nearFamily !== null) {
    return `Not named: like the ${familyWords(nearFamily)} family, several of it equally. Compared with ${like}.`;
  }
  return base === null
    ? `Not named: most like ${like}.`
    : `Not named: ${familyWords(base.name)}-based, most like ${like}.`;
}

const BECAUSE: Readonly<Record<NonNullable<StrandInspection["base"]>["because"], string>> = {
  candidates: "all that fit are of it",
  tag: "the From tag is one that only SIPVicious writes",
  tie: "the nearest are all of it",
  lead: "no other comes near",
};

/** Why the base is certain, as a sentence behind another; empty where it is not. */
function describeBase({ base }: StrandInspection): string {
  return base === null ? "" : ` The base is ${familyWords(base.name)}: ${BECAUSE[base.because]}.`;
}

function describeCut(strand: StrandInspection): VerdictSentence {
  const cut = "Not named: the messages were cut by the snap length of the capture";
  if (strand.signatures.length === 0) {
    return { named: false, text: `${cut}, and no signature fits what is left.`, note: null };
  }
  return {
    named: false,
    text: `${cut}. What is left would fit ${nameSignatures(strand.signatures)}.`,
    note: "What lies behind the cut is unknown, so no tool is named.",
  };
}

function nameKeys(keys: readonly string[]): string {
  return listWords(keys.map(keyWords), MOST_KEYS);
}

function nameSignatures(signatures: readonly ComparedSignature[]): string {
  return listWords([...new Set(signatures.map(nameSignature))], MOST_SIGNATURES);
}
