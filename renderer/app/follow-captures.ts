import { useReading } from "../bridge/reading.ts";
import { changeWorkspace } from "../commands/workspace.ts";
import { forCaptures } from "../commands/workspace-state.ts";

/** Drops selection and filter when other captures are opened. Returns how to stop. */
export function followCaptures(): () => void {
  const follow = () => {
    const { phase, names, caseName } = useReading.getState().state;
    const captures = caseName === null ? names : [caseName];
    if (phase !== "idle" && captures.length > 0) changeWorkspace((workspace) => forCaptures(workspace, captures));
  };
  follow();
  return useReading.subscribe(follow);
}
