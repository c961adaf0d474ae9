import { useReading } from "../bridge/reading.ts";
import { changeWorkspace } from "../commands/workspace.ts";
import { forCaptures } from "../commands/workspace-state.ts";

/** Drops selection and filter when other captures are opened. Returns how to stop. */
export function followCaptures(): () => void {
  const follow = () => {
    const { phase, names } = useReading.getState().state;
    if (phase !== "idle" && names.length > 0) changeWorkspace((workspace) => forCaptures(workspace, names));
  };
  follow();
  return useReading.subscribe(follow);
}
