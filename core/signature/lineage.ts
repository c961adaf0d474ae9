import type { SignatureDefinition } from "./signature.ts";

/** Tools of the paper without relatives share this word; it is no family. */
const NO_FAMILY = "other";

/** The family of a signature; where it has none, its tool's name. */
export function lineageOf({ family, tool }: SignatureDefinition): string {
  return family === NO_FAMILY ? tool.name : family;
}
