import type {
  ComparedSignature,
  GroupInspection,
  InspectedExemplar,
  InspectedTrait,
  StrandInspection,
} from "../contract/inspection.ts";
import { headerOrderOf } from "../fingerprint/fingerprint.ts";
import type { Exemplar } from "../fingerprint/strand-state.ts";
import { escapeSymbols } from "../fingerprint/template.ts";
import { type Trait, traitsOf } from "../fingerprint/traits.ts";
import { viewExemplar } from "../fingerprint/view-strand.ts";
import { formatAddress } from "../net/address.ts";
import { baseOf } from "../signature/base.ts";
import type { SignatureDefinition } from "../signature/signature.ts";
import type { FieldExplanation, Verdict } from "../signature/verdict.ts";
import { drawFingerprint } from "./draw-fingerprint.ts";
import { strandRow } from "./inspect-flow.ts";
import { mostFirst } from "./most-first.ts";
import type { SaidOfFlows } from "./said-of-flows.ts";
import { describeField, type JudgedStrand } from "./strand-report.ts";
import { formatTime } from "./time-text.ts";
import { reportTrait } from "./trait-report.ts";

/**
 * One strand with its fingerprint drawn, what it matches and why, and messages of it.
 *
 * @param verdict what identified it, or what it is like
 * @param group the group its fingerprint is in
 * @param captureNames base names of the captures by SHA-256
 */
export function inspectStrand(
  judged: JudgedStrand,
  verdict: Verdict,
  group: GroupInspection,
  captureNames: ReadonlyMap<string, string>,
  said: SaidOfFlows,
): StrandInspection {
  const { strand } = judged;
  const { state } = strand;
  const order = headerOrderOf(state);
  const traits = traitsOf(state);
  const kinds = traits.map(({ kind }) => kind);
  return {
    row: strandRow(judged, said),
    flow: judged.flowId,
    verdict: verdict.kind,
    signatures: signaturesOf(verdict),
    nearFamily: verdict.kind === "near" ? verdict.family : null,
    base: baseOf(verdict, kinds),
    keys: drawFingerprint(state, state.exemplars.map(viewExemplar)),
    headerOrder: order === null ? null : order.map(escapeSymbols),
    traits: kinds,
    traitDetails: traits.map((trait) => inspectTrait(trait, captureNames)),
    anomalies: mostFirst(state.anomalies),
    paperText: judged.fingerprint.paperText,
    group,
    overflow: strand.overflow,
    cappedPackets: state.cappedPackets,
    exemplars: state.exemplars.map((exemplar) => inspectExemplar(exemplar, captureNames)),
  };
}

function signaturesOf(verdict: Verdict): ComparedSignature[] {
  switch (verdict.kind) {
    case "match":
      return [compared(verdict.match.signature, verdict.match.explanation, { variant: verdict.match.variant })];
    case "tie":
    case "several":
      return verdict.matches.map(({ signature, explanation, variant }) =>
        compared(signature, explanation, { variant }),
      );
    case "near":
      return verdict.near.map(({ signature, explanation, score, differs }) =>
        compared(signature, explanation, { score, differs: differs.map(escapeSymbols) }),
      );
    case "cut":
      return verdict.compatible.map(({ signature, explanation }) => compared(signature, explanation, {}));
    case "unknown":
      return [];
  }
}

function compared(
  { id, tool, family }: SignatureDefinition,
  explanation: readonly FieldExplanation[],
  told: Partial<Pick<ComparedSignature, "variant" | "score" | "differs">>,
): ComparedSignature {
  const fields = explanation.map(describeField);
  return { signature: id, tool: { ...tool, family }, variant: null, score: null, differs: [], ...told, fields };
}

function inspectTrait(trait: Trait, captureNames: ReadonlyMap<string, string>): InspectedTrait {
  const { seen, ...told } = reportTrait(trait);
  return { ...told, seen: seen.map((sighting) => ({ ...sighting, capture: nameOf(sighting.capture, captureNames) })) };
}

function nameOf(capture: string, captureNames: ReadonlyMap<string, string>): string {
  const name = captureNames.get(capture);
  if (name === undefined) throw new Error("an exemplar is a packet of one of the captures read");
  return name;
}

function inspectExemplar(exemplar: Exemplar, captureNames: ReadonlyMap<string, string>): InspectedExemplar {
  const { place, endpoints, payload, missingBytes } = exemplar;
  return {
    capture: nameOf(place.capture, captureNames),
    number: place.number,
    time: formatTime(place.timeNs),
    source: formatAddress(endpoints.source),
    sourcePort: endpoints.sourcePort,
    destination: formatAddress(endpoints.destination),
    destinationPort: endpoints.destinationPort,
    bytes: payload,
    missingBytes,
  };
}
