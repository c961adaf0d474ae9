import { decodePack, formatPack, type SignaturePack } from "../pack.ts";
import { RULE_LANGUAGES } from "./export-pack.ts";
import { type ReadyPack, withRevisions } from "./rule-revisions.ts";

/**
 * A pack that was just made, with the revisions of its rules, which go on from those of the pack it was made of. One that
 * is not sound stays as it is: it is refused when it is written.
 */
export function recordedPack(made: SignaturePack, before: ReadyPack): SignaturePack {
  const decoded = decodePack(formatPack(made));
  return decoded.ok ? withRevisions(decoded, before, RULE_LANGUAGES) : made;
}
