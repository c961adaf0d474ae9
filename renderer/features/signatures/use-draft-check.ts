import { useEffect, useMemo, useState } from "react";
import type { DraftFault, ExampleNote, SignatureCheck, SignatureDraft } from "../../../core/contract/signatures.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { useSettledDraft } from "./use-settled-draft.ts";

/** What is known of the places of a draft: of one that is being changed what was known before, until it settles. */
export interface DraftCheck {
  /** Faults of a place and of all within it, in sentences. */
  faultsAt(place: string): readonly string[];
  /** Null: not known. */
  noteOn(kind: "positive" | "negative", index: number): ExampleNote | null;
}

/** Has a draft checked whenever it settles. */
export function useDraftCheck(draft: SignatureDraft): DraftCheck {
  const revision = useReading((reading) => reading.state.revision);
  const settled = useSettledDraft(draft);
  const { value } = useRequest("signature.check", { draft: settled }, revision);
  const [last, setLast] = useState<{ readonly draft: SignatureDraft; readonly check: SignatureCheck } | null>(null);
  useEffect(() => {
    if (value !== undefined) setLast({ draft: settled, check: value });
  }, [value, settled]);
  const known = last !== null && hasSamePlaces(last.draft, draft) ? last.check : null;
  return useMemo(
    () => ({
      faultsAt: (place) => (known === null ? [] : faultsAt(known.faults, place)),
      noteOn: (kind, index) => known?.examples?.[kind][index] ?? null,
    }),
    [known],
  );
}

/** Whether a number means the same order or example in both. */
function hasSamePlaces(before: SignatureDraft, now: SignatureDraft): boolean {
  const counts = ({ headerOrders, examples: { positive, negative } }: SignatureDraft) =>
    [headerOrders, positive, negative].map(({ length }) => length).join();
  return before.id === now.id && counts(before) === counts(now);
}

/** What is wrong at a place and within it. */
export function faultsAt(faults: readonly DraftFault[], place: string): string[] {
  const found = faults.filter((fault) => fault.place === place || fault.place.startsWith(`${place}.`));
  return [...new Set(found.map(({ message }) => message))];
}
