import { useEffect, useState } from "react";
import type { SignatureDraft } from "../../../core/contract/signatures.ts";
import { useSettled } from "../../ui/filter-field/use-settled.ts";

/** A draft as it was when nothing was typed for a moment: half a word is no fault yet. */
export function useSettledDraft(draft: SignatureDraft): SignatureDraft {
  const [settled, setSettled] = useState(draft);
  const isSettled = useSettled(JSON.stringify(draft));
  useEffect(() => {
    if (isSettled) setSettled(draft);
  }, [isSettled, draft]);
  return settled;
}
