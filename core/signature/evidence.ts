import type { ExemplarView, KeyView, StrandView } from "../fingerprint/strand-view.ts";
import type { Pattern } from "./pattern.ts";
import type { FieldResult } from "./verdict.ts";

/** What matching asks about one key. */
export interface KeyEvidence extends Pick<KeyView, "mandatory" | "distinctValues"> {
  /** Null where a single message is looked at: all of it is constant. */
  readonly masks: KeyView | null;
  /** How the key fared against patterns so far: many signatures ask the same, and signatures of two libraries. */
  readonly results: Map<Pattern, FieldResult>;
}

/** A strand, or one of its messages alone, as matching sees it. */
export interface Evidence {
  readonly method: string | null;
  readonly cut: boolean;
  readonly pieces: number;
  readonly headerOrder: readonly string[] | null;
  readonly compactNames: boolean;
  readonly exemplars: readonly ExemplarView[];
  has(key: string): boolean;
  key(key: string): KeyEvidence | undefined;
  keys(): Iterable<string>;
}

/** The whole strand: the same each time it is asked for. */
export function evidenceOfStrand(strand: StrandView): Evidence {
  return rememberedIn(ofStrands, strand, () => ({
    method: strand.method,
    cut: strand.cut,
    pieces: strand.evidence,
    headerOrder: strand.headerOrder,
    compactNames: strand.compactNames,
    get exemplars() {
      return strand.exemplars;
    },
    has: (key) => strand.keys.has(key),
    key: keysOnce((key) => {
      const masks = strand.keys.get(key);
      return masks && { mandatory: masks.mandatory, distinctValues: masks.distinctValues, masks, results: new Map() };
    }),
    keys: () => strand.keys.keys(),
  }));
}

/** One message of a strand taken alone. Whether a key varies is still judged by the strand. */
export function evidenceOfExemplar(exemplar: ExemplarView, strand: StrandView): Evidence {
  return rememberedIn(ofExemplars, exemplar, () => ({
    method: exemplar.fields.get(":method")?.raw ?? null,
    cut: strand.cut,
    pieces: strand.evidence,
    headerOrder: strand.headerOrder,
    compactNames: strand.compactNames,
    exemplars: [exemplar],
    has: (key) => exemplar.fields.has(key),
    key: keysOnce((key) => {
      if (!exemplar.fields.has(key)) return undefined;
      const distinctValues = strand.keys.get(key)?.distinctValues ?? 1;
      return { mandatory: true, distinctValues, masks: null, results: new Map() };
    }),
    keys: () => exemplar.fields.keys(),
  }));
}

/** An exemplar is of one strand. */
const ofExemplars = new WeakMap<ExemplarView, Evidence>();
const ofStrands = new WeakMap<StrandView, Evidence>();

function rememberedIn<View extends object>(known: WeakMap<View, Evidence>, view: View, make: () => Evidence): Evidence {
  const before = known.get(view);
  if (before !== undefined) return before;
  const evidence = make();
  known.set(view, evidence);
  return evidence;
}

function keysOnce(make: (key: string) => KeyEvidence | undefined): Evidence["key"] {
  const known = new Map<string, KeyEvidence | undefined>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined || known.has(key)) return before;
    const evidence = make(key);
    known.set(key, evidence);
    return evidence;
  };
}

/** The least raw value of a key among the exemplars: the same whatever order they come in. */
export function leastValue(evidence: Evidence, key: string): string | null {
  let least: string | null = null;
  for (const exemplar of evidence.exemplars) {
    const raw = exemplar.fields.get(key)?.raw;
    if (raw !== undefined && (least === null || raw < least)) least = raw;
  }
  return least;
}
