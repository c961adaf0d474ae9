import type { FingerprintRow } from "../../../core/contract/fingerprint-table.ts";
import { onlyFingerprints } from "../../../core/query/build-filter.ts";
import type { Expression } from "../../../core/query/expression.ts";

/** The fingerprint that covers the others of a group: that id holds no slash, which parts it from the tool. */
export function fingerprintOfGroup(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** Flows with a fingerprint of the group, and with its tool. */
export function flowsOfGroup({ members, tool }: Pick<FingerprintRow, "members" | "tool">): Expression {
  return onlyFingerprints(members, tool?.id ?? null);
}
