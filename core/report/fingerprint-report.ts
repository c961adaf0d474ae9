import { fingerprintOf } from "../fingerprint/fingerprint.ts";
import { copyStrandState, mergeStrandStates } from "../fingerprint/strand-state.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { FingerprintUnit } from "./fingerprint-units.ts";
import { recordOf } from "./plain-record.ts";
import type { ReportFingerprint } from "./report.ts";

/** The fingerprints of all strands, each id once, ascending. */
export function reportFingerprints(units: readonly FingerprintUnit[]): ReportFingerprint[] {
  const byId = new Map<string, [FingerprintUnit, ...FingerprintUnit[]]>();
  for (const unit of units) {
    const known = byId.get(unit.id);
    if (known === undefined) byId.set(unit.id, [unit]);
    else known.push(unit);
  }
  return [...byId.values()].map(reportFingerprint).sort((a, b) => byCodeUnits(a.id, b.id));
}

/** One fingerprint, whose strands may have been given several tools. */
function reportFingerprint(units: readonly [FingerprintUnit, ...FingerprintUnit[]]): ReportFingerprint {
  const [{ id, fingerprint, state, strands, tool }] = units;
  const only = units.length === 1;
  const merged = only ? state : units.map((unit) => copyStrandState(unit.state)).reduce(mergeStrandStates);
  const together = only && strands === 1 ? fingerprint : fingerprintOf(merged);
  return {
    id,
    text: fingerprint.text,
    optional: together.optional,
    classes: recordOf(together.classes),
    paperText: together.paperText,
    packets: merged.packets,
    flows: new Set(units.flatMap(({ flows }) => [...flows])).size,
    sources: new Set(units.flatMap(({ sources }) => [...sources])).size,
    tool: only ? tool : null,
  };
}
