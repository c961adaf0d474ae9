import { type Fingerprint, fingerprintOf, gradeOf } from "../fingerprint/fingerprint.ts";
import { escapeSymbols } from "../fingerprint/template.ts";
import { traitsOf } from "../fingerprint/traits.ts";
import { viewStrand } from "../fingerprint/view-strand.ts";
import type { Strand } from "../flow/strand-set.ts";
import { matchStrand } from "../signature/match.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import { type FieldExplanation, namedTool, type SignatureMatch, type Verdict } from "../signature/verdict.ts";
import { recordOf } from "./plain-record.ts";
import type { ReportField, ReportStrand } from "./report.ts";
import { sixDigits } from "./time-text.ts";

/** A strand with its verdict, and the match that names its tool. */
export interface JudgedStrand {
  readonly strand: Strand;
  readonly fingerprint: Fingerprint;
  readonly report: ReportStrand;
  readonly named: SignatureMatch | null;
}

/** Fingerprints, matches and describes a strand. */
export function judgeStrand(strand: Strand, flowId: string, library: SignatureLibrary): JudgedStrand {
  const { state } = strand;
  const fingerprint = fingerprintOf(state);
  const verdict = matchStrand(viewStrand(state), library);
  const named = namedTool(verdict);
  const report: ReportStrand = {
    id: `${flowId}/${strand.localId}`,
    flow: flowId,
    method: strand.method,
    packets: state.packets,
    fingerprint: fingerprint.id,
    grade: gradeOf(state),
    verdict: verdict.kind,
    tool:
      named === null
        ? null
        : {
            id: named.signature.tool.id,
            signature: named.signature.id,
            family: named.signature.family,
            variant: named.variant,
          },
    candidates:
      verdict.kind === "tie" || verdict.kind === "several" ? verdict.matches.map((match) => match.signature.id) : [],
    near: verdict.kind === "near" ? verdict.near.map(describeNear) : [],
    nearFamily: verdict.kind === "near" ? verdict.family : null,
    compatible: verdict.kind === "cut" ? verdict.compatible.map(({ signature }) => signature.id) : [],
    explanation: explanationOf(verdict).map(describeField),
    traits: traitsOf(state),
    anomalies: recordOf(state.anomalies),
    overflow: strand.overflow,
    cappedPackets: state.cappedPackets,
  };
  return { strand, fingerprint, report, named };
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

function describeField(field: FieldExplanation): ReportField {
  return {
    key: escapeSymbols(field.key),
    outcome: field.outcome,
    required: field.required,
    expected: field.expected,
    observed: field.observed === null ? null : escapeSymbols(field.observed),
  };
}
