import type { GeoTable } from "../../geography/geo-table.ts";
import { rulesOfCase } from "../case/analyse-case.ts";
import { Annotations } from "../case/annotations.ts";
import type { CaseFile } from "../case/case-file.ts";
import { packsOfCase } from "../case/case-library.ts";
import type { LoadedPacks } from "../load-packs.ts";
import type { JudgingOfFlows } from "./flow-words.ts";

/** What the flows of a case are judged by: its own rules and signatures too, and what the analyst said of them. */
export async function judgingOfCase(
  opened: CaseFile,
  packs: LoadedPacks,
  geoTables: readonly GeoTable[],
): Promise<JudgingOfFlows> {
  const rules = await rulesOfCase(opened);
  const { library } = await packsOfCase(opened, packs);
  const { said } = await Annotations.of(opened);
  return { rules, library, geoTables, said };
}
