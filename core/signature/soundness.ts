import type { SignatureDefinition } from "./signature.ts";

/** Literal bytes that must be required at least, of one field or of several: less, and anybody may send them. */
const FEWEST_LITERALS = 12;

/** Required keys of the parent that a derived signature neither states nor rules out. */
export function keysNotInherited(definition: SignatureDefinition, parent: SignatureDefinition): readonly string[] {
  return parent.required.filter((key) => !Object.hasOwn(definition.fields, key) && !definition.absent.includes(key));
}

/** True where a signature requires too little to tell its tool apart: one short field. */
export function saysTooLittle({ required, fields }: SignatureDefinition): boolean {
  if (required.length > 1) return false;
  const text = fields[required[0] as string] ?? "";
  return text.replace(/\{[^}]*\}/g, "").length < FEWEST_LITERALS;
}
