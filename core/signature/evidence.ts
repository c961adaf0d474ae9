import type { ExemplarView, KeyView, StrandOutline, StrandView } from "../fingerprint/strand-view.ts";
import type { Pattern } from "./pattern.ts";
import type { FieldResult } from "./verdict.ts";

/** What matching asks about one key. */
export interface KeyEvidence extends Pick<KeyView, "mandatory" | "distinctValues"> {
  /** Null where a single message is looked at: all of it is constant. */
  readonly masks: KeyView | null;
  /** How the key fared against patterns so far: many signatures ask the same, and signatures of two libraries. */
  readonly results: Map<Pattern, FieldResult>;
}

/** What matching sees of a strand without its messages. */
export interface OutlineEvidence {
  readonly method: string | null;
  readonly pieces: number;
  readonly headerOrder: readonly string[] | null;
  readonly compactNames: boolean;
  has(key: string): boolean;
  key(key: string): Pick<KeyEvidence, "mandatory" | "distinctValues"> | undefined;
}

/** A strand, or one of its messages alone, as matching sees it. */
export interface Evidence extends OutlineEvidence {
  readonly cut: boolean;
  readonly exemplars: readonly ExemplarView[];
  key(key: string): KeyEvidence | undefined;
  keys(): Iterable<string>;
}

/** The outline of a strand as evidence. */
export class EvidenceOfOutline implements OutlineEvidence {
  private readonly outline: StrandOutline;

  constructor(outline: StrandOutline) {
    this.outline = outline;
  }

  get method(): string | null {
    return this.outline.method;
  }

  get pieces(): number {
    return this.outline.evidence;
  }

  get headerOrder(): readonly string[] | null {
    return this.outline.headerOrder;
  }

  get compactNames(): boolean {
    return this.outline.compactNames;
  }

  has(key: string): boolean {
    return this.outline.keys.has(key);
  }

  key(key: string): Pick<KeyEvidence, "mandatory" | "distinctValues"> | undefined {
    return this.outline.keys.get(key);
  }
}

/** The whole strand: the same each time it is asked for. */
export function evidenceOfStrand(strand: StrandView): Evidence {
  return rememberedWith(strand, () => new EvidenceOfStrand(strand));
}

/** One message of a strand taken alone. Whether a key varies is still judged by the strand. */
export function evidenceOfExemplar(exemplar: ExemplarView, strand: StrandView): Evidence {
  return rememberedWith(exemplar, () => new EvidenceOfExemplar(exemplar, strand));
}

const EVIDENCE = Symbol("evidence");

interface Remembering {
  [EVIDENCE]?: Evidence;
}

/** With the view itself: entries of a weak map would live until all garbage is looked for, and a case has millions. */
function rememberedWith(view: StrandView | ExemplarView, make: () => Evidence): Evidence {
  const remembering: Remembering = view as Remembering;
  remembering[EVIDENCE] ??= make();
  return remembering[EVIDENCE];
}

/** What a strand and a message of it have in common as evidence. That about a key is made once it is asked for. */
abstract class EvidenceInStrand {
  readonly method: string | null;
  readonly cut: boolean;
  readonly pieces: number;
  readonly headerOrder: readonly string[] | null;
  readonly compactNames: boolean;
  protected readonly strand: StrandView;
  private readonly known = new Map<string, KeyEvidence | undefined>();

  constructor(strand: StrandView, method: string | null) {
    this.strand = strand;
    this.method = method;
    this.cut = strand.cut;
    this.pieces = strand.evidence;
    this.headerOrder = strand.headerOrder;
    this.compactNames = strand.compactNames;
  }

  key(key: string): KeyEvidence | undefined {
    const before = this.known.get(key);
    if (before !== undefined || this.known.has(key)) return before;
    const evidence = this.lookAt(key);
    this.known.set(key, evidence);
    return evidence;
  }

  protected abstract lookAt(key: string): KeyEvidence | undefined;
}

class EvidenceOfStrand extends EvidenceInStrand implements Evidence {
  constructor(strand: StrandView) {
    super(strand, strand.method);
  }

  get exemplars(): readonly ExemplarView[] {
    return this.strand.exemplars;
  }

  has(key: string): boolean {
    return this.strand.keys.has(key);
  }

  keys(): Iterable<string> {
    return this.strand.keys.keys();
  }

  protected lookAt(key: string): KeyEvidence | undefined {
    const masks = this.strand.keys.get(key);
    return masks && { mandatory: masks.mandatory, distinctValues: masks.distinctValues, masks, results: new Map() };
  }
}

class EvidenceOfExemplar extends EvidenceInStrand implements Evidence {
  readonly exemplars: readonly ExemplarView[];
  private readonly exemplar: ExemplarView;

  constructor(exemplar: ExemplarView, strand: StrandView) {
    super(strand, exemplar.fields.get(":method")?.raw ?? null);
    this.exemplar = exemplar;
    this.exemplars = [exemplar];
  }

  has(key: string): boolean {
    return this.exemplar.fields.has(key);
  }

  keys(): Iterable<string> {
    return this.exemplar.fields.keys();
  }

  protected lookAt(key: string): KeyEvidence | undefined {
    if (!this.has(key)) return undefined;
    const distinctValues = this.strand.keys.get(key)?.distinctValues ?? 1;
    return { mandatory: true, distinctValues, masks: null, results: new Map() };
  }
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
