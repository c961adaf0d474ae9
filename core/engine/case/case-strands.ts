import { type AnalysisRules, nanoseconds } from "../../flow/rule-texts.ts";
import { SelectedStates } from "../selected-states.ts";
import { forSourcesOfCase, rulesOfCase } from "./analyse-case.ts";
import type { CaseFile } from "./case-file.ts";
import { CaseStates } from "./case-states.ts";
import { type CaseStrand, strandsOf } from "./listed-strands.ts";

/** All strands of the case, those of each source together. Memory holds a few sources at a time. */
export async function forStrandsOfCase(opened: CaseFile, each: (strand: CaseStrand) => void): Promise<void> {
  const rules = await rulesOfCase(opened);
  await forSourcesOfCase(opened, rules, (sources) => {
    for (const strand of strandsOf(sources, rules)) each(strand);
  });
}

/** All strands of the case at once, in no order. */
export async function strandsOfCase(opened: CaseFile): Promise<CaseStrand[]> {
  const strands: CaseStrand[] = [];
  await forStrandsOfCase(opened, (strand) => strands.push(strand));
  return strands;
}

/** The same of captures that were read under these rules, some sources at a time. Ends early where nothing more is wanted. */
export async function* strandsInPortions(
  opened: CaseFile,
  rules: AnalysisRules,
  isWanted: () => boolean,
): AsyncGenerator<CaseStrand> {
  const connection = await opened.connect();
  try {
    const held = await CaseStates.under(connection, rules);
    const states = new SelectedStates(held, nanoseconds(rules.flowTimeoutSeconds));
    for await (const sources of states.portions(isWanted)) yield* strandsOf(sources, rules);
  } catch (error) {
    throw opened.errorOf(error);
  } finally {
    opened.release(connection);
  }
}
