import type { EvolutionQuery } from "../../../core/contract/evolution.ts";
import { useReading } from "../../bridge/reading.ts";
import { type Answer, useRequest } from "../../bridge/use-request.ts";
import { useWorkspace } from "../../commands/workspace.ts";
import type { Evolution } from "./evolution-words.ts";

/** What is asked for: the filtered flows, by the periods that are chosen. */
export function useEvolutionQuery(): EvolutionQuery {
  const { text, span } = useWorkspace((workspace) => workspace.query);
  const unit = useWorkspace((workspace) => workspace.evolutionUnit);
  return { flows: { text, span }, unit };
}

export function useEvolution(): Answer<Evolution> {
  const revision = useReading((reading) => reading.state.revision);
  return useRequest("evolution.get", { query: useEvolutionQuery() }, revision);
}
