/** Words as a list in a sentence: `a`, `a and b`, `a, b and 3 more`. */
export function listWords(words: readonly string[], most: number): string {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : [...words];
  const last = shown.pop();
  if (last === undefined) return "";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
