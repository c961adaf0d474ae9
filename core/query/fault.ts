/** Why a text is no filter, and where. Offsets are in code units of the text. */
export interface FilterFault {
  readonly start: number;
  /** Behind the last code unit; equal to `start` where something is missing. */
  readonly end: number;
  /** What was found, and what was expected or what to do. */
  readonly message: string;
  /** Texts that may have been meant, to stand from `start` to `end`. */
  readonly suggestions: readonly string[];
}

/** A fault of a stretch of text. */
export function faultAt(
  place: { readonly start: number; readonly end: number },
  message: string,
  suggestions: readonly string[] = [],
): FilterFault {
  return { start: place.start, end: place.end, message, suggestions };
}

const LONGEST_SHOWN = 40;

/** What was found, as far as a message shows it. */
export function shownText(text: string): string {
  const characters = Array.from(text);
  return characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN).join("")}…` : text;
}
