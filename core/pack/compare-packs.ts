import { compileLibrary, type SignatureDefinition } from "../signature/signature.ts";
import { lintExamplesOf } from "./lint.ts";
import { shadowsOf } from "./shadow.ts";

/** A signature of one pack beside that of another. */
export interface SignatureChange {
  readonly signature: string;
  readonly kind: "added" | "removed" | "changed" | "identical";
  /** Paths of what differs, as `fields.from`; ascending. */
  readonly differs: readonly string[];
}

/** How the signatures of two packs differ, ascending by id. */
export function comparePacks(
  before: readonly SignatureDefinition[],
  after: readonly SignatureDefinition[],
): SignatureChange[] {
  const earlier = byId(before);
  const later = byId(after);
  return [...new Set([...earlier.keys(), ...later.keys()])].sort().map((signature): SignatureChange => {
    const [old, young] = [earlier.get(signature), later.get(signature)];
    if (old === undefined) return { signature, kind: "added", differs: [] };
    if (young === undefined) return { signature, kind: "removed", differs: [] };
    const differs = differingPaths(old, young);
    return { signature, kind: differs.length === 0 ? "identical" : "changed", differs };
  });
}

/** What would become of a signature that is imported. */
export interface ImportedSignature {
  readonly signature: string;
  readonly kind: "new" | "changed" | "identical" | "conflicting";
  /** Paths of what differs from ours; ascending. */
  readonly differs: readonly string[];
  /** Why it cannot be taken as it is; empty unless it conflicts. */
  readonly because: string;
}

/**
 * What an import would do, ascending by id. A signature conflicts that has the id of one of ours for another tool, or
 * beside which examples would no longer be named by their own signature alone.
 */
export function previewImport(
  ours: readonly SignatureDefinition[],
  theirs: readonly SignatureDefinition[],
): ImportedSignature[] {
  const steps = previewInSteps(ours, theirs);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** The same with a stop behind each signature that was looked at: of many it takes minutes. */
export function* previewInSteps(
  ours: readonly SignatureDefinition[],
  theirs: readonly SignatureDefinition[],
): Generator<void, ImportedSignature[]> {
  const known = byId(ours);
  const given = byId(theirs);
  const troubles = yield* troublesOf(joinSignatures(ours, theirs));
  return comparePacks(ours, theirs)
    .filter(({ kind }) => kind !== "removed")
    .map(({ signature, kind, differs }): ImportedSignature => {
      if (kind === "identical") return { signature, kind, differs, because: "" };
      const mine = known.get(signature);
      const other = given.get(signature) as SignatureDefinition;
      const because =
        mine !== undefined && mine.tool.id !== other.tool.id
          ? `the same id is that of ${mine.tool.id} here`
          : (troubles.get(signature) ?? "");
      if (because !== "") return { signature, kind: "conflicting", differs, because };
      return { signature, kind: kind === "added" ? "new" : "changed", differs, because };
    });
}

/** Ours with theirs: where both have an id, theirs. Ascending by id. */
export function joinSignatures(
  ours: readonly SignatureDefinition[],
  theirs: readonly SignatureDefinition[],
): SignatureDefinition[] {
  return [...new Map([...byId(ours), ...byId(theirs)]).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A sentence for each signature that has to do with an example that is no longer its signature's alone. */
function* troublesOf(signatures: readonly SignatureDefinition[]): Generator<void, ReadonlyMap<string, string>> {
  const compiled = compileLibrary(signatures);
  const troubles = new Map<string, string>();
  if (!compiled.ok) {
    for (const { signature, message } of compiled.errors) troubles.set(signature, message);
    return troubles;
  }
  const { library } = compiled;
  for (const { definition } of library.signatures) {
    for (const { code, signature, claimedBy } of lintExamplesOf(definition, library)) {
      troubles.set(signature, `${code}: ${[signature, ...claimedBy].join(", ")}`);
      for (const other of claimedBy) {
        if (!troubles.has(other)) troubles.set(other, `${code}: an example of ${signature}`);
      }
    }
    yield;
  }
  for (const signature of library.signatures) {
    const shadowing = shadowsOf(signature, library);
    if (shadowing.length > 0) {
      const { id } = signature.definition;
      for (const concerned of [id, ...shadowing]) {
        if (!troubles.has(concerned)) troubles.set(concerned, `shadowed: ${id} by ${shadowing.join(", ")}`);
      }
    }
    yield;
  }
  return troubles;
}

function byId(signatures: readonly SignatureDefinition[]): Map<string, SignatureDefinition> {
  return new Map(signatures.map((signature) => [signature.id, signature]));
}

/** Paths of two levels at which two signatures differ; what they hold is plain data. */
function differingPaths(a: SignatureDefinition, b: SignatureDefinition): string[] {
  const paths: string[] = [];
  for (const [name, value] of Object.entries(a)) {
    const other = b[name as keyof SignatureDefinition];
    if (sameData(value, other)) continue;
    if (!isPlainObject(value) || !isPlainObject(other)) {
      paths.push(name);
      continue;
    }
    for (const key of new Set([...Object.keys(value), ...Object.keys(other)])) {
      if (!sameData(own(value, key), own(other, key))) paths.push(`${name}.${key}`);
    }
    // The same keys and values in another order.
    if (!paths.some((path) => path.startsWith(`${name}.`))) paths.push(name);
  }
  return paths.sort();
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sameData(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
