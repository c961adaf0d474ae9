import type { StrandState } from "../fingerprint/strand-state.ts";
import type { StrandOutline, StrandView } from "../fingerprint/strand-view.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { viewStrand } from "../fingerprint/view-strand.ts";
import { Candidates } from "./candidates.ts";
import { nameAmong, nameByMasks, type StrandName } from "./match.ts";
import type { CompiledSignature, SignatureDefinition, SignatureLibrary } from "./signature.ts";

/** A strand that is matched again. */
export interface RematchedStrand {
  readonly flow: string;
  readonly source: string;
  readonly packets: number;
}

/** One of which everything is held. */
export interface HeldStrand extends Omit<RematchedStrand, "packets"> {
  readonly state: StrandState;
}

/** A strand of which masks do not tell what it is named, and what they tell. */
export interface UntoldStrand {
  readonly strand: RematchedStrand;
  readonly candidates: Candidates;
}

/** What strands are named: by which signatures of which tools. */
export interface NamedAs {
  readonly kind: StrandName["kind"];
  /** Ids, ascending. */
  readonly signatures: readonly string[];
  readonly tools: readonly string[];
}

/** Strands whose name would change in the same way. */
export interface NameChange {
  readonly before: NamedAs;
  readonly after: NamedAs;
  readonly strands: number;
  readonly flows: number;
  readonly sources: number;
  readonly packets: number;
}

/** What other signatures would change in a case. */
export interface RematchSummary {
  /** Most packets first. */
  readonly changes: readonly NameChange[];
  /** Strands that keep their name. */
  readonly unchanged: number;
}

interface GrowingChange extends Pick<NameChange, "before" | "after"> {
  strands: number;
  packets: number;
  readonly flowIds: Set<string>;
  readonly sourceIds: Set<string>;
}

/**
 * Finds out what strands would be named if other signatures were used, before they are. A strand that no added, changed
 * or removed signature may match keeps its name; the others are matched with both libraries. The summary depends on the
 * sets of strands and signatures alone.
 */
export class Rematch {
  private readonly before: ReadonlySet<CompiledSignature>;
  private readonly after: ReadonlySet<CompiledSignature>;
  /** Those of both libraries. */
  private readonly all: readonly CompiledSignature[];
  /** What is in one library only; null where that is most of it, and asking costs more than it saves. */
  private readonly differing: readonly CompiledSignature[] | null;
  private readonly changes = new Map<string, GrowingChange>();
  private unchanged = 0;

  constructor(before: SignatureLibrary, after: SignatureLibrary) {
    this.before = new Set(before.signatures);
    this.after = new Set(after.signatures);
    this.all = [...new Set([...before.signatures, ...after.signatures])];
    const texts = (library: SignatureLibrary) =>
      new Set(library.signatures.map(({ definition }) => textOf(definition)));
    const lacksIn = (library: SignatureLibrary) => {
      const known = texts(library);
      return ({ definition }: CompiledSignature) => !known.has(textOf(definition));
    };
    const differing = [...before.signatures.filter(lacksIn(after)), ...after.signatures.filter(lacksIn(before))];
    this.differing = 2 * differing.length > before.signatures.length + after.signatures.length ? null : differing;
  }

  /** Matches one strand more. */
  add(strand: RematchedStrand, view: StrandView): void {
    const untold = this.addByMasks(strand, view);
    if (untold !== null) this.addUntold(untold, view);
  }

  /** Matches one strand more by its masks alone. Where its messages must tell, it is still to be added with them. */
  addByMasks(strand: RematchedStrand, outline: StrandOutline): UntoldStrand | null {
    const candidates = this.candidatesFor(outline);
    if (candidates === null) {
      this.unchanged += 1;
      return null;
    }
    const [before, after] = this.byLibrary(candidates, (possible) => nameByMasks(outline, candidates, possible));
    if (before === null || after === null) return { strand, candidates };
    this.count(strand, before, after);
    return null;
  }

  /** Adds a strand of which masks did not tell. */
  addUntold({ strand, candidates }: UntoldStrand, view: StrandView): void {
    this.count(strand, ...this.byLibrary(candidates, (possible) => nameAmong(view, candidates, possible)));
  }

  /** Null where no signature may name the strand that is in one library only. */
  private candidatesFor(outline: StrandOutline): Candidates | null {
    if (outline.cut) return null;
    if (this.differing !== null && new Candidates(outline, this.differing).possible.length === 0) return null;
    return new Candidates(outline, this.all);
  }

  /** What is named by either library. */
  private byLibrary<Name>(
    { possible }: Candidates,
    nameOf: (possible: readonly CompiledSignature[]) => Name,
  ): readonly [before: Name, after: Name] {
    const namedBy = (library: ReadonlySet<CompiledSignature>) =>
      nameOf(possible.filter((signature) => library.has(signature)));
    return [namedBy(this.before), namedBy(this.after)];
  }

  /** What the strands so far would change. */
  summary(): RematchSummary {
    const changes = Array.from(
      this.changes.values(),
      ({ before, after, strands, packets, flowIds, sourceIds }): NameChange => ({
        before,
        after,
        strands,
        flows: flowIds.size,
        sources: sourceIds.size,
        packets,
      }),
    );
    return { changes: changes.sort(byPackets), unchanged: this.unchanged };
  }

  private count({ flow, source, packets }: RematchedStrand, byBefore: StrandName, byAfter: StrandName): void {
    const before = namedAs(byBefore);
    const after = namedAs(byAfter);
    if (keyOf(before) === keyOf(after)) {
      this.unchanged += 1;
      return;
    }
    const key = keyOfChange({ before, after });
    const known = this.changes.get(key);
    const change = known ?? {
      before,
      after,
      strands: 0,
      packets: 0,
      flowIds: new Set<string>(),
      sourceIds: new Set<string>(),
    };
    this.changes.set(key, change);
    change.strands += 1;
    change.packets += packets;
    change.flowIds.add(flow);
    change.sourceIds.add(source);
  }
}

/** What all strands would change. */
export function rematch(
  strands: Iterable<HeldStrand>,
  before: SignatureLibrary,
  after: SignatureLibrary,
): RematchSummary {
  const matching = new Rematch(before, after);
  for (const { flow, source, state } of strands) {
    matching.add({ flow, source, packets: state.packets }, viewStrand(state));
  }
  return matching.summary();
}

/** What is changed in all, of summaries of different sources. */
export function sumOfRematches(summaries: readonly RematchSummary[]): RematchSummary {
  const sums = new Map<string, NameChange>();
  for (const change of summaries.flatMap(({ changes }) => changes)) {
    const key = keyOfChange(change);
    const known = sums.get(key);
    sums.set(key, known === undefined ? change : sumOfChanges(known, change));
  }
  const unchanged = summaries.reduce((sum, summary) => sum + summary.unchanged, 0);
  return { changes: [...sums.values()].sort(byPackets), unchanged };
}

function sumOfChanges(a: NameChange, b: NameChange): NameChange {
  return {
    ...a,
    strands: a.strands + b.strands,
    flows: a.flows + b.flows,
    sources: a.sources + b.sources,
    packets: a.packets + b.packets,
  };
}

function byPackets(a: NameChange, b: NameChange): number {
  return b.packets - a.packets || byCodeUnits(keyOfChange(a), keyOfChange(b));
}

function keyOfChange({ before, after }: Pick<NameChange, "before" | "after">): string {
  return `${keyOf(before)}\n${keyOf(after)}`;
}

function namedAs({ kind, signatures }: StrandName): NamedAs {
  return {
    kind,
    signatures: signatures.map(({ id }) => id),
    tools: [...new Set(signatures.map(({ tool }) => tool.id))].sort(byCodeUnits),
  };
}

function keyOf({ kind, signatures, tools }: NamedAs): string {
  return [kind, ...signatures, ...tools].join(" ");
}

/** All of a definition that matching and naming look at, whatever the order it was written in. */
function textOf(definition: SignatureDefinition): string {
  const { id, tool, methods, fields, required, absent, varies, headerOrders, orderRequired, compactNames } = definition;
  const sorted = (list: readonly string[]) => [...list].sort(byCodeUnits);
  return JSON.stringify([
    id,
    tool.id,
    methods === null ? null : sorted(methods),
    Object.entries(fields).sort(([a], [b]) => byCodeUnits(a, b)),
    sorted(required),
    sorted(absent),
    sorted(varies),
    orderRequired ? sorted(headerOrders.map(({ keys }) => keys.join(","))) : null,
    compactNames,
  ]);
}
