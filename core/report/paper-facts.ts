/** Numbers of the paper this method comes from, as `resources/paper-facts.json` holds them. */
export interface PaperFacts {
  readonly paper: string;
  readonly facts: readonly PaperFact[];
  /** Its Table I: the tools with what it counted of them. */
  readonly tableOne: readonly PaperTool[];
  /** Where the paper contradicts itself. Nothing of it is mended. */
  readonly contradictions: readonly { readonly what: string; readonly places: readonly string[] }[];
}

export interface PaperFact {
  readonly id: string;
  readonly what: string;
  readonly value: number;
  /** `below`: the paper says no more than that it is less. */
  readonly relation: "equal" | "below";
  readonly unit: string;
}

/** A row of the paper's Table I. */
export interface PaperTool {
  readonly tool: string;
  /** Year. */
  readonly firstSeen: number;
  readonly packets: number;
  /** The paper gives the packets in millions. */
  readonly rounded: boolean;
  readonly strategy: string;
}

/** A number of the paper; throws for one the file does not hold. */
export function paperFact({ facts }: Pick<PaperFacts, "facts">, id: string): PaperFact {
  const fact = facts.find((one) => one.id === id);
  if (fact === undefined) throw new Error(`there is no fact "${id}" of the paper`);
  return fact;
}
