import type { PaperFacts } from "../paper-facts.ts";
import type { Report } from "../report.ts";
import { counted, formatCount } from "../text-table.ts";
import { besidePaper } from "./beside-paper.ts";
import { campaignBubbles } from "./campaign-bubbles.ts";
import { campaignLanes } from "./campaign-lanes.ts";
import { captureTable, classTable, methodTable, notReadTable, shortTime } from "./case-tables.ts";
import { decidedCampaigns } from "./decided-campaigns.ts";
import { type Block, type ReportDocument, type Section, sentences, type Table } from "./document.ts";
import { evolutionFigure } from "./evolution-figure.ts";
import {
  dialledTable,
  fingerprintTable,
  leftOut,
  MOST_FINGERPRINTS,
  memberTable,
  unnamedGroups,
  unnamedTable,
} from "./found-tables.ts";
import { packetsOverTime } from "./packets-over-time.ts";
import { type Release, ruleTable, sourceTable } from "./parameter-tables.ts";
import { placesFigure } from "./places.ts";
import { correlationTable, familyTable } from "./statistics-tables.ts";
import { behaviourTable, toolTable } from "./tool-tables.ts";

/** What a report for readers is made of. */
export interface DocumentInput {
  readonly report: Report;
  readonly facts: PaperFacts;
  /** Of the program. */
  readonly version: string;
  readonly release: Release;
}

/**
 * The report of a case for people: the paper's tables and figures for this case, its numbers beside the paper's, what was
 * not read, and all that is needed to repeat it. A function of the case alone: it knows no clock and no file name of the case.
 */
export function reportDocument(input: DocumentInput): ReportDocument {
  const { report, facts, version, release } = input;
  return {
    title: "SIP scanning report",
    summary: summaryOf(report),
    sections: [
      section("numbers", "Numbers, beside the paper's", [
        sentences(NUMBERING),
        paperTable(report, facts),
        contradictions(facts),
      ]),
      section("dataset", "Dataset and flows", [classTable(report), methodTable(report), packetsOverTime(report)]),
      section("tools", "Tools", [...setAside(report), toolTable(report, facts), behaviourTable(report)]),
      section("unnamed", "What no signature names", unnamed(report)),
      section("evolution", "Tools over time", [evolutionFigure(report)]),
      section("places", "Where sources are", [placesFigure(report)]),
      section("campaigns", "Campaigns", campaigns(report)),
      section("statistics", "Statistics", statistics(report)),
      section("numbers-dialled", "Dialled numbers", dialled(report)),
      section("fingerprints", "Fingerprints", fingerprints(report)),
      section("not-read", "What was not read", notRead(report)),
      section("rules", "Rules, versions and captures", [
        ruleTable(report, version, release),
        sourceTable(report),
        captureTable(report),
      ]),
    ],
  };
}

/** Of Figure 2 and Table II our sources tell the number and not what they show. */
const NUMBERING =
  "Table I and Figures 3 to 6 show what those of the paper show. What its Table II and Figure 2 show is not among the facts this program holds of it: the numbers are kept for how flows send, and for packets over time.";

function section(id: string, title: string, blocks: readonly Block[]): Section {
  return { id, title, blocks };
}

function summaryOf({ totals, captures, tools, campaigns: found, notRead: files }: Report): string[] {
  const { firstPacketAt, lastPacketAt, classes } = totals;
  const span = firstPacketAt === null ? "" : `, from ${shortTime(firstPacketAt)} to ${shortTime(lastPacketAt)} UTC`;
  const incomplete = captures.filter(({ complete }) => !complete).length;
  const loss =
    incomplete + files.length === 0
      ? "All captures were read whole."
      : `${counted(incomplete, "capture")} could be read in part only, and ${counted(files.length, "file")} not at all.`;
  return [
    `${counted(captures.length, "capture")} with ${counted(totals.packets, "packet")}${span}. ${loss}`,
    `${counted(classes.sipRequest, "SIP request")} from ${counted(totals.sources, "source")} in ${counted(totals.flows, "flow")}, to ${counted(totals.destinations, "destination")}. ${counted(tools.length, "tool")} named, ${counted(found.length, "campaign")} found.`,
  ];
}

function paperTable(report: Report, facts: PaperFacts): Table {
  return {
    kind: "table",
    caption: `This case beside ${facts.paper}`,
    columns: [
      { title: "Number", kind: "words" },
      { title: "Here", kind: "number" },
      { title: "The paper", kind: "number" },
      { title: "What is counted here", kind: "words" },
    ],
    rows: besidePaper(report, facts).map(({ fact, here, paper, about }) => [fact.what, here, paper, about]),
  };
}

function contradictions(facts: PaperFacts): Table {
  return {
    kind: "table",
    caption: "Where the paper contradicts itself; nothing of it is mended here",
    columns: [
      { title: "What", kind: "words" },
      { title: "Places", kind: "words" },
    ],
    rows: facts.contradictions.map(({ what, places }) => [what, places.join(", ")]),
  };
}

function setAside({ totals }: Report): Block[] {
  const { flows, packets, sources } = totals.setAside;
  if (flows === 0) return [];
  return [
    sentences(
      `${counted(flows, "flow")} of few requests each, with ${counted(packets, "packet")} and ${formatCount(sources)} sources of their own, were counted only: they are in the totals and in no list.`,
    ),
  ];
}

function unnamed(report: Report): Block[] {
  const groups = unnamedGroups(report.groups);
  if (groups.length === 0) return [sentences("Every fingerprint has a tool.")];
  return [
    sentences(
      "What may be new stands first. Being like a tool is no identification.",
      ...leftOut(groups.length, "group"),
    ),
    unnamedTable(report),
  ];
}

function campaigns(report: Report): Block[] {
  const { campaignStatistics: said, parameters } = report;
  const inside = report.campaigns.reduce((sum, { members }) => sum + members.length, 0);
  const expected = Number(said.expectedByChance.toPrecision(2));
  const marked = report.campaigns.filter(({ byChance }) => byChance).length;
  const chance = parameters.campaigns.chanceGuard
    ? `Of these campaigns ${expected} at most are expected by chance.`
    : `Chance alone is expected to bring five one-day sources together on ${expected} days; ${counted(marked, "campaign")} marked.`;
  const about = sentences(
    `A campaign is sources that sent on the same days. ${formatCount(inside)} of ${counted(said.sources, "source")} are in ${counted(report.campaigns.length, "campaign")}, on ${counted(said.coveredDays, "covered day")}.`,
    chance,
    ...(said.alwaysActiveSources === 0
      ? []
      : [`${counted(said.alwaysActiveSources, "always active source")} in none.`]),
    ...(said.undatedSources === 0 ? [] : [`${counted(said.undatedSources, "source")} without times in none.`]),
  );
  if (report.campaigns.length === 0) return [about];
  return [about, ...decidedCampaigns(report), ...campaignLanes(report), campaignBubbles(report), memberTable(report)];
}

function statistics(report: Report): Block[] {
  return [
    sentences(`R and p: ${report.campaignStatistics.correlationMethod}.`),
    correlationTable(report),
    sentences(
      "Kept the tool: of the sources seen in two periods or more. Recurring: three runs of days or more. Periodic: four runs or more, much the same number of days apart.",
    ),
    familyTable(report),
  ];
}

function dialled(report: Report): Block[] {
  const { dialledNumbers, totals } = report;
  if (dialledNumbers.length === 0) return [sentences("No INVITE names a number.")];
  const beyond = totals.dialled.leftOutPackets;
  return [
    sentences(
      "The country is that of the number, not of who dials it.",
      ...leftOut(dialledNumbers.length, "number"),
      ...(beyond === 0
        ? []
        : [`Too many different numbers to keep: ${counted(beyond, "packet")} of further ones are not listed.`]),
    ),
    dialledTable(report),
  ];
}

function fingerprints(report: Report): Block[] {
  const more = report.fingerprints.length - MOST_FINGERPRINTS;
  return [
    sentences(
      "What varies is a gap, {*}; the packet's own addresses and ports are tokens, as {SourceIP}.",
      ...(more > 0
        ? [
            `The ${MOST_FINGERPRINTS} with most packets are shown; ${counted(more, "fingerprint")} more are in the report as JSON.`,
          ]
        : []),
    ),
    fingerprintTable(report),
  ];
}

function notRead(report: Report): Block[] {
  const table = notReadTable(report);
  return table.rows.length === 0 ? [sentences("Everything was read, and nothing is to be said of it.")] : [table];
}
