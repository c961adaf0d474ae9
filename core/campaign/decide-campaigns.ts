import type { Members } from "./campaign-roster.ts";

/** What an analyst decides of campaigns, which are named by their ids. */
export type CampaignDecision =
  | { readonly deed: "name"; readonly campaign: string; readonly name: string | null }
  /** From now on it has just these members; null: again those that are found. */
  | { readonly deed: "pin"; readonly campaign: string; readonly members: Members | null }
  /** The others are part of it from now on. */
  | { readonly deed: "merge"; readonly campaign: string; readonly others: readonly string[] }
  /** These members are a campaign of their own from now on. */
  | { readonly deed: "split"; readonly campaign: string; readonly members: Members; readonly into: string };

/** A campaign as it was found. */
export interface FoundAs {
  readonly id: string;
  readonly members: Members;
  readonly byChance: boolean;
}

/** A campaign with what was decided of it. */
export interface DecidedCampaign extends FoundAs {
  readonly name: string | null;
  readonly pinned: boolean;
  /** Not just the members that were found. */
  readonly changed: boolean;
  /** Places of the decisions that are about it, in their order. */
  readonly decisions: readonly number[];
}

/**
 * Applies what an analyst decided, in its order, to the campaigns that were found. A source is in one campaign at most:
 * whoever takes it last has it. `isThere`: whether a source is in the case; a pinned one need not be in any campaign.
 */
export function decideCampaigns(
  found: readonly FoundAs[],
  decisions: readonly CampaignDecision[],
  isThere: (address: string) => boolean,
): DecidedCampaign[] {
  const places = new Places(found);
  const lastUnpinned = new Map<string, number>();
  for (const [at, decision] of decisions.entries()) {
    if (decision.deed === "pin" && decision.members === null) lastUnpinned.set(decision.campaign, at);
  }
  const names = new Map<string, string | null>();
  const pinned = new Set<string>();
  const about = new Map<string, number[]>();
  const note = (id: string, at: number) => about.set(id, [...(about.get(id) ?? []), at]);
  for (const [at, decision] of decisions.entries()) {
    const id = places.rootOf(decision.campaign);
    note(id, at);
    switch (decision.deed) {
      case "name":
        names.set(id, decision.name);
        break;
      case "pin":
        if (decision.members === null || at < (lastUnpinned.get(decision.campaign) ?? -1)) break;
        pinned.add(id);
        places.setMembers(id, decision.members.filter(isThere));
        break;
      case "merge":
        for (const other of decision.others) {
          for (const earlier of about.get(places.rootOf(other)) ?? []) note(id, earlier);
          places.join(other, id);
        }
        break;
      case "split":
        note(decision.into, at);
        places.take(decision.members, decision.into);
    }
  }
  const byId = new Map(found.map((one) => [one.id, one]));
  return places.listed().map(({ id, members }) => {
    const as = byId.get(id);
    const changed = as === undefined || as.members.length !== members.length || !as.members.every(isIn(members));
    return {
      id,
      members,
      byChance: !changed && as.byChance,
      name: names.get(id) ?? null,
      pinned: pinned.has(id),
      changed,
      decisions: [...new Set(about.get(id) ?? [])].sort((a, b) => a - b),
    };
  });
}

function isIn(members: Members): (member: string) => boolean {
  const set = new Set(members);
  return (member) => set.has(member);
}

/** Which source is in which campaign. */
class Places {
  private readonly members = new Map<string, Set<string>>();
  private readonly home = new Map<string, string>();
  private readonly into = new Map<string, string>();

  constructor(found: readonly FoundAs[]) {
    for (const { id, members } of found) {
      this.members.set(id, new Set(members));
      for (const member of members) this.home.set(member, id);
    }
  }

  /** The campaign that one is part of by now: itself unless it was merged into another. */
  rootOf(id: string): string {
    let root = id;
    for (let next = this.into.get(root); next !== undefined; next = this.into.get(root)) root = next;
    return root;
  }

  join(other: string, id: string): void {
    const from = this.rootOf(other);
    if (from === id) return;
    for (const member of this.members.get(from) ?? []) this.put(member, id);
    this.into.set(from, id);
  }

  /** Takes sources out of the campaigns they are in; those that are in none stay there. */
  take(members: Members, id: string): void {
    for (const member of members) if (this.home.has(member)) this.put(member, id);
  }

  setMembers(id: string, members: Members): void {
    for (const member of this.members.get(id) ?? []) this.home.delete(member);
    this.members.set(id, new Set());
    for (const member of members) this.put(member, id);
  }

  listed(): { readonly id: string; readonly members: Members }[] {
    return Array.from(this.members, ([id, members]) => ({ id, members: [...members] })).filter(
      ({ members }) => members.length > 0,
    );
  }

  private put(member: string, id: string): void {
    const from = this.home.get(member);
    if (from !== undefined) this.members.get(from)?.delete(member);
    this.home.set(member, id);
    const to = this.members.get(id);
    if (to === undefined) this.members.set(id, new Set([member]));
    else to.add(member);
  }
}
