/** How often the rules of each signature spoke about messages of each tool. */
export interface Confusion {
  /** Messages of each tool that were judged; tools ascending, null (unnamed) last. */
  readonly tools: readonly { readonly tool: string | null; readonly messages: number }[];
  /** Signatures whose rules spoke at all, ascending; counts in the order of the tools. */
  readonly rows: readonly { readonly signature: string; readonly counts: readonly number[] }[];
  /** Messages of each tool about which no rule spoke. */
  readonly silent: readonly number[];
}

/** Counts signature by tool, from messages with the tool that the library names and the signatures that spoke. */
export function confusionOf(
  judged: readonly { readonly tool: string | null; readonly spoken: readonly string[] }[],
): Confusion {
  const names = [...new Set(judged.map(({ tool }) => tool))].sort(nullLast);
  const place = new Map(names.map((tool, index) => [tool, index]));
  const none = () => names.map(() => 0);
  const messages = none();
  const silent = none();
  const rows = new Map<string, number[]>();
  const count = (counts: number[], tool: string | null) => {
    const index = place.get(tool) as number;
    counts[index] = (counts[index] as number) + 1;
  };
  for (const { tool, spoken } of judged) {
    count(messages, tool);
    if (spoken.length === 0) count(silent, tool);
    for (const signature of new Set(spoken)) {
      const counts = rows.get(signature) ?? none();
      rows.set(signature, counts);
      count(counts, tool);
    }
  }
  return {
    tools: names.map((tool, index) => ({ tool, messages: messages[index] as number })),
    rows: [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([signature, counts]) => ({ signature, counts })),
    silent,
  };
}

function nullLast(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
