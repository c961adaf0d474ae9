import type { SignatureDefinition } from "../signature.ts";
import type { Draft } from "./draft.ts";
import { nameOf, type Option } from "./options.ts";
import type { ProposedField } from "./proposal.ts";
import { countRivals, keepsOut, type RivalGroup } from "./rival-rows.ts";
import { setOf } from "./smallest-cover.ts";

/**
 * What the signature says, field by field, the required ones first: with what that gains and costs. Methods and header
 * orders are among it where they are known; that a key varies or is absent only where it is required.
 */
export function describeFields(
  options: readonly Option[],
  groups: readonly RivalGroup[],
  required: readonly number[],
  { signature, facts, whole }: Draft,
): ProposedField[] {
  const describe = (option: Option, place: number): ProposedField => {
    const { separator, kind, loses, mayChange } = option;
    const { pieces, runs, distinctValues } = ("key" in separator ? facts.get(separator.key) : undefined) ?? whole;
    const others = setOf(required.filter((other) => other !== place));
    const isRequired = required.includes(place);
    const kept = groups.filter((group) => keepsOut(group, setOf([place])));
    return {
      key: nameOf(separator),
      kind,
      expected: expectedBy(option, signature.definition),
      required: isRequired,
      excludes: countRivals(kept),
      onlyItExcludes: countRivals(kept.filter((group) => !keepsOut(group, others))),
      pieces,
      runs,
      distinctValues,
      loses,
      mayChange,
    };
  };
  return options
    .map(describe)
    .filter((field) => field.required || (field.kind !== "varies" && field.kind !== "absent"))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

function expectedBy({ separator }: Option, { fields, methods, headerOrders }: SignatureDefinition): string {
  switch (separator.kind) {
    case "field":
      return fields[separator.key] ?? "";
    case "method":
      return (methods ?? []).join(" or ");
    case "order":
      return headerOrders.map(({ keys }) => keys.join(", ")).join(" or ");
    case "spelling":
      return "one-letter header names";
    case "varies":
      return "two values or more";
    case "absent":
      return "no such key";
  }
}
