import { classOfSymbol, OTHER } from "../fingerprint/byte-classes.ts";
import {
  classesOfText,
  type DiffSide,
  type DiffUnit,
  type DiffValue,
  diffValue,
  type Unvalued,
  unitsOfText,
} from "../fingerprint/diff-side.ts";
import type { StrandView } from "../fingerprint/strand-view.ts";
import { type GapClass, unitEndsAt, unitLength } from "./gap-class.ts";
import { explainSignature } from "./match.ts";
import { parsePattern } from "./pattern.ts";
import type { PatternElement } from "./sequence.ts";
import type { CompiledSignature } from "./signature.ts";
import type { FieldOutcome } from "./verdict.ts";

/** Outcomes that are no difference: what lies behind a cut is none either. */
const ACCEPTED: ReadonlySet<FieldOutcome> = new Set(["matched", "present", "unknown"]);

/** Longest method, in characters (spec section 2). */
const LONGEST_METHOD = 32;

/** A signature as one side of a diff. It accepts what matching accepts. */
export function sideOfSignature(signature: CompiledSignature): DiffSide {
  const { definition } = signature;
  const keys = new Map<string, DiffValue | Unvalued>();
  if (definition.methods !== null) keys.set(":method", diffValue(unitsOfChoices(definition.methods), true));
  for (const { key, required, pattern } of signature.fields) {
    const mustVary = definition.varies.includes(key);
    keys.set(key, pattern === null ? "any" : diffValue(unitsOfPattern(pattern.text), required, mustVary));
  }
  for (const key of definition.absent) keys.set(key, "forbidden");
  const known = new WeakMap<StrandView, ReadonlyMap<string, FieldOutcome>>();
  return {
    kind: "signature",
    keys,
    orders: definition.headerOrders.map((order) => order.keys),
    compactNames: definition.compactNames ? true : null,
    cut: false,
    view: null,
    accepts: (key, view) => {
      let outcomes = known.get(view);
      if (outcomes === undefined) {
        outcomes = new Map(explainSignature(view, signature).map((field) => [field.key, field.outcome]));
        known.set(view, outcomes);
      }
      const outcome = outcomes.get(key);
      return outcome !== undefined && ACCEPTED.has(outcome);
    },
  };
}

/** A pattern as units: alternatives are gaps that say what they hold. The text is one that was read before. */
function unitsOfPattern(text: string): DiffUnit[] {
  // Alternatives do not nest, and a literal parenthesis is written \x28 or \x29.
  return text.split(/(\([^)]*\))/).flatMap((piece): readonly DiffUnit[] => {
    if (piece.startsWith("(")) return unitsOfChoices(piece.slice(1, -1).split("|"));
    return elementsOf(piece).flatMap(unitsOfElement);
  });
}

/** What a gap that holds alternatives may be, each as units. They do not nest. */
export function alternativesOf(holds: string): DiffUnit[][] {
  const texts = holds.slice(1, -1).split("|");
  return texts.map((text) => elementsOf(text).flatMap(unitsOfElement));
}

function unitsOfChoices(texts: readonly string[]): DiffUnit[] {
  const choices = texts.map((text) => elementsOf(text).flatMap(unitsOfElement));
  const [only] = choices;
  if (choices.length === 1 && only !== undefined) return only;
  const lengths = choices.map((units) => [lengthOf(units, "shortest"), lengthOf(units, "longest")] as const);
  return [
    {
      shortest: Math.min(...lengths.map(([shortest]) => shortest)),
      longest: Math.max(...lengths.map(([, longest]) => longest)),
      holds: `(${texts.join("|")})`,
      classes: choices.flat().reduce<number>((classes, unit) => classes | classesOfUnit(unit), 0),
    },
  ];
}

function lengthOf(units: readonly DiffUnit[], which: "shortest" | "longest"): number {
  return units.reduce<number>((sum, unit) => sum + (typeof unit === "number" ? 1 : unit[which]), 0);
}

function classesOfUnit(unit: DiffUnit): number {
  if (typeof unit === "object") return unit.classes;
  return unit < 0x100 ? classOfSymbol(unit) : OTHER;
}

function elementsOf(text: string): readonly PatternElement[] {
  // Between gaps the blanks of a piece are kept, which stand inside the pattern.
  const parsed = parsePattern(`{*:any}${text}{*:any}`);
  const sequence = parsed.ok ? parsed.pattern.sequences[0] : undefined;
  if (sequence === undefined) throw new Error("a compiled signature has patterns that can be read");
  return sequence.elements.slice(1, -1);
}

function unitsOfElement(element: PatternElement): DiffUnit[] {
  switch (element.kind) {
    case "literal":
      return unitsOfText(element.text);
    case "token":
      return [element.token];
    case "method":
      return [{ shortest: 1, longest: LONGEST_METHOD, holds: "method", classes: classesOfText("AGaghz0-.!%*_+`'~") }];
    case "gap": {
      const { min, max, gapClass } = element;
      return [{ shortest: min, longest: max, holds: gapClass, classes: classesOf(gapClass) }];
    }
  }
}

/** The byte classes of which a gap class has members: more than it has where it has some of a class only. */
function classesOf(gapClass: GapClass): number {
  const unit = unitLength(gapClass);
  let classes = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    const text = unit === 1 ? String.fromCharCode(byte) : `3${String.fromCharCode(byte)}`;
    if (unitEndsAt(gapClass, text, unit)) classes |= classesOfText(text);
  }
  return classes;
}
