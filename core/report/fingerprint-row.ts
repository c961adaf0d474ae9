import type { FingerprintRow, NearSignature } from "../contract/fingerprint-table.ts";
import { escapeSymbols } from "../fingerprint/template.ts";
import type { SignatureDefinition } from "../signature/signature.ts";
import type { Verdict } from "../signature/verdict.ts";
import { type RankedGroup, verdictOf } from "./group-report.ts";
import { earliest, latest } from "./time-range.ts";
import { formatTime, sixDigits } from "./time-text.ts";

/** Fingerprints of a group that a row lists. */
const MOST_MEMBERS = 50;
/** Signatures a row names. */
const MOST_NEAR = 3;

/** A group as it is listed, without what the analyst says of it. */
export type GroupRow = Omit<FingerprintRow, "labels">;

/** A group as it is listed. */
export function fingerprintRow({ group, report }: RankedGroup, likeness: ReadonlyMap<string, Verdict>): GroupRow {
  const { head, members } = group;
  const flows = new Set(members.flatMap((member) => [...member.flows]));
  const others = members.filter((member) => member !== head).map(({ id }) => id);
  const named = head.first.named?.signature.tool ?? null;
  return {
    id: report.id,
    fingerprint: head.id,
    tool: named === null ? null : { id: named.id, name: named.name },
    method: head.state.method,
    grade: report.grade,
    fingerprints: members.length,
    members: [head.id, ...others].slice(0, MOST_MEMBERS),
    packets: report.packets,
    sources: report.sources,
    flows: report.flows,
    destinations: report.destinations,
    days: report.days,
    firstPacketAt: formatTime(earliest([...flows].map(({ state }) => state.firstNs))),
    lastPacketAt: formatTime(latest([...flows].map(({ state }) => state.lastNs))),
    near: head.tool === null ? nearOf(verdictOf(head, likeness)) : [],
    novelty: report.novelty,
    score: report.score,
    rank: report.rank,
  };
}

function nearOf(verdict: Verdict | null): NearSignature[] {
  switch (verdict?.kind) {
    case "near":
      return verdict.near
        .slice(0, MOST_NEAR)
        .map(({ signature, score, differs }) => nearSignature(signature, sixDigits(score), differs));
    case "tie":
    case "several":
      return verdict.matches.slice(0, MOST_NEAR).map(({ signature }) => nearSignature(signature, null, []));
    case "cut":
      return verdict.compatible.slice(0, MOST_NEAR).map(({ signature }) => nearSignature(signature, null, []));
    default:
      return [];
  }
}

function nearSignature(
  { id, tool }: SignatureDefinition,
  score: number | null,
  differs: readonly string[],
): NearSignature {
  return { signature: id, name: tool.name, score, differs: differs.map(escapeSymbols) };
}
