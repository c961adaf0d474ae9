import path from "node:path";
import { type ComparedRow, type Comparison, MOST_COMPARED } from "../contract/comparison.ts";
import { type CaseComparison, type Compared, compareReports } from "../report/compare-reports.ts";
import { compareSourcesOf, type SourceComparison } from "../report/compare-sources.ts";
import { formatComparison } from "../report/format-comparison.ts";
import { reportOfCase } from "./case/analyse-case.ts";
import { CaseError, isFault } from "./case/case-fault.ts";
import { type CaseFile, isOpenHere, openCase } from "./case/case-file.ts";
import type { LoadedPacks } from "./load-packs.ts";

/** Compares a case that is open with another one, which is only read, each named by its own signatures beside the packs. */
export async function compareWithCase(
  opened: CaseFile,
  file: string,
  packs: LoadedPacks,
): Promise<Extract<Comparison, { kind: "compared" | "refused" }>> {
  if (isOpenHere(file)) {
    return { kind: "refused", reason: "This case is open here already. Choose another one to compare with." };
  }
  const other = await openCase(file, false);
  if (isFault(other)) return { kind: "refused", reason: other.message };
  try {
    const before = await comparedOf(other, packs);
    const after = await comparedOf(opened, packs);
    return comparisonOf(before, after, [path.basename(file), path.basename(opened.path)]);
  } catch (error) {
    if (error instanceof CaseError) return { kind: "refused", reason: error.fault.message };
    throw error;
  } finally {
    await other.close();
  }
}

/** What is compared of a case. The rest of its report, which is most of it, is let go. */
export async function comparedOf(opened: CaseFile, packs: LoadedPacks): Promise<Compared> {
  const judging = { packs, geoTables: [], countsItself: true };
  const { parameters, tools, fingerprints, sources } = await reportOfCase(opened, judging);
  return { parameters, tools, fingerprints, sources };
}

function comparisonOf(
  before: Compared,
  after: Compared,
  names: readonly [string, string],
): Extract<Comparison, { kind: "compared" }> {
  const comparison = compareReports(before, after);
  const lists = listsOf(comparison, compareSourcesOf(before.sources, after.sources));
  return {
    kind: "compared",
    rows: lists.flatMap(({ rows }) => rows.slice(0, MOST_COMPARED)),
    counts: lists.map(({ what, change, rows }) => ({ what, change, count: rows.length })),
    text: formatComparison(comparison, names).join("\n").concat("\n"),
  };
}

interface List {
  readonly what: ComparedRow["what"];
  readonly change: ComparedRow["change"];
  readonly rows: readonly ComparedRow[];
}

function listsOf({ tools, fingerprints }: CaseComparison, sources: SourceComparison): readonly List[] {
  const ofTool = (tool: CaseComparison["tools"]["gained"][number]) => {
    const side = (amount: typeof tool.before) => amount && { packets: amount.packets, flows: amount.flows, tools: [] };
    return { id: tool.id, name: tool.name, before: side(tool.before), after: side(tool.after) };
  };
  const ofFingerprint = ({ id, before, after }: CaseComparison["fingerprints"]["gained"][number]) => {
    const side = (there: typeof before) =>
      there && { packets: there.packets, flows: there.flows, tools: there.tool === null ? [] : [there.tool] };
    return { id, name: null, before: side(before), after: side(after) };
  };
  const ofSource = ({ id, before, after }: SourceComparison["gained"][number]) => {
    const side = (there: typeof before) => there && { ...there, tools: [...there.tools] };
    return { id, name: null, before: side(before), after: side(after) };
  };
  const list = <Thing>(
    what: List["what"],
    change: List["change"],
    things: readonly Thing[],
    rowOf: (thing: Thing) => Omit<ComparedRow, "what" | "change">,
  ): List => ({ what, change, rows: things.map((thing) => ({ what, change, ...rowOf(thing) })) });
  return [
    list("tool", "gained", tools.gained, ofTool),
    list("tool", "lost", tools.lost, ofTool),
    list("tool", "changed", tools.changed, ofTool),
    list("fingerprint", "gained", fingerprints.gained, ofFingerprint),
    list("fingerprint", "lost", fingerprints.lost, ofFingerprint),
    list("fingerprint", "changed", fingerprints.renamed, ofFingerprint),
    list("source", "gained", sources.gained, ofSource),
    list("source", "lost", sources.lost, ofSource),
    list("source", "changed", sources.changed, ofSource),
  ];
}
