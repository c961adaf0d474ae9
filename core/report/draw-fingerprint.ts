import type { DrawnKey, DrawnPart } from "../contract/inspection.ts";
import { coveringClass } from "../fingerprint/byte-classes.ts";
import { headerOrderOf } from "../fingerprint/fingerprint.ts";
import type { StrandState } from "../fingerprint/strand-state.ts";
import type { ExemplarView } from "../fingerprint/strand-view.ts";
import { isToken, tokenName } from "../fingerprint/symbols.ts";
import { escapeSymbols, type Template, templateOf } from "../fingerprint/template.ts";
import { tokenisedValue } from "../fingerprint/tokenise.ts";
import { byCodeUnits, distinctValues } from "../fingerprint/value-state.ts";

/** Keys of a strand as they are drawn: in the order of its messages where they share one, else ascending. */
export function drawFingerprint(state: StrandState, exemplars: readonly ExemplarView[]): DrawnKey[] {
  const order = headerOrderOf(state) ?? [];
  const place = (key: string): number => {
    if (key.startsWith(":")) return key === ":method" ? -2 : -1;
    const index = order.indexOf(key);
    return index < 0 ? order.length : index;
  };
  return [...state.keys]
    .sort(([a], [b]) => place(a) - place(b) || byCodeUnits(a, b))
    .map(([key, keyState]) => {
      const distinct = distinctValues(keyState.tokenised);
      return {
        key: escapeSymbols(key),
        mandatory: keyState.packets === state.packets,
        packets: keyState.packets,
        parts: drawTemplate(templateOf(keyState)),
        distinct: Number.isFinite(distinct) ? distinct : null,
        values: valuesOf(key, exemplars),
      };
    });
}

/** A template in pieces: constant text, tokens, gaps. */
export function drawTemplate(template: Template): DrawnPart[] {
  return template.flatMap((part): DrawnPart[] => {
    if (part.kind === "constant") return drawConstant(part.symbols);
    const { shortest, longest, classes } = part;
    return [{ kind: "gap", shortest, longest, class: coveringClass(classes) }];
  });
}

function drawConstant(symbols: string): DrawnPart[] {
  const parts: DrawnPart[] = [];
  let start = 0;
  const endText = (end: number) => {
    if (end > start) parts.push({ kind: "constant", text: escapeSymbols(symbols.slice(start, end)) });
  };
  for (let i = 0; i < symbols.length; i += 1) {
    const symbol = symbols.charCodeAt(i);
    if (!isToken(symbol)) continue;
    endText(i);
    parts.push({ kind: "token", name: tokenName(symbol) as string });
    start = i + 1;
  }
  endText(symbols.length);
  return parts;
}

/** Distinct values of a key among the exemplars, tokens in place, ascending. */
function valuesOf(key: string, exemplars: readonly ExemplarView[]): string[] {
  const values = new Set<string>();
  for (const { fields } of exemplars) {
    const field = fields.get(key);
    if (field !== undefined) values.add(escapeSymbols(tokenisedValue(field.raw, field.spans)));
  }
  return [...values].sort(byCodeUnits);
}
