/** What a rule finds among captured messages. */
export interface FoundMessages {
  readonly signature: string;
  /** Messages of strands that the signature names. */
  readonly hits: number;
  readonly misses: number;
  /** Messages of strands of others, or of strands that nothing names (null), ascending with null first. */
  readonly falseHits: readonly { readonly signature: string | null; readonly messages: number }[];
}

interface Counts {
  hits: number;
  misses: number;
  /** By the signature that names the strand; "" where none does. */
  readonly falseHits: Map<string, number>;
}

/** Counts what rules find among the messages of strands, one strand after the other. */
export class FoundCounts {
  private readonly idsFor: (payload: string) => readonly string[];
  private readonly found: ReadonlyMap<string, Counts>;

  /** @param idsFor names the signatures whose rules speak about a payload (latin-1) */
  constructor(ids: readonly string[], idsFor: (payload: string) => readonly string[]) {
    this.idsFor = idsFor;
    this.found = new Map([...ids].sort().map((id) => [id, { hits: 0, misses: 0, falseHits: new Map() }]));
  }

  /** `signature`: the one that names the strand; null where none of the library does. */
  add(signature: string | null, payloads: readonly string[]): void {
    const own = signature === null ? undefined : this.found.get(signature);
    for (const payload of payloads) {
      const speaking = this.idsFor(payload);
      if (own !== undefined) own[speaking.includes(signature as string) ? "hits" : "misses"] += 1;
      for (const id of speaking) {
        const other = this.found.get(id);
        if (id === signature || other === undefined) continue;
        other.falseHits.set(signature ?? "", (other.falseHits.get(signature ?? "") ?? 0) + 1);
      }
    }
  }

  /** Ascending by id. */
  counts(): FoundMessages[] {
    return [...this.found].map(([signature, { hits, misses, falseHits }]) => ({
      signature,
      hits,
      misses,
      falseHits: [...falseHits]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([other, messages]) => ({ signature: other === "" ? null : other, messages })),
    }));
  }
}
