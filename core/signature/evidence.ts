import type { ExemplarView, KeyView, StrandView } from "../fingerprint/strand-view.ts";

/** What matching asks about one key. */
export interface KeyEvidence extends Pick<KeyView, "mandatory" | "distinctValues"> {
  /** Null where a single message is looked at: all of it is constant. */
  readonly masks: KeyView | null;
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

/** The whole strand. */
export function evidenceOfStrand(strand: StrandView): Evidence {
  return {
    method: strand.method,
    cut: strand.cut,
    pieces: strand.evidence,
    headerOrder: strand.headerOrder,
    compactNames: strand.compactNames,
    exemplars: strand.exemplars,
    has: (key) => strand.keys.has(key),
    key: (key) => {
      const view = strand.keys.get(key);
      return view && { mandatory: view.mandatory, distinctValues: view.distinctValues, masks: view };
    },
    keys: () => strand.keys.keys(),
  };
}

/** One message of a strand taken alone. Whether a key varies is still judged by the strand. */
export function evidenceOfExemplar(exemplar: ExemplarView, strand: StrandView): Evidence {
  return {
    method: exemplar.fields.get(":method")?.raw ?? null,
    cut: strand.cut,
    pieces: strand.evidence,
    headerOrder: strand.headerOrder,
    compactNames: strand.compactNames,
    exemplars: [exemplar],
    has: (key) => exemplar.fields.has(key),
    key: (key) =>
      exemplar.fields.has(key)
        ? { mandatory: true, distinctValues: strand.keys.get(key)?.distinctValues ?? 1, masks: null }
        : undefined,
    keys: () => exemplar.fields.keys(),
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
