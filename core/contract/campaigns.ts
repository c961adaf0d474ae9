import { z } from "zod";

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
/** Number of a UTC day, counted from 1970-01-01. */
const day = z.int();

/** Longest name of a campaign, and longest reason. */
export const MOST_CAMPAIGN_NAME = 200;
const reason = z.string().trim().min(1).max(10_000);
/** What a campaign is known by in its case, whatever is read later. */
const campaignId = z.string().max(64);
const address = z.string().max(64);

/** How campaigns are found. */
export const campaignRulesSchema = z.object({
  preset: z.enum(["default", "paper"]),
  minClusterSize: z.int().min(2).max(10_000),
  minSamples: z.int().min(1).max(1000),
  countsItself: z.boolean(),
  chanceGuard: z.boolean(),
  /** First and last UTC day that count; null: all that the captures cover. */
  period: z.tuple([day, day]).nullable(),
});
export type CampaignRuleSet = z.infer<typeof campaignRulesSchema>;

export const CAMPAIGN_COLUMNS = [
  "id",
  "name",
  "tool",
  "sources",
  "days",
  "active",
  "rhythm",
  "packets",
  "rate",
  "coverage",
  "overlap",
] as const;
export type CampaignColumn = (typeof CAMPAIGN_COLUMNS)[number];

/** What became of a campaign when captures came or went last. */
export const campaignNewsSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("new") }),
  z.object({ kind: z.literal("split"), from: campaignId }),
  /** None of its members sent on the days that came last. */
  z.object({ kind: z.literal("asleep") }),
]);
export type CampaignNews = z.infer<typeof campaignNewsSchema>;

/** A campaign as the window lists it. */
export const campaignRowSchema = z.object({
  id: campaignId,
  /** 1 for the campaign with the lowest address. */
  number: z.int().positive(),
  /** The analyst's. */
  name: z.string().max(MOST_CAMPAIGN_NAME).nullable(),
  /** It keeps its members, whatever is found. */
  pinned: z.boolean(),
  /** The analyst gave it other members than were found. */
  changed: z.boolean(),
  news: campaignNewsSchema.nullable(),
  /** What the analyst did with it, in order. */
  said: z.array(z.object({ words: z.string(), reason: z.string(), author: z.string(), at: z.string() })),
  /** Members with flows that pass the filter; null without a filter. */
  matching: count.nullable(),
  /** The tool, or the group of fingerprints, that most members run; `tool` is null for a group. */
  tool: z.string().nullable(),
  group: z.string().nullable(),
  /** Share of the members that run it. */
  purity: share,
  /** Members. */
  sources: count,
  packets: count,
  packetsPerSource: z.number().nonnegative(),
  ratePps: z.number().nonnegative().nullable(),
  destinations: count,
  coverage: share.nullable(),
  overlap: share.nullable(),
  /** Flows by scan strategy. */
  strategies: z.array(z.tuple([z.string(), count])),
  /** Members by country, most first; those that a table knows. */
  countries: z.array(z.tuple([z.string(), count])),
  /** Days on which any member sent, ascending, with the number of members that did. */
  days: z.array(z.tuple([day, count])),
  runs: count,
  recurring: z.boolean(),
  periodic: z.boolean(),
  meanGapDays: z.number().nullable(),
  gapVariation: z.number().nullable(),
  byChance: z.boolean(),
});
export type CampaignRow = z.infer<typeof campaignRowSchema>;

/** Campaigns of the case; they are found once all captures are read. */
export const campaignListSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("reading") }),
  z.object({
    kind: z.literal("found"),
    rules: campaignRulesSchema,
    /** The rules of the preset the case is judged by. */
    presetRules: campaignRulesSchema,
    /** Sources that were clustered, and of these always-active ones that are in no campaign. */
    sources: count,
    alwaysActive: count,
    expectedByChance: z.number().nonnegative(),
    /** First and last day of each stretch that counts. */
    covered: z.array(z.tuple([day, day])),
    /** First and last day the captures cover; null: they cover none. */
    extent: z.tuple([day, day]).nullable(),
    /** IPv4 addresses of the telescope. */
    telescopeAddresses: count,
    /** Whether countries of sources are known: a table of countries is in use. */
    located: z.boolean(),
    /** All campaigns; `campaigns` are those with a source whose flows pass the filter. */
    inAll: count,
    campaigns: z.array(campaignRowSchema),
    /** Campaigns that were there before captures came or went last, and are not any more; `into`: what they merged into. */
    gone: z.array(z.object({ id: campaignId, name: z.string().nullable(), into: campaignId.nullable() })),
  }),
]);
export type CampaignList = z.infer<typeof campaignListSchema>;

/** The members of a campaign, and what their messages have in common. */
export const campaignMembersSchema = z.object({
  members: z.array(
    z.object({
      address,
      packets: count,
      /** Null where it is told by a group of fingerprints. */
      tool: z.string().nullable(),
      days: z.array(day),
    }),
  ),
  /** Traits with the number of members that show them in any flow, most first. */
  traits: z.array(z.tuple([z.string(), count])),
});
export type CampaignMembers = z.infer<typeof campaignMembersSchema>;

/** What the analyst decides of a campaign, and why. */
export const campaignRequestSchema = z.discriminatedUnion("deed", [
  z.object({
    deed: z.literal("name"),
    campaign: campaignId,
    /** Null: it has none any more. */
    name: z.string().trim().min(1).max(MOST_CAMPAIGN_NAME).nullable(),
    reason,
  }),
  z.object({ deed: z.literal("pin"), campaign: campaignId, reason }),
  z.object({ deed: z.literal("unpin"), campaign: campaignId, reason }),
  /** The others become part of it. */
  z.object({ deed: z.literal("merge"), campaign: campaignId, others: z.array(campaignId).min(1).max(1000), reason }),
  /** These members become a campaign of their own. */
  z.object({ deed: z.literal("split"), campaign: campaignId, members: z.array(address).min(1).max(100_000), reason }),
]);
export type CampaignRequest = z.infer<typeof campaignRequestSchema>;

/** The campaign a source is in. */
export const campaignOfSourceSchema = z
  .object({ id: campaignId, number: z.int().positive(), name: z.string().nullable() })
  .nullable();
export type CampaignOfSource = z.infer<typeof campaignOfSourceSchema>;

/** What the campaigns say together, beside the paper's numbers, in words. */
export const campaignStatisticsSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("reading") }),
  z.object({
    kind: z.literal("known"),
    rows: z.array(z.object({ title: z.string(), here: z.string(), paper: z.string() })),
    /** How R and p are computed. */
    method: z.string(),
    familyTitles: z.array(z.string()),
    families: z.array(z.object({ family: z.string(), shares: z.array(z.string()) })),
    familyNote: z.string(),
    /** Members of all campaigns by country, most first; null: no table of countries is in use. */
    countries: z.array(z.tuple([z.string().nullable(), count])).nullable(),
  }),
]);
export type CampaignStatistics = z.infer<typeof campaignStatisticsSchema>;
