import { setImmediate } from "node:timers/promises";
import { destinationMosaic } from "../../behaviour/destination-mosaic.ts";
import type { DecidedCampaign } from "../../campaign/decide-campaigns.ts";
import { describeDecision } from "../../campaign/describe-decision.ts";
import { placeCampaigns } from "../../campaign/place-campaigns.ts";
import type { CampaignMosaic } from "../../contract/campaign-mosaic.ts";
import type {
  CampaignList,
  CampaignMembers,
  CampaignOfSource,
  CampaignRow,
  CampaignRuleSet,
  CampaignStatistics,
} from "../../contract/campaigns.ts";
import type { Done } from "../../contract/engine.ts";
import type { FlowCondition } from "../../contract/flow-table.ts";
import { nanoseconds } from "../../flow/rule-texts.ts";
import { stateOfSource } from "../../flow/source.ts";
import { type GeoTable, locate } from "../../geography/geo-table.ts";
import { formatAddress, type IpAddress, parseAddress } from "../../net/address.ts";
import { addressKey } from "../../query/address-key.ts";
import { flowsOf } from "../../report/build-report.ts";
import { besidePaper, FAMILY_NOTE, FAMILY_TITLES, sharesByFamily } from "../../report/campaign-comparison.ts";
import { campaignRow, listMembers } from "../../report/campaign-list.ts";
import { lastsInto } from "../../report/campaign-period.ts";
import { describeCampaigns } from "../../report/campaign-report.ts";
import { type CampaignSpread, spreadOf } from "../../report/campaign-spread.ts";
import type { ClusteredSource } from "../../report/clustered-source.ts";
import { mostFirst } from "../../report/most-first.ts";
import type { PaperFacts } from "../../report/paper-facts.ts";
import { addCount } from "../../report/plain-record.ts";
import type { ReportCampaign, ReportCampaignStatistics } from "../../report/report.ts";
import type { Telescope } from "../../report/telescope-report.ts";
import { addressOf } from "./address-of-key.ts";
import { ask } from "./ask.ts";
import { type CampaignBasis, type FoundWithin, findWithin, readBasis } from "./campaign-basis.ts";
import type { CaseDecision } from "./campaign-decisions.ts";
import {
  type CampaignRoster,
  campaignRoster,
  campaignRules,
  newsOf,
  setCampaignRules,
  usualRules,
} from "./campaign-settings.ts";
import { listCaptures } from "./case-captures.ts";
import { CaseError } from "./case-fault.ts";
import type { CaseFile } from "./case-file.ts";
import { foldRulesText } from "./case-settings.ts";
import { CaseStates } from "./case-states.ts";
import type { JudgingRules } from "./judge-case.ts";
import { narrowedFlows } from "./narrowed-flows.ts";
import { knownTo } from "./reported-campaigns.ts";
import { bytesOf } from "./row-values.ts";
import { storedTelescope } from "./stored-telescope.ts";
import type { Turns } from "./turns.ts";

/** Questions wait no longer than this while campaigns are looked for, in milliseconds. */
const SLICE_MS = 12;
/** Spreads that are kept, because analysts go back and forth between rules. */
const MOST_SPREADS = 20_000;

/** A campaign as it is shown. */
export interface ShownCampaign {
  readonly row: Omit<CampaignRow, "matching">;
  readonly decided: DecidedCampaign;
  /** Ascending by address. */
  readonly members: readonly ClusteredSource[];
}

/** All campaigns as they are shown, and what they say together. */
export interface ShownCampaigns {
  readonly found: FoundWithin;
  readonly campaigns: readonly ShownCampaign[];
  readonly reports: readonly ReportCampaign[];
  readonly statistics: ReportCampaignStatistics;
  readonly gone: Extract<CampaignList, { kind: "found" }>["gone"];
  /** Members by campaign as they were found, without what the analyst decided. */
  readonly asFound: ReadonlyMap<string, readonly string[]>;
  /** Ids that are in use: none of a new campaign. */
  readonly used: ReadonlySet<string>;
}

/** What stands still while the captures of a case do. */
interface Ground {
  readonly basis: CampaignBasis;
  readonly roster: CampaignRoster;
  readonly states: CaseStates;
  readonly telescope: Telescope;
}

/** What campaigns are seen with: it changes while captures do not. */
export interface SeenWith {
  readonly geoTables: readonly GeoTable[];
  readonly decisions: readonly CaseDecision[];
}

/**
 * The campaigns of a case that is judged: they are found when they are asked for, by rules that can be changed, and are
 * shown with what the analyst decided of them.
 */
export class CaseCampaigns {
  private readonly turns: Turns;
  private readonly judging: JudgingRules;
  /** Numbers of the captures that are judged. */
  private readonly captures: readonly number[];
  private readonly seenWith: () => SeenWith;
  private rules: CampaignRuleSet;
  private ground: Promise<Ground> | null = null;
  private found: { readonly question: string; readonly campaigns: FoundWithin } | null = null;
  private shown: { readonly question: Question; readonly campaigns: ShownCampaigns } | null = null;
  /** Who asks while campaigns are looked for is told the same. */
  private looking: Promise<ShownCampaigns | null> | null = null;
  private readonly spreads = new Map<string, CampaignSpread>();

  private constructor(
    turns: Turns,
    judging: JudgingRules,
    captures: readonly number[],
    rules: CampaignRuleSet,
    seenWith: () => SeenWith,
  ) {
    this.turns = turns;
    this.judging = judging;
    this.captures = captures;
    this.rules = rules;
    this.seenWith = seenWith;
  }

  /** The campaigns of a case whose tables are judged. */
  static of(turns: Turns, judging: JudgingRules, seenWith: () => SeenWith): Promise<CaseCampaigns> {
    return turns.take(async (connection) => {
      const text = foldRulesText(judging.rules);
      const held = (await listCaptures(connection)).filter((capture) => capture.rules === text);
      const rules = (await campaignRules(connection)) ?? usualRules(judging.rules.preset);
      const ids = held.map(({ id }) => id);
      return new CaseCampaigns(turns, judging, ids, rules, seenWith);
    });
  }

  /** Has the case look for campaigns by these rules from now on; null: by those of the preset. */
  async keepRules(opened: CaseFile, rules: CampaignRuleSet | null): Promise<Done> {
    try {
      await opened.save((connection) => setCampaignRules(connection, rules));
    } catch (error) {
      const meant = opened.errorOf(error);
      if (meant instanceof CaseError) return { said: null, fault: meant.fault.message };
      throw meant;
    }
    this.rules = rules ?? usualRules(this.judging.rules.preset);
    return { said: null, fault: null };
  }

  /** The campaigns with a source whose flows pass a filter. `revision`: of the results they are flows of. */
  async list(filter: FlowCondition, revision: number): Promise<CampaignList> {
    const { basis, telescope } = await this.standing();
    const { found, campaigns, gone } = await this.all();
    const passing = await this.passing(filter, revision);
    const rows = campaigns.map(({ row, members }): CampaignRow => {
      const matching = passing && members.filter(({ address }) => passing.has(address)).length;
      return { ...row, matching };
    });
    const spans = basis.covered.spans;
    const last = spans.at(-1);
    return {
      kind: "found",
      rules: this.rules,
      presetRules: usualRules(this.judging.rules.preset),
      sources: found.sources.length,
      alwaysActive: found.alwaysActive,
      expectedByChance: found.expectedByChance,
      covered: found.covered.spans.map(([from, to]) => [from, to]),
      extent: last === undefined ? null : [(spans[0] as readonly [number, number])[0], last[1]],
      telescopeAddresses: telescope.addresses,
      located: this.seenWith().geoTables.length > 0,
      inAll: rows.length,
      campaigns: rows.filter(({ matching }) => matching !== 0),
      gone: [...gone],
    };
  }

  /** The members of a campaign; null: there is no such campaign. */
  async members(id: string): Promise<CampaignMembers | null> {
    const campaign = (await this.all()).campaigns.find(({ row }) => row.id === id);
    if (campaign === undefined) return null;
    return { members: listMembers(campaign.members), traits: await this.traitsOf(campaign.members) };
  }

  /** Where each member of a campaign sent to; null: there is no such campaign. */
  async mosaic(id: string): Promise<CampaignMosaic | null> {
    const campaign = (await this.all()).campaigns.find(({ row }) => row.id === id);
    if (campaign === undefined) return null;
    const { states, telescope } = await this.standing();
    const destinations = await this.destinationsOf(campaign.members, states);
    const hosts = campaign.members.map(({ address }) => ({
      address,
      destinations: destinations.get(address) ?? new Set<IpAddress>(),
    }));
    const mosaic = destinationMosaic(hosts, telescope.prefixes);
    return {
      ...mosaic,
      panels: [...mosaic.panels],
      hosts: mosaic.hosts.map((counts, index) => ({
        address: formatAddress(hosts[index]?.address as IpAddress),
        ...counts,
      })),
    };
  }

  /** What all campaigns say together, beside the paper's numbers. */
  async statistics(facts: PaperFacts): Promise<CampaignStatistics> {
    const { reports, statistics } = await this.all();
    const members = reports.reduce((sum, report) => sum + report.members.length, 0);
    const byCountry = new Map<string | null, number>();
    for (const { countries } of reports) {
      for (const [code, count] of Object.entries(countries)) addCount(byCountry, code, count);
    }
    const located = [...byCountry.values()].reduce((sum, count) => sum + count, 0);
    if (located < members) byCountry.set(null, members - located);
    return {
      kind: "known",
      rows: besidePaper(reports, statistics, facts),
      method: statistics.correlationMethod,
      familyTitles: [...FAMILY_TITLES],
      families: sharesByFamily(statistics).map(({ family, shares }) => ({ family, shares: [...shares] })),
      familyNote: FAMILY_NOTE,
      countries: this.seenWith().geoTables.length === 0 ? null : mostFirst(byCountry),
    };
  }

  /** The campaign a source is in. */
  async ofSource(address: string): Promise<CampaignOfSource> {
    const source = parseAddress(address);
    const campaign = (await this.all()).campaigns.find(({ members }) => members.some((one) => one.address === source));
    return campaign === undefined
      ? null
      : { id: campaign.row.id, number: campaign.row.number, name: campaign.row.name };
  }

  /** All campaigns as they are shown now. Questions are answered while they are looked for. */
  async all(): Promise<ShownCampaigns> {
    for (;;) {
      const question = this.question();
      if (this.shown !== null && isSame(this.shown.question, question)) return this.shown.campaigns;
      this.looking ??= this.look(question).finally(() => {
        this.looking = null;
      });
      // Rules that were changed meanwhile make another question.
      await this.looking;
    }
  }

  private question(): Question {
    return { ...this.seenWith(), rules: this.rules };
  }

  /** Null: another question was asked meanwhile. */
  private async look(question: Question): Promise<ShownCampaigns | null> {
    const isWanted = () => isSame(this.question(), question);
    const ground = await this.standing();
    const found = await this.find(ground.basis, isWanted);
    if (found === null) return null;
    const campaigns = await this.describe(found, ground, isWanted);
    if (campaigns !== null) this.shown = { question, campaigns };
    return campaigns;
  }

  private async find(basis: CampaignBasis, isWanted: () => boolean): Promise<FoundWithin | null> {
    const question = JSON.stringify(this.rules);
    if (this.found?.question === question) return this.found.campaigns;
    const steps = findWithin(basis, this.rules);
    let sliceEnd = performance.now() + SLICE_MS;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      if (performance.now() < sliceEnd) continue;
      await setImmediate();
      if (!isWanted()) return null;
      sliceEnd = performance.now() + SLICE_MS;
    }
    this.found = { question, campaigns: step.value };
    return step.value;
  }

  private async describe(
    found: FoundWithin,
    { roster, states, telescope }: Ground,
    isWanted: () => boolean,
  ): Promise<ShownCampaigns | null> {
    const { geoTables, decisions } = this.seenWith();
    const known = knownTo(roster, decisions);
    const { asFound, placed } = placeCampaigns(found.campaigns, found.sources, {
      known,
      decisions: decisions.map(({ decision }) => decision),
    });
    const gathered = [];
    for (const { decided: one, members } of placed) {
      if (!isWanted()) return null;
      const spread = await this.spreadOf(members, states, telescope);
      const located = members.map((member) => ({
        ...member,
        country: locate(geoTables, member.address).country?.code ?? null,
      }));
      gathered.push({ members: located, byChance: one.byChance, spread, decided: null });
    }
    const { campaigns: reports, statistics } = describeCampaigns(gathered, { ...found, clustered: found.sources });
    const campaigns = placed.map(({ decided: one, members }, index): ShownCampaign => {
      const report = reports[index] as ReportCampaign;
      const counted = campaignRow(report, members);
      const row = {
        ...counted,
        id: one.id,
        number: index + 1,
        name: one.name,
        pinned: one.pinned,
        changed: one.changed,
        byChance: one.byChance,
        news: newsOf(roster, one.id, counted.days.at(-1)?.[0] ?? 0),
        said: one.decisions.map((at) => said(decisions[at] as CaseDecision)),
      };
      return { row, decided: one, members };
    });
    const names = new Map(
      decisions.flatMap(({ decision }) => (decision.deed === "name" ? [[decision.campaign, decision.name]] : [])),
    );
    const shownIds = new Set(campaigns.map(({ row }) => row.id));
    const gone = roster.told.lost
      .filter((id) => !shownIds.has(id))
      .map((id) => ({ id, name: names.get(id) ?? null, into: roster.told.merged[id] ?? null }));
    return {
      found,
      campaigns,
      reports,
      statistics,
      gone,
      asFound: new Map(asFound.map(({ id, members }) => [id, members])),
      used: new Set([...known.keys(), ...shownIds]),
    };
  }

  /** How members spread over destinations, by the states of their flows. */
  private async spreadOf(
    members: readonly ClusteredSource[],
    states: CaseStates,
    telescope: Telescope,
  ): Promise<CampaignSpread> {
    const { period } = this.rules;
    const question = JSON.stringify([period, members.map(({ address }) => address)]);
    const known = this.spreads.get(question);
    if (known !== undefined) return known;
    const destinations = await this.destinationsOf(members, states);
    const spread = spreadOf(destinations.values(), telescope);
    if (this.spreads.size >= MOST_SPREADS) this.spreads.clear();
    this.spreads.set(question, spread);
    return spread;
  }

  /** Where members sent to within the period, by member. */
  private async destinationsOf(
    members: readonly ClusteredSource[],
    states: CaseStates,
  ): Promise<Map<IpAddress, Set<IpAddress>>> {
    const { period } = this.rules;
    const timeoutNs = nanoseconds(this.judging.rules.flowTimeoutSeconds);
    const loaded = await this.turns.take(() => states.loadOf(members.map(({ address }) => addressKey(address))));
    return new Map(
      Array.from(loaded, ([address, source]) => {
        const flows = flowsOf(stateOfSource(source, timeoutNs));
        const counted = period === null ? flows : flows.filter((flow) => lastsInto(flow, period));
        return [address, new Set(counted.flatMap(({ firstVisits }) => [...firstVisits.keys()]))];
      }),
    );
  }

  /** Traits of the members' flows, with the number of members that show them. */
  private traitsOf(members: readonly ClusteredSource[]): Promise<[string, number][]> {
    return this.turns.take(async (connection) => {
      const parameters = members.map(({ address }) => ({ type: "BLOB" as const, value: addressKey(address) }));
      const rows = await ask(
        connection,
        `SELECT trait, count(DISTINCT source) FROM (
           SELECT source, unnest(traits) AS trait FROM flow WHERE source IN (${parameters.map(() => "?").join(", ")})
         ) GROUP BY trait`,
        { sql: "", parameters },
      );
      return mostFirst(rows.map(([trait, sources]) => [String(trait), Number(sources)] as const));
    });
  }

  /** Sources of the flows that pass a filter; null: all pass. */
  private async passing(filter: FlowCondition, revision: number): Promise<ReadonlySet<IpAddress> | null> {
    if (filter.text.trim() === "" && filter.span === null) return null;
    return this.turns.take(async (connection) => {
      const condition = await narrowedFlows(connection, filter, revision);
      const rows = await ask(connection, `SELECT DISTINCT source FROM flow WHERE ${condition.sql}`, condition);
      return new Set(rows.map(([source]) => addressOf(bytesOf(source))));
    });
  }

  private standing(): Promise<Ground> {
    this.ground ??= this.turns.take(async (connection) => ({
      basis: await readBasis(connection),
      roster: await campaignRoster(connection),
      states: await CaseStates.of(connection, this.captures, nanoseconds(this.judging.rules.flowTimeoutSeconds)),
      telescope: await storedTelescope(connection),
    }));
    return this.ground;
  }
}

/** What campaigns are shown by. Each part is a new value where it changes. */
interface Question extends SeenWith {
  readonly rules: CampaignRuleSet;
}

function isSame(one: Question, other: Question): boolean {
  return one.rules === other.rules && one.decisions === other.decisions && one.geoTables === other.geoTables;
}

function said({ decision, reason, author, atMs }: CaseDecision): CampaignRow["said"][number] {
  return { words: describeDecision(decision), reason, author, at: new Date(atMs).toISOString() };
}
