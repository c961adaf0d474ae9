import type { CampaignList, CampaignMembers, CampaignRow } from "../../../core/contract/campaigns.ts";
import { parseAddress } from "../../../core/net/address.ts";
import { onlySources } from "../../../core/query/build-filter.ts";
import { LONGEST_FILTER } from "../../../core/query/parse-filter.ts";
import { printFilter } from "../../../core/query/print-filter.ts";
import { countOf, formatCount, sentenceCount } from "../../ui/numbers.ts";

const DAY_MS = 86_400_000;

/** Date of a UTC day. */
export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Number of the UTC day with a date; null: this is no date. */
export function dayOf(date: string): number | null {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) ? null : ms / DAY_MS;
}

/** What a campaign is called: its name, or else its id. */
export function titleOf({ name, id }: Pick<CampaignRow, "name" | "id">): string {
  return name ?? id;
}

/** What became of a campaign when captures came or went last; null: nothing new. */
export function newsWords({ news }: Pick<CampaignRow, "news">): string | null {
  if (news === null) return null;
  switch (news.kind) {
    case "new":
      return "new";
    case "split":
      return `split from ${news.from}`;
    case "asleep":
      return "asleep";
  }
}

/** Campaigns that were there before captures came or went last, in a sentence; null: none is gone. */
export function goneWords(gone: Extract<CampaignList, { kind: "found" }>["gone"]): string | null {
  if (gone.length === 0) return null;
  const listed = gone.slice(0, MOST_GONE).map(({ id, name, into }) => {
    const title = titleOf({ id, name });
    return into === null ? title : `${title} (now part of ${into})`;
  });
  const further = gone.length > MOST_GONE ? ` and ${countOf(gone.length - MOST_GONE, "further one")}` : "";
  return `Not found any more since captures came or went last: ${listed.join(", ")}${further}.`;
}

/** Campaigns that are gone, listed at most; all are counted. */
const MOST_GONE = 5;

/** How a campaign repeats. */
export function rhythmWords({ byChance, periodic, recurring, meanGapDays, runs }: CampaignRow): string {
  if (byChance) return "by chance";
  if (periodic && meanGapDays !== null) return `every ${rounded(meanGapDays)} days`;
  return recurring ? `recurring, ${formatCount(runs)} runs` : countOf(runs, "run");
}

/** What was found, in a sentence or two. */
export function findingWords(list: Extract<CampaignList, { kind: "found" }>): string {
  const inside = list.campaigns.reduce((sum, { sources }) => sum + sources, 0);
  const expected = Number(list.expectedByChance.toPrecision(2));
  const chance = !list.rules.chanceGuard
    ? `Chance brings five one-day sources together on ${expected} days; campaigns that look like it are marked.`
    : `At most ${expected} of the campaigns are expected by chance.`;
  const always = list.alwaysActive === 0 ? "" : ` ${countOf(list.alwaysActive, "source")} always active, in none.`;
  const filtered =
    list.campaigns.length < list.inAll
      ? ` of ${formatCount(list.inAll)}; the others have no flow that passes the filter`
      : "";
  return `${sentenceCount(inside)} of ${countOf(list.sources, "source")} in ${countOf(list.campaigns.length, "campaign")}${filtered}. ${chance}${always}`;
}

/** How the members share the destinations. */
export function overlapWords(overlap: number): string {
  if (overlap <= 0.1) return "they divide the work";
  return overlap >= 0.9 ? "each does all of it" : "they share part of it";
}

/** The filter that keeps the flows of these sources; null where it would be too long to be one. */
export function membersFilter(addresses: readonly string[]): string | null {
  const printed = printFilter(onlySources(addresses.flatMap((text) => parseAddress(text) ?? [])));
  return printed.length > LONGEST_FILTER ? null : printed;
}

/** A share in whole percent. */
export function percent(share: number | null): string {
  return share === null ? "–" : `${Math.round(share * 100)} %`;
}

/** With three digits, or whole. */
export function rounded(value: number): string {
  return value >= 100 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** Countries listed at most; all members are counted. */
const MOST_COUNTRIES = 6;

/** Members by country. */
export function countriesWords(countries: CampaignRow["countries"], sources: number): string {
  const known = countries.reduce((sum, [, count]) => sum + count, 0);
  const listed = countries.slice(0, MOST_COUNTRIES).map(([code, count]) => `${code} ${formatCount(count)}`);
  const further = countries.length > MOST_COUNTRIES ? [`${formatCount(countries.length - MOST_COUNTRIES)} more`] : [];
  const unknown = known < sources ? [`unknown ${formatCount(sources - known)}`] : [];
  return [...listed, ...further, ...unknown].join(", ");
}

/** The traits that members share: those of all, then those of some with their number. */
export function traitsWords(traits: CampaignMembers["traits"], sources: number): string {
  if (traits.length === 0) return "none";
  return traits
    .map(([trait, count]) => (count === sources ? `${trait} (all)` : `${trait} (${formatCount(count)})`))
    .join(", ");
}
