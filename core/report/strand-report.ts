import { type Fingerprint, fingerprintOf, gradeOf } from "../fingerprint/fingerprint.ts";
import type { ToldPatterns } from "../fingerprint/strand-view.ts";
import { escapeSymbols } from "../fingerprint/template.ts";
import type { TraitKind } from "../fingerprint/trait-kinds.ts";
import { traitsOf } from "../fingerprint/traits.ts";
import { viewStrand } from "../fingerprint/view-strand.ts";
import type { Preset } from "../flow/preset.ts";
import type { Strand } from "../flow/strand-set.ts";
import { baseOf } from "../signature/base.ts";
import { identifyAndTell } from "../signature/match.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import { type FieldExplanation, namedTool, type SignatureMatch, type Verdict } from "../signature/verdict.ts";
import { recordOf } from "./plain-record.ts";
import type { ReportField, ReportStrand } from "./report.ts";
import { sixDigits } from "./time-text.ts";
import { reportTrait } from "./trait-report.ts";

/** A strand with its fingerprint, and what the signatures that match say of it. */
export interface JudgedStrand {
  readonly id: string;
  readonly flowId: string;
  readonly strand: Strand;
  readonly fingerprint: Fingerprint;
  /** Null when no signature matches. */
  readonly identified: Verdict | null;
  /** What its messages tell of patterns where masks do not. */
  readonly told: ToldPatterns;
  /** The match that names its tool. */
  readonly named: SignatureMatch | null;
}

/** Fingerprints and matches a strand. */
export function judgeStrand(strand: Strand, flowId: string, library: SignatureLibrary): JudgedStrand {
  const { verdict: identified, told } = identifyAndTell(viewStrand(strand.state), library);
  return {
    id: `${flowId}/${strand.localId}`,
    flowId,
    strand,
    fingerprint: fingerprintOf(strand.state),
    identified,
    told,
    named: identified === null ? null : namedTool(identified),
  };
}

/** What is reported of a strand before all strands are known. */
export interface StrandFacts {
  readonly own: Pick<ReportStrand, "id" | "flow" | "method" | "packets" | "fingerprint" | "grade">;
  /** What the signatures say; null where none matches. */
  readonly said: StrandVerdict | null;
  readonly evidence: Pick<ReportStrand, "traits" | "traitDetails" | "anomalies" | "overflow" | "cappedPackets">;
  readonly paperText: string | null;
}

type StrandVerdict = Pick<
  ReportStrand,
  "verdict" | "tool" | "candidates" | "near" | "nearFamily" | "base" | "compatible" | "explanation"
>;

/** Describes a strand by itself. */
export function reportStrand(judged: JudgedStrand, preset: Preset): StrandFacts {
  const { strand, fingerprint, identified } = judged;
  const { state } = strand;
  const traits = traitsOf(state);
  const kinds = traits.map(({ kind }) => kind);
  return {
    own: {
      id: judged.id,
      flow: judged.flowId,
      method: strand.method,
      packets: state.packets,
      fingerprint: fingerprint.id,
      grade: gradeOf(state),
    },
    said: identified === null ? null : describeVerdict(identified, judged.named, kinds),
    evidence: {
      traits: kinds,
      traitDetails: traits.map(reportTrait),
      anomalies: recordOf(state.anomalies),
      overflow: strand.overflow,
      cappedPackets: state.cappedPackets,
    },
    paperText: preset === "paper" ? fingerprint.paperText : null,
  };
}

/**
 * The report of a strand among all others. `likeness` says what its fingerprint is like where no signature matches;
 * null: not compared.
 */
export function completeStrand(
  { own, said, evidence, paperText }: StrandFacts,
  likeness: Verdict | null,
  group: string,
): ReportStrand {
  return { ...own, ...(said ?? describeVerdict(likeness, null, evidence.traits)), ...evidence, group, paperText };
}

function describeVerdict(
  verdict: Verdict | null,
  named: SignatureMatch | null,
  traits: readonly TraitKind[],
): StrandVerdict {
  return {
    verdict: verdict?.kind ?? "not-compared",
    tool: named === null ? null : describeTool(named),
    candidates:
      verdict?.kind === "tie" || verdict?.kind === "several" ? verdict.matches.map((match) => match.signature.id) : [],
    near: verdict?.kind === "near" ? verdict.near.map(describeNear) : [],
    nearFamily: verdict?.kind === "near" ? verdict.family : null,
    base: baseOf(verdict ?? { kind: "unknown" }, traits),
    compatible: verdict?.kind === "cut" ? verdict.compatible.map(({ signature }) => signature.id) : [],
    explanation: verdict === null ? [] : explanationOf(verdict).map(describeField),
  };
}

function describeTool(match: SignatureMatch): ReportStrand["tool"] {
  const { id, tool, family } = match.signature;
  return { id: tool.id, signature: id, family, variant: match.variant };
}

function describeNear(near: Extract<Verdict, { kind: "near" }>["near"][number]): ReportStrand["near"][number] {
  return { signature: near.signature.id, score: sixDigits(near.score), differs: near.differs.map(escapeSymbols) };
}

function explanationOf(verdict: Verdict): readonly FieldExplanation[] {
  switch (verdict.kind) {
    case "match":
      return verdict.match.explanation;
    case "tie":
    case "several":
      return verdict.matches[0]?.explanation ?? [];
    case "near":
      return verdict.near[0]?.explanation ?? [];
    case "cut":
      return verdict.compatible[0]?.explanation ?? [];
    case "unknown":
      return [];
  }
}

/** Why one field of a signature fits or does not, its texts with \xNN for odd bytes. */
export function describeField(field: FieldExplanation): ReportField {
  return {
    key: escapeSymbols(field.key),
    outcome: field.outcome,
    required: field.required,
    expected: field.expected,
    observed: field.observed === null ? null : escapeSymbols(field.observed),
  };
}
