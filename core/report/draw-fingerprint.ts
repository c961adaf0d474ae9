import type { DrawnKey, DrawnPart, GapStructure } from "../contract/inspection.ts";
import { type DiffGap, type DiffUnit, unitsOfTemplate } from "../fingerprint/diff-side.ts";
import { headerOrderOf } from "../fingerprint/fingerprint.ts";
import type { StrandState } from "../fingerprint/strand-state.ts";
import type { ExemplarView } from "../fingerprint/strand-view.ts";
import { isToken, tokenName } from "../fingerprint/symbols.ts";
import { escapeSymbols, templateOf } from "../fingerprint/template.ts";
import { tokenisedValue } from "../fingerprint/tokenise.ts";
import { byCodeUnits, distinctValues } from "../fingerprint/value-state.ts";
import { alternativesOf } from "../signature/signature-side.ts";
import { likelyStructures, type TimedValue } from "./gap-structure.ts";

/** Keys of a strand as they are drawn: in the order of its messages where they share one, else ascending. */
export function drawFingerprint(state: StrandState, exemplars: readonly ExemplarView[]): DrawnKey[] {
  const order = headerOrderOf(state) ?? [];
  const place = (key: string): number => {
    if (key.startsWith(":")) return key === ":method" ? -2 : -1;
    const index = order.indexOf(key);
    return index < 0 ? order.length : index;
  };
  return [...state.keys.keys()]
    .sort((a, b) => place(a) - place(b) || byCodeUnits(a, b))
    .map((key) => drawKey(key, state, exemplars, null));
}

/**
 * One key of a strand that has it.
 *
 * @param exemplars those of the strand, in its order
 * @param marks of each unit of its template 1 where it differs; null: it is compared with nothing
 */
export function drawKey(
  key: string,
  state: StrandState,
  exemplars: readonly ExemplarView[],
  marks: Uint8Array | null,
): DrawnKey {
  const keyState = state.keys.get(key);
  if (keyState === undefined) throw new Error("the strand has the key");
  const distinct = distinctValues(keyState.tokenised);
  const units = unitsOfTemplate(templateOf(keyState));
  const values = exemplars.flatMap(({ fields }, index): TimedValue[] => {
    const field = fields.get(key);
    if (field === undefined) return [];
    return [{ value: tokenisedValue(field.raw, field.spans), timeNs: state.exemplars[index]?.place.timeNs ?? null }];
  });
  return {
    key: escapeSymbols(key),
    mandatory: keyState.packets === state.packets,
    packets: keyState.packets,
    parts: drawUnits(units, marks, likelyStructures(key, units, values)),
    distinct: Number.isFinite(distinct) ? distinct : null,
    values: [...new Set(values.map(({ value }) => escapeSymbols(value)))].sort(byCodeUnits),
  };
}

/**
 * Units in pieces: constant text, tokens, gaps.
 *
 * @param marks of each unit 1 where it differs; null: none does
 * @param likely what the gaps hold, in order
 */
export function drawUnits(
  units: readonly DiffUnit[],
  marks: Uint8Array | null,
  likely: readonly (GapStructure | null)[],
): DrawnPart[] {
  const parts: DrawnPart[] = [];
  let gaps = 0;
  for (let start = 0; start < units.length; ) {
    const differs = marks?.[start] === 1;
    const unit = units[start] as DiffUnit;
    let end = start + 1;
    if (typeof unit === "object") {
      parts.push(drawGap(unit, likely[gaps] ?? null, differs));
      gaps += 1;
    } else if (isToken(unit)) parts.push({ kind: "token", name: tokenName(unit) as string, differs });
    else {
      while (isByte(units[end]) && (marks?.[end] === 1) === differs) end += 1;
      const symbols = String.fromCharCode(...(units.slice(start, end) as number[]));
      parts.push({ kind: "constant", text: escapeSymbols(symbols), differs });
    }
    start = end;
  }
  return parts;
}

function drawGap({ shortest, longest, holds }: DiffGap, likely: GapStructure | null, differs: boolean): DrawnPart {
  if (holds.startsWith("(")) {
    const alternatives = alternativesOf(holds).map((units) => drawUnits(units, null, []).filter(isNoChoice));
    return { kind: "choice", text: holds, alternatives, differs };
  }
  return { kind: "gap", shortest, longest: Number.isFinite(longest) ? longest : null, class: holds, likely, differs };
}

function isNoChoice(part: DrawnPart): part is Exclude<DrawnPart, { kind: "choice" }> {
  return part.kind !== "choice";
}

function isByte(unit: DiffUnit | undefined): boolean {
  return typeof unit === "number" && !isToken(unit);
}
