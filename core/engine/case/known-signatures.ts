import type {
  SignatureConflictView,
  SignatureDraft,
  SignatureInspection,
  SignatureListing,
  SignatureRevisionView,
  SignatureRow,
} from "../../contract/signatures.ts";
import { byCodeUnits } from "../../fingerprint/value-state.ts";
import type { CoveredBySignature } from "../../report/signature-coverage.ts";
import { changesBetween, drawSignature } from "../../report/signature-view.ts";
import { libraryWith, type OwnSignature } from "../../signature/own-signatures.ts";
import type { CompiledSignature, SignatureDefinition } from "../../signature/signature.ts";
import type { LoadedPacks } from "../load-packs.ts";
import type { SignatureChange, SignatureRevision, SignaturesOfCase } from "./own-signatures.ts";
import { type SignatureConflict, signatureConflicts, type WrittenStand } from "./signature-conflicts.ts";

/** What each signature claims of a case, by id; one that claims nothing is left out. */
export type Coverage = ReadonlyMap<string, CoveredBySignature>;

/** Signatures of packs without a case. */
export const OF_NO_CASE: SignaturesOfCase = { revisions: [], written: new Map(), inUse: new Map() };

/** The signatures of packs and of a case, as they are listed and looked at. */
export class KnownSignatures {
  private readonly packs: LoadedPacks;
  private readonly ofCase: SignaturesOfCase;
  /** As they are written; one that is retired as it was before. */
  private readonly byId: ReadonlyMap<string, CompiledSignature>;

  constructor(packs: LoadedPacks, ofCase: SignaturesOfCase) {
    this.packs = packs;
    this.ofCase = ofCase;
    const written = libraryWith(packs.library, ofCase.written).signatures;
    this.byId = new Map([...packs.library.signatures, ...written].map((known) => [known.definition.id, known]));
  }

  /** All signatures. `coverage`: null where it is not known. */
  list(coverage: Coverage | null): SignatureListing {
    const signatures = [...this.byId.keys()].sort(byCodeUnits).map((id) => this.row(id, coverage));
    const conflicts = signatureConflicts(this.ofCase.revisions).map((conflict) => this.shownConflict(conflict));
    return { signatures, pending: signatures.filter(({ pending }) => pending).length, conflicts };
  }

  /** One signature with its history; null: there is none of this id. */
  inspect(id: string, coverage: Coverage | null): SignatureInspection | null {
    const compiled = this.find(id);
    if (compiled === null) return null;
    const history = this.ofCase.revisions.flatMap((revision) =>
      revision.changes.filter((change) => change.id === id).map((change) => this.shownRevision(revision, change)),
    );
    return {
      row: this.row(id, coverage),
      // As the window writes it.
      definition: structuredClone(compiled.definition) as SignatureDraft,
      fields: drawSignature(compiled),
      history: history.reverse(),
    };
  }

  /** A signature as it is written; of one that is retired, as it was before. Null: there is none. */
  find(id: string): CompiledSignature | null {
    return this.byId.get(id) ?? null;
  }

  private row(id: string, coverage: Coverage | null): SignatureRow {
    const { packs, ofCase } = this;
    const { definition } = this.byId.get(id) as CompiledSignature;
    const own = ofCase.written.get(id);
    const isOwn = own !== undefined && own !== "retired";
    const imported = isOwn ? (originOf(id, ofCase.revisions)?.pack ?? null) : null;
    return {
      id,
      tool: definition.tool,
      family: definition.family,
      variant: definition.variant,
      origin: !isOwn ? "built-in" : imported === null ? "own" : "imported",
      overrides: isOwn && packs.packOf.has(id),
      retired: own === "retired",
      pending: JSON.stringify(own ?? null) !== JSON.stringify(ofCase.inUse.get(id) ?? null),
      pack: isOwn ? imported : (packs.packOf.get(id) ?? null),
      positive: definition.examples.positive.length,
      negative: definition.examples.negative.length,
      coverage: coverage === null ? null : coverageOf(coverage.get(id)),
    };
  }

  private shownConflict({ id, holds, other }: SignatureConflict): SignatureConflictView {
    const written = ({ stand, author, atMs }: WrittenStand): SignatureConflictView["holds"] => ({
      kind: stand === "retired" ? "retired" : stand === null ? "as-packed" : "written",
      author,
      at: new Date(atMs).toISOString(),
    });
    const differences = changesBetween(this.definitionOf(id, other.stand), this.definitionOf(id, holds.stand));
    return { id, holds: written(holds), other: written(other), differences };
  }

  private shownRevision(revision: SignatureRevision, { id, before, after }: SignatureChange): SignatureRevisionView {
    const { event, atMs, author, reason, pack, undone, applied } = revision;
    return {
      event,
      at: new Date(atMs).toISOString(),
      author,
      reason,
      pack,
      kind: kindOf(before, after, this.definitionOf(id, null) !== null),
      undone,
      applied,
      changes: changesBetween(this.definitionOf(id, before), this.definitionOf(id, after)),
    };
  }

  /** What a signature says as it stands; null: it is retired, or no pack has it. */
  private definitionOf(id: string, stand: OwnSignature | null): SignatureDefinition | null {
    if (stand === "retired") return null;
    const packed = this.packs.library.signatures.find(({ definition }) => definition.id === id);
    return stand ?? packed?.definition ?? null;
  }
}

function kindOf(
  before: OwnSignature | null,
  after: OwnSignature | null,
  isPacked: boolean,
): SignatureRevisionView["kind"] {
  if (after === "retired" || (after === null && !isPacked)) return "retired";
  if (after === null) return "as-packed";
  return before === null && !isPacked ? "new" : "changed";
}

/** The revision that gave a signature what it is now. */
function originOf(id: string, revisions: readonly SignatureRevision[]): SignatureRevision | undefined {
  return revisions.findLast(({ undone, changes }) => !undone && changes.some((change) => change.id === id));
}

function coverageOf(covered: CoveredBySignature | undefined): SignatureRow["coverage"] {
  if (covered === undefined) return { strands: 0, flows: 0, sources: 0, packets: 0, shared: [] };
  const { strands, flows, sources, packets, shared } = covered;
  return { strands, flows, sources, packets, shared: shared.map(([id, count]) => [id, count]) };
}
