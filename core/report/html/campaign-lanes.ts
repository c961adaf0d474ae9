import type { DayRange } from "../covered-days.ts";
import type { Report, ReportCampaign } from "../report.ts";
import { counted } from "../text-table.ts";
import { dayOfDate, dayTicks, fitted, linear, type Scale } from "./axes.ts";
import { describeSoftware, mainTool } from "./campaign-words.ts";
import { coveredSpans, holesBetween } from "./covered-spans.ts";
import type { Figure } from "./document.ts";
import { drawing, field, hatched, label, line, timeAxis, WIDTH } from "./drawing.ts";
import { toolClass, toolGlyph } from "./glyph.ts";
import type { Markup } from "./markup.ts";
import { formatDays } from "./number-words.ts";

/** Members that get a lane each; of more a campaign has one lane. */
const MOST_MEMBER_LANES = 120;
/** Campaigns of one drawing, so that it has room on a page. */
const CAMPAIGNS_A_PART = 40;

/** One row of a drawing: days on which something was sent, and of these the days with more. */
interface Lane {
  readonly days: readonly string[];
  readonly commonDays: readonly string[];
}

/** A campaign with its lanes. */
interface LanedCampaign {
  readonly campaign: ReportCampaign;
  readonly lanes: readonly Lane[];
}

/** The time lines of sources by campaign: a lane for each source, or where these are too many for each campaign. */
export function campaignLanes(report: Report): Figure[] {
  const { campaigns } = report;
  const members = campaigns.reduce((sum, campaign) => sum + campaign.members.length, 0);
  const bySource = members <= MOST_MEMBER_LANES;
  const daysOf = new Map(report.sources.map(({ address, activeDays }) => [address, activeDays]));
  const laned = campaigns.map((campaign): LanedCampaign => {
    const whole = { days: campaign.activeDays, commonDays: campaign.commonDays };
    const ofMembers = () =>
      campaign.members.map((address) => ({ days: daysOf.get(address) ?? [], commonDays: daysOf.get(address) ?? [] }));
    return { campaign, lanes: bySource ? ofMembers() : [whole] };
  });
  const spans = coveredSpans(report);
  const parts = Math.ceil(laned.length / CAMPAIGNS_A_PART);
  return Array.from({ length: parts }, (_, index) => {
    const part = laned.slice(index * CAMPAIGNS_A_PART, (index + 1) * CAMPAIGNS_A_PART);
    const which = parts === 1 ? "" : `, part ${index + 1} of ${parts}`;
    return lanesFigure(part, spans, bySource, which, index + 1);
  });
}

function lanesFigure(
  part: readonly LanedCampaign[],
  spans: readonly DayRange[],
  bySource: boolean,
  which: string,
  number: number,
): Figure {
  const id = `figure-lanes-${number}`;
  const caption = `Figure 5${which}. Days of campaigns`;
  const description = bySource
    ? "A lane for each source, grouped by campaign: filled on the UTC days on which it sent."
    : "A lane for each campaign: low on UTC days on which any member sent, high on days on which at least half of them did.";
  return {
    kind: "figure",
    id,
    caption,
    description: `${description} At the left the number of the campaign, the mark of its tool, its name or else the tool, and its sources. Hatched: no capture covers these days.`,
    drawing: draw(id, caption, part, spans, bySource),
    table: {
      kind: "table",
      caption: `Days of campaigns${which}`,
      columns: [
        { title: "Campaign", kind: "number" },
        { title: "Days on which any member sent (UTC)", kind: "words" },
        { title: "At least half of them", kind: "words" },
      ],
      rows: part.map(({ campaign }) => [
        String(campaign.id),
        formatDays(campaign.activeDays),
        formatDays(campaign.commonDays),
      ]),
    },
  };
}

const LEFT = 230;
const RIGHT = 12;
const TOP = 8;
const NAME_HEIGHT = 14;
/** Of a lane that stands for one source. */
const SOURCE_LANE = 5;
const CAMPAIGN_GAP = 5;

function draw(
  id: string,
  caption: string,
  part: readonly LanedCampaign[],
  spans: readonly DayRange[],
  bySource: boolean,
): Markup | null {
  const [first, last] = [spans[0]?.first, spans.at(-1)?.last];
  if (first === undefined || last === undefined || part.length === 0) return null;
  const laneHeight = bySource ? SOURCE_LANE : NAME_HEIGHT;
  const heightOf = ({ lanes }: LanedCampaign) => Math.max(NAME_HEIGHT, lanes.length * laneHeight) + CAMPAIGN_GAP;
  const bottom = TOP + part.reduce((sum, campaign) => sum + heightOf(campaign), 0);
  const x = linear([first, last + 1], [LEFT, WIDTH - RIGHT]);
  const parts: Markup[] = [
    ...timeAxis(dayTicks(first, last), x, TOP, bottom),
    ...holesBetween(spans).map((hole) => hatched(x(hole.first), TOP, x(hole.last + 1) - x(hole.first), bottom - TOP)),
  ];
  let top = TOP;
  for (const laned of part) {
    const { campaign, lanes } = laned;
    const tool = mainTool(campaign);
    const members = counted(campaign.members.length, "source");
    parts.push(
      label(String(campaign.id), 26, top + 10, { anchor: "end" }),
      toolGlyph(tool, 36, top + 6.5, 4.5),
      label(fitted(campaign.decided?.name ?? describeSoftware(campaign), 112), 46, top + 10),
      label(members, LEFT - 8, top + 10, { anchor: "end", dim: true }),
    );
    for (const [index, lane] of lanes.entries()) {
      parts.push(...drawLane(lane, x, top + (index + 1) * laneHeight - 0.5, laneHeight - 1, toolClass(tool)));
    }
    top += heightOf(laned);
    parts.push(line("lane", 0, top - CAMPAIGN_GAP / 2, WIDTH - RIGHT, top - CAMPAIGN_GAP / 2));
  }
  parts.push(label("UTC day", LEFT - 40, bottom + 14, { anchor: "end", dim: true }));
  return drawing(id, caption, bottom + 22, parts);
}

function drawLane({ days, commonDays }: Lane, x: Scale, base: number, height: number, kind: string): Markup[] {
  const common = new Set(commonDays);
  const stretches: { from: number; end: number; high: boolean }[] = [];
  for (const date of days) {
    const day = dayOfDate(date);
    const high = common.has(date);
    const before = stretches.at(-1);
    if (before !== undefined && before.end === day && before.high === high) before.end = day + 1;
    else stretches.push({ from: day, end: day + 1, high });
  }
  return stretches.map(({ from, end, high }) => {
    const tall = high ? height : height / 3;
    // Of years in a narrow drawing a day is less than a pixel wide.
    return field(kind, x(from), base - tall, Math.max(1, x(end) - x(from)), tall);
  });
}
