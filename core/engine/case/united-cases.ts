import type { CampaignRuleSet } from "../../contract/campaigns.ts";
import { type CampaignRoster, unitedRoster } from "./campaign-settings.ts";
import type { CaseCapture, CaseRefusal } from "./case-captures.ts";
import type { CaseFault } from "./case-fault.ts";
import type { CaseEvent, NewEvent } from "./events.ts";
import { type LabelConflict, labelConflicts } from "./label-conflicts.ts";
import { type CaseLabel, currentLabels, labelEventsOf } from "./labels.ts";
import type { Contribution } from "./merge-sources.ts";
import { signaturesOf } from "./own-signatures.ts";
import { type SignatureConflict, signatureConflicts } from "./signature-conflicts.ts";
import { type UnitedFilters, unitedFilters } from "./united-filters.ts";

/** A capture, and the case its rows are taken from. */
export interface ChosenCapture {
  readonly from: Contribution;
  readonly held: CaseCapture;
}

/** What several cases are together, but for the rows of their captures. */
export interface UnitedCases {
  /** Ascending by SHA-256. */
  readonly captures: readonly ChosenCapture[];
  readonly refused: readonly CaseRefusal[];
  readonly waiting: readonly string[];
  /** What was done in any of them, in the order of time. */
  readonly events: readonly CaseEvent[];
  readonly roster: CampaignRoster;
  readonly campaignRules: CampaignRuleSet | null;
  readonly filters: UnitedFilters;
  /** The labels that hold. */
  readonly labels: readonly CaseLabel[];
  /** Labels that were given in different cases and differ. */
  readonly conflicts: readonly LabelConflict[];
  /** Signatures that were written in different cases and differ. */
  readonly signatureConflicts: readonly SignatureConflict[];
}

/**
 * What cases are together, whatever their order; of those that were read under the same rules. `name`: of the case they
 * become. Throws `CaseError` for an event that is none of ours.
 */
export function unitedCases(contributions: readonly Contribution[], name: string): UnitedCases {
  const events = unitedEvents(contributions);
  const history = labelEventsOf(events, name);
  return {
    captures: chosenCaptures(contributions),
    refused: inOneOrder(contributions.flatMap(({ refused }) => refused)),
    waiting: contributions.flatMap(({ waiting }) => waiting),
    events,
    roster: unitedRoster(contributions.map(({ roster }) => roster)),
    campaignRules: sameRules(contributions),
    filters: unitedFilters(contributions.map(({ filters }) => filters)),
    labels: currentLabels(history),
    conflicts: labelConflicts(history),
    signatureConflicts: signatureConflicts(signaturesOf(events, name).revisions),
  };
}

/** Why a case cannot be merged with another one; null where both were read under the same rules, or one of them never. */
export function otherRules(one: Contribution, other: Contribution): CaseFault | null {
  const difference = differenceOf(one, other);
  if (difference === "") return null;
  const found = `${one.name} and ${other.name} were read under different rules (${difference})`;
  const how = "by Rules of reading in the window, or by analyse --case FILE --reread";
  const advice = `Read one of them again under the rules of the other, ${how}`;
  return { code: "case-other-rules", message: `${found}. Nothing was merged. ${advice}.` };
}

function differenceOf({ rules: one }: Contribution, { rules: other }: Contribution): string {
  if (one === null || other === null) return "";
  return Object.keys(one)
    .map((name) => name as keyof typeof one)
    .filter((name) => one[name] !== other[name])
    .map((name) => `${name}: ${one[name] === "" ? "none" : one[name]}, ${other[name] === "" ? "none" : other[name]}`)
    .join("; ");
}

/** Each capture once, the one that was read furthest, under its least name; ascending by SHA-256. */
function chosenCaptures(contributions: readonly Contribution[]): ChosenCapture[] {
  const chosen = new Map<string, ChosenCapture>();
  for (const from of contributions) {
    for (const held of from.captures) {
      const { sha256 } = held.capture;
      const known = chosen.get(sha256);
      if (known === undefined) chosen.set(sha256, { from, held });
      else {
        const better = completeness(held) > completeness(known.held) ? { from, held } : known;
        const name = [known.held.capture.name, held.capture.name].sort()[0] as string;
        chosen.set(sha256, { ...better, held: { ...better.held, capture: { ...better.held.capture, name } } });
      }
    }
  }
  return [...chosen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, capture]) => capture);
}

function completeness({ finished, indexed }: CaseCapture): number {
  return (finished ? 2 : 0) + (indexed ? 1 : 0);
}

/** How campaigns are found where the cases agree; else as the preset says. */
function sameRules([first, ...others]: readonly Contribution[]): CampaignRuleSet | null {
  const text = JSON.stringify(first?.campaignRules);
  return others.every(({ campaignRules: rules }) => JSON.stringify(rules) === text)
    ? (first?.campaignRules ?? null)
    : null;
}

/** Of several refusals of one path the last is kept: the same one in whatever order the cases are given. */
function inOneOrder(refused: readonly CaseRefusal[]): CaseRefusal[] {
  return [...refused].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** What was done in any of the cases, in the order of time. What copies of one case have in common was done once. */
function unitedEvents(contributions: readonly Contribution[]): CaseEvent[] {
  const events = new Map<string, NewEvent>();
  for (const event of contributions.flatMap((contribution) => contribution.events)) {
    const { atMs, author, kind, body } = event;
    events.set(JSON.stringify([author, kind, body, atMs]), event);
  }
  return [...events]
    .sort(([a, { atMs: at }], [b, { atMs }]) => at - atMs || (a < b ? -1 : 1))
    .map(([, event], index) => ({ ...event, id: index + 1 }));
}
