import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { useWorkspace } from "../../commands/workspace.ts";

/** The file that is inspected: the selected one, or the first of the list while none is selected. */
export interface Inspected {
  /** Null: none yet, or none at all. */
  readonly capture: string | null;
  /** Why the first of the list is not known. */
  readonly error: string | null;
  readonly asking: boolean;
  readonly retry: () => void;
}

/** Which file is inspected. */
export function useInspected(): Inspected {
  const revision = useReading((reading) => reading.state.fileRevision);
  const selected = useWorkspace((workspace) => workspace.selectedCapture);
  const query = useWorkspace((workspace) => workspace.captureQuery);
  const { value, error, asking, retry } = useRequest("captures.page", { query, offset: 0, limit: 1 }, revision);
  const capture = selected ?? value?.rows[0]?.id ?? null;
  return { capture, error: error?.message ?? null, asking: value === undefined && asking, retry };
}
