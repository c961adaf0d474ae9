import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Addresses of sources as text, each once. */
export type Members = readonly string[];

/** Campaigns that are known by an id, with the members they had last. */
export type KnownCampaigns = ReadonlyMap<string, Members>;

/** Which campaigns were found again. */
export interface MatchedCampaigns {
  /** An id for each campaign that was found, in their order. */
  readonly ids: readonly string[];
  /** Campaigns without a known id that hold half of a known one: they split off from that. */
  readonly splitFrom: ReadonlyMap<string, string>;
  /** Known campaigns that were not found, and of which half is in another one now: they merged into that. */
  readonly mergedInto: ReadonlyMap<string, string>;
}

/** Characters of an id behind its mark: 32 bits of a hash. */
const ID_LENGTH = 8;

interface Pair {
  readonly found: number;
  readonly id: string;
  readonly shared: number;
  /** Sources in either of the two. */
  readonly together: number;
}

/**
 * Gives the campaigns that were found the ids of those that are known, by their members: the likest first, as the share
 * of common members among all members of both; a pair has at least half of the smaller one in common. What is left is
 * new, and its id is a hash of its members. The order of campaigns and members changes nothing.
 */
export function matchCampaigns(known: KnownCampaigns, found: readonly Members[]): MatchedCampaigns {
  const pairs = pairsOf(known, found);
  const ids = new Array<string | undefined>(found.length);
  const taken = new Set<string>();
  for (const { found: at, id, shared, together } of pairs) {
    const other = known.get(id) as Members;
    if (ids[at] !== undefined || taken.has(id)) continue;
    const smaller = Math.min(other.length, together - other.length + shared);
    if (shared * 2 < smaller) continue;
    ids[at] = id;
    taken.add(id);
  }
  const used = new Set(known.keys());
  const born = found.flatMap((members, at) => (ids[at] === undefined ? [{ at, key: keyOf(members) }] : []));
  for (const { at, key } of born.sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const id = newId(key, used);
    used.add(id);
    ids[at] = id;
  }
  return { ids: ids as string[], ...relations(pairs, known, ids as string[], taken) };
}

/** All pairs with a member in common, the likest first. */
function pairsOf(known: KnownCampaigns, found: readonly Members[]): Pair[] {
  const knownOf = new Map<string, string[]>();
  for (const [id, members] of known) {
    for (const member of members) {
      const others = knownOf.get(member);
      if (others === undefined) knownOf.set(member, [id]);
      else others.push(id);
    }
  }
  const keys = found.map(keyOf);
  const pairs = found.flatMap((members, at) => {
    const shared = new Map<string, number>();
    for (const member of members) {
      for (const id of knownOf.get(member) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    return Array.from(shared, ([id, count]): Pair => {
      const together = members.length + (known.get(id) as Members).length - count;
      return { found: at, id, shared: count, together };
    });
  });
  const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return pairs.sort(
    (a, b) =>
      b.shared * a.together - a.shared * b.together ||
      b.shared - a.shared ||
      byText(a.id, b.id) ||
      byText(keys[a.found] as string, keys[b.found] as string),
  );
}

function relations(
  pairs: readonly Pair[],
  known: KnownCampaigns,
  ids: readonly string[],
  taken: ReadonlySet<string>,
): Omit<MatchedCampaigns, "ids"> {
  const splitFrom = new Map<string, string>();
  const mergedInto = new Map<string, string>();
  for (const { found, id, shared, together } of pairs) {
    const now = ids[found] as string;
    const size = (known.get(id) as Members).length;
    const foundSize = together - size + shared;
    const isNew = !known.has(now);
    if (isNew && !splitFrom.has(now) && shared * 2 >= foundSize) splitFrom.set(now, id);
    if (!taken.has(id) && !mergedInto.has(id) && shared * 2 >= size) mergedInto.set(id, now);
  }
  return { splitFrom, mergedInto };
}

/** The id of a campaign that is new: of its members, so that each case that finds the same gives the same. */
export function newId(key: string, used: { has(id: string): boolean }): string {
  for (let attempt = 0; ; attempt++) {
    const hash = bytesToHex(sha256(utf8ToBytes(attempt === 0 ? key : `${key}\n${attempt}`)));
    const id = `c${hash.slice(0, ID_LENGTH)}`;
    if (!used.has(id)) return id;
  }
}

/** The members in one order, as text. */
export function keyOf(members: Members): string {
  return [...members].sort().join("\n");
}
