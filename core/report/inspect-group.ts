import type { GroupInspection } from "../contract/inspection.ts";
import { bucketOf, type FingerprintGroup, groupFingerprints } from "../fingerprint/fingerprint-groups.ts";
import { type FingerprintUnit, toolOf, unitKey, unitsOf } from "./fingerprint-units.ts";
import type { JudgedFlow } from "./flow-report.ts";
import type { JudgedStrand } from "./strand-report.ts";

/** Finds the group of a strand among all flows. Only what can be in one group with it is looked at, and that once. */
export class GroupFinder {
  private readonly flows: readonly JudgedFlow[];
  private readonly known = new Map<string, readonly FingerprintGroup<FingerprintUnit>[]>();

  constructor(flows: readonly JudgedFlow[]) {
    this.flows = flows;
  }

  find(strand: JudgedStrand): GroupInspection {
    const key = unitKey(strand);
    const group = this.groupsBeside(strand).find(({ members }) => members.some(({ first }) => unitKey(first) === key));
    if (group === undefined) throw new Error("every strand of the flows is in a group");
    return inspectGroup(group, key);
  }

  private groupsBeside(strand: JudgedStrand): readonly FingerprintGroup<FingerprintUnit>[] {
    const bucket = bucketOfStrand(strand);
    let groups = this.known.get(bucket);
    if (groups === undefined) {
      groups = groupFingerprints(unitsOf(this.flows, (other) => bucketOfStrand(other) === bucket));
      this.known.set(bucket, groups);
    }
    return groups;
  }
}

/** The group of a fingerprint, for one of its members. */
export function inspectGroup({ head, members }: FingerprintGroup<FingerprintUnit>, memberKey: string): GroupInspection {
  return {
    fingerprint: head.id,
    fingerprints: members.length,
    packets: members.reduce((sum, { state }) => sum + state.packets, 0),
    flows: new Set(members.flatMap(({ flows }) => [...flows])).size,
    sources: new Set(members.flatMap(({ sources }) => [...sources])).size,
    provisional: unitKey(head.first) !== memberKey,
  };
}

function bucketOfStrand(judged: JudgedStrand): string {
  return bucketOf({ id: judged.fingerprint.id, tool: toolOf(judged), state: judged.strand.state });
}
