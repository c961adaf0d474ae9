import type { CampaignColumn, CampaignRow } from "../../../core/contract/campaigns.ts";

/** Orders in which a column is most often wanted downwards: much first. */
export const DESCENDING_FIRST: ReadonlySet<CampaignColumn> = new Set([
  "sources",
  "active",
  "packets",
  "rate",
  "coverage",
  "overlap",
]);

/** What each column sorts by; what is unknown comes last, whichever way. */
const SORT_VALUES: Readonly<Record<CampaignColumn, (row: CampaignRow) => number | string | null>> = {
  id: ({ number }) => number,
  name: ({ name, id }) => name ?? id,
  tool: ({ tool, group }) => tool ?? group,
  sources: ({ sources }) => sources,
  days: ({ days }) => days[0]?.[0] ?? null,
  active: ({ days }) => days.length,
  rhythm: ({ periodic, recurring, byChance }) => (byChance ? 3 : periodic ? 0 : recurring ? 1 : 2),
  packets: ({ packetsPerSource }) => packetsPerSource,
  rate: ({ ratePps }) => ratePps,
  coverage: ({ coverage }) => coverage,
  overlap: ({ overlap }) => overlap,
};

/** The campaigns in an order, equal ones by their number. */
export function sortCampaigns(
  campaigns: readonly CampaignRow[],
  { sort, descending }: { readonly sort: CampaignColumn; readonly descending: boolean },
): CampaignRow[] {
  const sortedBy = SORT_VALUES[sort];
  const way = descending ? -1 : 1;
  return [...campaigns].sort((a, b) => {
    const [x, y] = [sortedBy(a), sortedBy(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || a.number - b.number;
    return (x < y ? -way : x > y ? way : 0) || a.number - b.number;
  });
}
