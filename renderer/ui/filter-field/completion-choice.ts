/** The list of completions: closed, or open with an option chosen or none yet. */
export type CompletionChoice = { readonly open: false } | { readonly open: true; readonly chosen: number | null };

export const CLOSED: CompletionChoice = { open: false };

/** The list as typing opens it: nothing is chosen, so that Enter means what it always does. */
export const OPENED: CompletionChoice = { open: true, chosen: null };

/** One option on or back, around at both ends; an arrow in a closed list opens it. */
export function moveChoice(choice: CompletionChoice, step: 1 | -1, count: number): CompletionChoice {
  if (count === 0) return CLOSED;
  const from = choice.open ? choice.chosen : null;
  if (from === null) return { open: true, chosen: step === 1 ? 0 : count - 1 };
  return { open: true, chosen: (from + step + count) % count };
}

/** Place of the chosen option, if there is one. */
export function chosenIndex(choice: CompletionChoice, count: number): number | null {
  return choice.open && choice.chosen !== null && choice.chosen < count ? choice.chosen : null;
}
