import { createHash } from "node:crypto";
import { z } from "zod";
import { signatureSchema } from "../../pack/pack.ts";
import type { OwnSignature, OwnSignatures } from "../../signature/own-signatures.ts";
import { compileLibrary } from "../../signature/signature.ts";
import { CaseError, damagedCase } from "./case-fault.ts";
import type { CaseEvent, NewEvent } from "./events.ts";
import { decodeBody, historyOf } from "./history.ts";

const SIGNATURES = "signatures";
const REMATCH = "rematch";
/** Longest reason. */
const MOST_REASON = 10_000;

/** Null: what the packs say. */
const standSchema = z.union([signatureSchema, z.literal("retired"), z.null()]);

const signaturesSchema = z.object({
  reason: z.string().max(MOST_REASON).nullable(),
  /** The pack they were imported from; null: the analyst wrote them. */
  pack: z.object({ id: z.string(), version: z.string() }).nullable(),
  changes: z.array(z.object({ id: z.string(), before: standSchema, after: standSchema })).min(1),
});

const rematchSchema = z.object({
  /** Strands of the case, and those among them that were named otherwise. */
  strands: z.int().nonnegative(),
  changed: z.int().nonnegative(),
});

/** What becomes of a signature of a case. */
export interface SignatureChange {
  readonly id: string;
  /** Null: the case says nothing of it, the packs do. */
  readonly before: OwnSignature | null;
  readonly after: OwnSignature | null;
}

/** Signatures that were changed together, and why. */
export interface SignatureRevision {
  readonly event: number;
  readonly atMs: number;
  readonly author: string;
  readonly reason: string | null;
  /** The pack they were imported from; null: the analyst wrote them. */
  readonly pack: { readonly id: string; readonly version: string } | null;
  readonly changes: readonly SignatureChange[];
  /** It was taken back since. */
  readonly undone: boolean;
  /** The case is named by it, or was before a later one: a re-match came behind it. */
  readonly applied: boolean;
}

/** The signatures of a case, as its events say. */
export interface SignaturesOfCase {
  /** In the order of time. */
  readonly revisions: readonly SignatureRevision[];
  /** As they are written. */
  readonly written: OwnSignatures;
  /** Those by which strands are named: as they were written when the case was last re-matched. */
  readonly inUse: OwnSignatures;
}

/**
 * What the events of a case say of its signatures. What is written is used for nothing until the case is re-matched,
 * which is an event, too: undo takes both back alike. Throws `CaseError` for an event that is none of ours.
 */
export function signaturesOf(events: readonly CaseEvent[], caseName: string): SignaturesOfCase {
  const holding = new Set(historyOf(events, caseName).holding);
  const rematched = events.findLastIndex((event) => event.kind === REMATCH && holding.has(event));
  const revisions = events.flatMap((event, index): SignatureRevision[] => {
    if (event.kind !== SIGNATURES) return [];
    const { reason, pack, changes } = decodeSignatures(event.body, caseName);
    const { id, atMs, author } = event;
    const undone = !holding.has(event);
    return [{ event: id, atMs, author, reason, pack, changes, undone, applied: !undone && index < rematched }];
  });
  return {
    revisions,
    written: fold(revisions.filter(({ undone }) => !undone)),
    inUse: fold(revisions.filter(({ applied }) => applied)),
  };
}

function fold(revisions: readonly SignatureRevision[]): OwnSignatures {
  const own = new Map<string, OwnSignature>();
  for (const { id, after } of revisions.flatMap(({ changes }) => changes)) {
    if (after === null) own.delete(id);
    else own.set(id, after);
  }
  return own;
}

/** What tells some signatures of a case from others; null for none. */
export function hashOfOwn(own: OwnSignatures): string | null {
  if (own.size === 0) return null;
  const sorted = [...own].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
}

/** The event that changes signatures. */
export function signatureEvent(
  changes: readonly SignatureChange[],
  reason: string | null,
  pack: SignatureRevision["pack"],
): Pick<NewEvent, "kind" | "body"> {
  return { kind: SIGNATURES, body: JSON.stringify({ reason, pack, changes }) };
}

/** The event that has the case named by the signatures that are written. */
export function rematchEvent(strands: number, changed: number): Pick<NewEvent, "kind" | "body"> {
  return { kind: REMATCH, body: JSON.stringify({ strands, changed }) };
}

/** What a change of signatures was about, in words. */
export function describeSignatureEvent(body: string, caseName: string): string {
  const { changes, pack } = decodeSignatures(body, caseName);
  if (pack !== null) {
    const count = changes.length === 1 ? "1 signature" : `${changes.length} signatures`;
    return `importing ${count} of ${pack.id} ${pack.version}`;
  }
  const [{ id, before, after }, ...others] = changes as [SignatureChange, ...SignatureChange[]];
  if (others.length > 0) return `changing ${changes.length} signatures`;
  if (JSON.stringify(before) === JSON.stringify(after)) return `keeping the signature ${id} as it is`;
  if (after === "retired") return `retiring the signature ${id}`;
  if (after === null) return `having the signature ${id} as packs have it`;
  return before === null ? `the new signature ${id}` : `changing the signature ${id}`;
}

/** What a re-match was about, in words. */
export function describeRematchEvent(body: string, caseName: string): string {
  const { strands, changed } = decodeBody(body, rematchSchema, caseName);
  return `the re-match, by which ${changed} of ${strands} strands were named otherwise`;
}

function decodeSignatures(body: string, caseName: string): z.infer<typeof signaturesSchema> {
  const decoded = decodeBody(body, signaturesSchema, caseName);
  for (const { id, before, after } of decoded.changes) {
    for (const signature of [before, after]) {
      if (signature === null || signature === "retired") continue;
      if (signature.id !== id || !compileLibrary([signature]).ok) throw new CaseError(damagedCase(caseName));
    }
  }
  return decoded;
}
