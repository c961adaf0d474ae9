import { create } from "zustand";

/** How many rows of the list that is shown are marked; not remembered. */
export const useSelection = create<{ readonly marked: number }>()(() => ({ marked: 0 }));

/** Notes how many rows are marked. */
export function noteMarked(marked: number): void {
  useSelection.setState({ marked });
}
