import { create } from "zustand";

interface DialogStore {
  readonly open:
    | "palette"
    | "help"
    | "rules"
    | "note"
    | "notes"
    | "remove"
    | "evidence"
    | "filters"
    | "label"
    | "history"
    | "signature"
    | "pack-import"
    | "pack-export"
    | "verify"
    | "keys"
    | "campaign"
    | "comparison"
    | "merge"
    | null;
}

/** Which dialog lies over the window; not remembered. */
export const useDialogs = create<DialogStore>()(() => ({ open: null }));

/** Opens a dialog in the place of the one that is open; null closes. */
export function openDialog(open: DialogStore["open"]): void {
  useDialogs.setState({ open });
}
