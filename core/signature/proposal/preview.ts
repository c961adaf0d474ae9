import type { StrandState } from "../../fingerprint/strand-state.ts";
import { byCodeUnits } from "../../fingerprint/value-state.ts";
import { viewStrand } from "../../fingerprint/view-strand.ts";
import { explainEvidence, specificityOfMatch } from "../assess.ts";
import { Candidates } from "../candidates.ts";
import { type Evidence, evidenceOfStrand } from "../evidence.ts";
import { identifyStrand } from "../match.ts";
import type { CompiledSignature, SignatureDefinition, SignatureLibrary } from "../signature.ts";
import { withSignature } from "./propose.ts";
import { namedSignatures } from "./settle.ts";

/** A strand of the case that a signature is tried on. */
export interface PreviewStrand {
  readonly id: string;
  readonly state: StrandState;
}

/** A strand that is not named, and the keys that keep it from matching, ascending; none where another name outranks. */
export interface Miss {
  readonly id: string;
  readonly differs: readonly string[];
}

/** What a signature would do to a case, all lists ascending by strand or signature. */
export interface SignaturePreview {
  /** Strands it names. */
  readonly hits: readonly string[];
  /** Strands it was made for and does not name. */
  readonly misses: readonly Miss[];
  /** Other strands that one thing keeps from matching. */
  readonly nearMisses: readonly Miss[];
  /**
   * Known signatures that match the same strands: how many of those keep the known name, get the new one, or are left
   * with both.
   */
  readonly collisions: readonly {
    readonly signature: string;
    readonly keep: number;
    readonly change: number;
    readonly both: number;
  }[];
}

interface Collision {
  readonly signature: string;
  keep: number;
  change: number;
  both: number;
}

/** Tries a signature on strands, one after the other, beside the known signatures; one of them with the same id is replaced. */
export class SignatureTrying {
  private readonly id: string;
  private readonly known: SignatureLibrary;
  private readonly extended: SignatureLibrary;
  private readonly own: CompiledSignature;
  private readonly hits: string[] = [];
  private readonly misses: Miss[] = [];
  private readonly nearMisses: Miss[] = [];
  private readonly collisions = new Map<string, Collision>();

  constructor(definition: SignatureDefinition, library: SignatureLibrary) {
    this.id = definition.id;
    this.known = { signatures: library.signatures.filter((signature) => signature.definition.id !== this.id) };
    this.extended = withSignature(this.known, definition);
    this.own = this.extended.signatures.find((signature) => signature.definition.id === this.id) as CompiledSignature;
  }

  /** Tries one strand more. `isWanted`: the signature is made for it. */
  add({ id, state }: PreviewStrand, isWanted: boolean): void {
    if (state.cutPackets > 0) {
      if (isWanted) this.misses.push({ id, differs: [] });
      return;
    }
    const view = viewStrand(state);
    const evidence = evidenceOfStrand(view);
    const matches = specificityOfMatch(this.own, evidence) !== null;
    // What matches neither the strand nor a message of it has no part in its name.
    const mayBeNamed = matches || new Candidates(view, [this.own]).possible.length > 0;
    const named = mayBeNamed ? namedSignatures(identifyStrand(view, this.extended)) : [];
    if (named.length === 1 && named[0] === this.id) this.hits.push(id);
    else if (isWanted) this.misses.push({ id, differs: differing(this.own, evidence) });
    else if (!matches) {
      const differs = differing(this.own, evidence);
      if (differs.length === 1) this.nearMisses.push({ id, differs });
    }
    if (matches || named.includes(this.id))
      countCollisions(this.collisions, named, namedSignatures(identifyStrand(view, this.known)), this.id);
  }

  /** What the signature would do to the strands so far. */
  preview(): SignaturePreview {
    const { hits, misses, nearMisses, collisions } = this;
    const byId = (a: Miss, b: Miss) => byCodeUnits(a.id, b.id);
    return {
      hits: [...hits].sort(byCodeUnits),
      misses: [...misses].sort(byId),
      nearMisses: [...nearMisses].sort(byId),
      collisions: [...collisions.values()].sort((a, b) => byCodeUnits(a.signature, b.signature)),
    };
  }
}

/**
 * Tries a signature on all strands of a case.
 *
 * @param wanted ids of the strands it is made for
 */
export function previewSignature(
  definition: SignatureDefinition,
  strands: readonly PreviewStrand[],
  wanted: ReadonlySet<string>,
  library: SignatureLibrary,
): SignaturePreview {
  const trying = new SignatureTrying(definition, library);
  for (const strand of strands) trying.add(strand, wanted.has(strand.id));
  return trying.preview();
}

function countCollisions(
  collisions: Map<string, Collision>,
  named: readonly string[],
  before: readonly string[],
  id: string,
): void {
  for (const signature of before) {
    const collision = collisions.get(signature) ?? { signature, keep: 0, change: 0, both: 0 };
    collisions.set(signature, collision);
    if (!named.includes(id)) collision.keep += 1;
    else if (named.includes(signature)) collision.both += 1;
    else collision.change += 1;
  }
}

/** Keys of all that is required and not there. */
function differing(signature: CompiledSignature, evidence: Evidence): string[] {
  const differs = explainEvidence(signature, evidence).filter(
    ({ required, outcome }) => required && outcome !== "matched",
  );
  return [...new Set(differs.map(({ key }) => key))].sort(byCodeUnits);
}
