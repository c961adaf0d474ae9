import { useReading } from "../bridge/reading.ts";
import { changeWorkspace } from "../commands/workspace.ts";
import { forCaptures } from "../commands/workspace-state.ts";

/** Drops selection and filter when other captures are opened. Returns how to stop. */
export function followCaptures(): () => void {
  let last: { readonly caseName: string | null; readonly names: string } | null = null;
  const follow = () => {
    const { phase, names, caseName } = useReading.getState().state;
    const captures = caseName === null ? names : [caseName];
    if (phase === "idle" || captures.length === 0) return;
    const before = last;
    // A case that was opened a moment ago does not tell its captures yet: they may be those from before.
    const isTold = names.length > 0 || phase === "ended" || phase === "stopped";
    if (before !== null && before.caseName !== caseName && !isTold) return;
    last = { caseName, names: JSON.stringify([...names].sort()) };
    // The same captures under another name: the case was saved there.
    const isSaved = before !== null && before.caseName !== caseName && before.names === last.names;
    if (isSaved) changeWorkspace(() => ({ captures: captures.slice(0, 20) }));
    else changeWorkspace((workspace) => forCaptures(workspace, captures));
  };
  follow();
  return useReading.subscribe(follow);
}
