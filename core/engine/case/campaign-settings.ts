import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { type KnownCampaigns, keyOf, matchCampaigns } from "../../campaign/campaign-roster.ts";
import { presetRules } from "../../campaign/find-campaigns.ts";
import { type CampaignNews, type CampaignRuleSet, campaignRulesSchema } from "../../contract/campaigns.ts";
import type { Preset } from "../../flow/preset.ts";
import { setSetting, setting } from "./case-settings.ts";

const RULES = "campaign rules";
const ROSTER = "campaign roster";

/** The rules campaigns are found by unless the analyst sets others. */
export function usualRules(preset: Preset): CampaignRuleSet {
  return { ...presetRules(preset), period: null };
}

/** The rules the analyst set in the case; null: those of the preset. */
export async function campaignRules(connection: DuckDBConnection): Promise<CampaignRuleSet | null> {
  const text = await setting(connection, RULES);
  return text === null ? null : campaignRulesSchema.nullable().parse(JSON.parse(text));
}

/** Has the case find campaigns by these rules; null: by those of the preset. */
export async function setCampaignRules(connection: DuckDBConnection, rules: CampaignRuleSet | null): Promise<void> {
  await setSetting(connection, RULES, JSON.stringify(rules));
}

const id = z.string();
const rosterSchema = z.object({
  /** SHA-256 of the captures it was made of, ascending. */
  captures: z.array(z.string()),
  /** Last day these cover; null: none. */
  through: z.int().nullable(),
  /** All campaigns that were ever found, with the members they had last. */
  known: z.record(id, z.array(z.string())),
  /** Those that were found last. */
  present: z.array(id),
  told: z.object({
    born: z.array(id),
    split: z.record(id, id),
    merged: z.record(id, id),
    lost: z.array(id),
    /** Campaigns that sent last on this day or before sleep: what came since has nothing of them. Null: not told. */
    asleepThrough: z.int().nullable(),
  }),
});

/** The campaigns a case knows by their ids, and what became of them when captures came or went last. */
export type CampaignRoster = z.infer<typeof rosterSchema>;

/** What a case knows that was never judged. */
export const EMPTY_ROSTER: CampaignRoster = {
  captures: [],
  through: null,
  known: {},
  present: [],
  told: { born: [], split: {}, merged: {}, lost: [], asleepThrough: null },
};

export async function campaignRoster(connection: DuckDBConnection): Promise<CampaignRoster> {
  const text = await setting(connection, ROSTER);
  return text === null ? EMPTY_ROSTER : rosterSchema.parse(JSON.parse(text));
}

export async function setCampaignRoster(connection: DuckDBConnection, roster: CampaignRoster): Promise<void> {
  await setSetting(connection, ROSTER, JSON.stringify(roster));
}

/** Campaigns by their ids. */
export function knownCampaigns({ known }: CampaignRoster): KnownCampaigns {
  return new Map(Object.entries(known));
}

/**
 * The roster once these campaigns were found, as the members of each. A campaign that is not found any more stays known:
 * it has its id again when it comes back. What became of campaigns is told once captures have come or gone.
 */
export function nextRoster(
  roster: CampaignRoster,
  found: readonly (readonly string[])[],
  captures: readonly string[],
  through: number | null,
): CampaignRoster {
  const matched = matchCampaigns(knownCampaigns(roster), found);
  const known = { ...roster.known };
  for (const [index, members] of found.entries()) known[matched.ids[index] as string] = [...members].sort();
  const present = [...matched.ids].sort();
  const sorted = [...captures].sort();
  const next = { captures: sorted, through, known, present };
  if (JSON.stringify(sorted) === JSON.stringify(roster.captures)) return { ...next, told: roster.told };
  const isFirst = roster.captures.length === 0 && Object.keys(roster.known).length === 0;
  if (isFirst) return { ...next, told: EMPTY_ROSTER.told };
  const were = new Set(roster.present);
  const lost = roster.present.filter((one) => !matched.ids.includes(one)).sort();
  const hasGrown = through !== null && roster.through !== null && through > roster.through;
  return {
    ...next,
    told: {
      born: present.filter((one) => !(one in roster.known)),
      split: Object.fromEntries([...matched.splitFrom].filter(([, from]) => were.has(from))),
      merged: Object.fromEntries([...matched.mergedInto].filter(([one]) => were.has(one))),
      lost,
      asleepThrough: hasGrown ? roster.through : null,
    },
  };
}

/** What became of a campaign. `lastDay`: the last on which a member sent. */
export function newsOf({ told }: CampaignRoster, campaign: string, lastDay: number): CampaignNews | null {
  const from = told.split[campaign];
  if (from !== undefined) return { kind: "split", from };
  if (told.born.includes(campaign)) return { kind: "new" };
  return told.asleepThrough !== null && lastDay <= told.asleepThrough ? { kind: "asleep" } : null;
}

/**
 * What cases know that are merged: all campaigns of each. Of one that several know under one id the larger list of
 * members is kept, of equally long ones the first as text. In which order the cases are given changes nothing.
 */
export function unitedRoster(rosters: readonly CampaignRoster[]): CampaignRoster {
  const known: Record<string, string[]> = {};
  for (const [campaign, members] of rosters.flatMap((roster) => Object.entries(roster.known))) {
    const other = known[campaign];
    const isBetter =
      other === undefined ||
      members.length > other.length ||
      (members.length === other.length && keyOf(members) < keyOf(other));
    if (isBetter) known[campaign] = members;
  }
  const ids = Object.keys(known).sort();
  return {
    ...EMPTY_ROSTER,
    known: Object.fromEntries(ids.map((one) => [one, known[one] as string[]])),
    present: ids.filter((one) => rosters.some(({ present }) => present.includes(one))),
  };
}
