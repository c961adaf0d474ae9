import type { SignatureField } from "../signature.ts";
import type { KeyFacts } from "./draft.ts";

/**
 * Why a value may be another in the next run of the same tool: it was seen in one run only and looks drawn, or holds an
 * address that is not the packet's own; or runs differ so that none of them could have told what another one shows.
 */
export type MayChange = "looks-random" | "foreign-address" | "differs-between-runs";

/** Long enough words with letters and digits, or of digits alone: nobody types them. */
const LEAST_RANDOM = 8;
const LEAST_NUMBER = 6;
/** RFC 3261 section 8.1.1.7: the magic cookie of branches. */
const COOKIE = "z9hG4bK";
/** Addresses that name no host. */
const NO_HOST = /^(?:127\.|0\.0\.0\.0$|(\d+)\.\1\.\1\.\1$)/;

/** Whether what a field holds may change between runs; null where nothing says so. */
export function mayChange({ pattern }: SignatureField, { runs, foretold }: KeyFacts): MayChange | null {
  if (foretold === false) return "differs-between-runs";
  if (runs > 1 || pattern === null) return null;
  const literals = (pattern.sequences[0]?.elements ?? []).flatMap((element) =>
    element.kind === "literal" ? [element.text.replaceAll(COOKIE, " ")] : [],
  );
  if (literals.some((text) => addressesIn(text).some((address) => !NO_HOST.test(address)))) return "foreign-address";
  return literals.some((text) => (text.match(/[0-9A-Za-z]+/g) ?? []).some(looksDrawn)) ? "looks-random" : null;
}

function addressesIn(text: string): readonly string[] {
  return text.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g) ?? [];
}

function looksDrawn(word: string): boolean {
  if (/^\d+$/.test(word)) return word.length >= LEAST_NUMBER;
  return word.length >= LEAST_RANDOM && /\d/.test(word) && (word.match(/\d+/g) ?? []).length > 1;
}
