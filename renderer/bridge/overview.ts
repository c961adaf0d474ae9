import { createContext, useContext, useMemo } from "react";
import type { Overview } from "../../core/contract/overview.ts";
import type { Answer } from "./use-request.ts";

const OverviewContext = createContext<Answer<Overview>>({
  value: undefined,
  error: undefined,
  asking: true,
  retry: () => {},
});

/** Hands the overview to everything below; the app shell asks for it once. */
export const OverviewProvider = OverviewContext.Provider;

/** What the captures hold, as far as they are read. */
export function useOverview(): Answer<Overview> {
  return useContext(OverviewContext);
}

/** Names of the tools found, by id: rows of flows hold ids alone. */
export function useToolNames(): ReadonlyMap<string, string> {
  const tools = useOverview().value?.tools;
  return useMemo(() => new Map(tools?.map(({ id, name }) => [id, name])), [tools]);
}
