import type { Report, ReportCampaign } from "../report.ts";
import { counted, formatCount } from "../text-table.ts";
import { logarithmic, logTicks, textWidth, tickText } from "./axes.ts";
import { describeRhythm, describeSoftware, mainTool } from "./campaign-words.ts";
import type { Figure } from "./document.ts";
import { drawing, label, legend, line, WIDTH } from "./drawing.ts";
import { toolGlyph } from "./glyph.ts";
import type { Markup } from "./markup.ts";
import { formatPercent, formatReal } from "./number-words.ts";

const ID = "figure-bubbles";

/** A campaign that has a place. */
interface Bubble {
  readonly campaign: ReportCampaign;
  readonly ratePps: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Packets per source against rate, campaigns as bubbles. */
export function campaignBubbles(report: Report): Figure {
  const { campaigns } = report;
  const unplaced = campaigns.filter(({ ratePps, packetsPerSource }) => !((ratePps ?? 0) > 0 && packetsPerSource > 0));
  const left =
    unplaced.length === 0
      ? ""
      : ` ${counted(unplaced.length, "campaign")} without a rate ${unplaced.length === 1 ? "is" : "are"} not drawn.`;
  return {
    kind: "figure",
    id: ID,
    caption: "Figure 6. Campaigns by packets per source and rate",
    description: `Each mark is a campaign, its area the number of sources, its shape and colour their tool; numbers stand beside the marks where there is room. The dotted line is the number of addresses of the telescope: who sends each of them one packet lies on it. Both axes are logarithmic.${left}`,
    drawing: draw(report),
    table: campaignTable(campaigns),
  };
}

function campaignTable(campaigns: readonly ReportCampaign[]): Figure["table"] {
  const isNamed = campaigns.some(({ decided }) => (decided?.name ?? null) !== null);
  return {
    kind: "table",
    caption: "Campaigns",
    columns: [
      { title: "Campaign", kind: "number" },
      ...(isNamed ? [{ title: "Name", kind: "name" as const }] : []),
      { title: "Tool or group", kind: "name" },
      { title: "Sources", kind: "number" },
      { title: "Days", kind: "number" },
      { title: "First day", kind: "date" },
      { title: "Last day", kind: "date" },
      { title: "Packets/source", kind: "number" },
      { title: "Packets/s", kind: "number" },
      { title: "Coverage", kind: "number" },
      { title: "Overlap", kind: "number" },
      { title: "Rhythm", kind: "words" },
      { title: "Countries", kind: "words" },
    ],
    rows: campaigns.map((campaign) => [
      String(campaign.id),
      ...(isNamed ? [campaign.decided?.name ?? ""] : []),
      describeSoftware(campaign),
      formatCount(campaign.members.length),
      formatCount(campaign.activeDays.length),
      campaign.activeDays[0] ?? "",
      campaign.activeDays.at(-1) ?? "",
      formatReal(campaign.packetsPerSource),
      campaign.ratePps === null ? "unknown" : formatReal(campaign.ratePps),
      campaign.coverage === null ? "unknown" : formatPercent(campaign.coverage),
      campaign.overlap === null ? "unknown" : formatPercent(campaign.overlap),
      describeRhythm(campaign),
      Object.entries(campaign.countries)
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .map(([country, members]) => `${country} ${members}`)
        .join(", "),
    ]),
  };
}

const LEFT = 70;
const RIGHT = 24;
const TOP = 24;
const BOTTOM = 400;
const SMALLEST = 3.5;
const LARGEST = 22;
/** So many bubbles have room at full size; of more the sizes shrink. */
const ROOMY = 40;

function draw({ campaigns, parameters }: Report): Markup | null {
  const placed = campaigns.flatMap((campaign) =>
    (campaign.ratePps ?? 0) > 0 && campaign.packetsPerSource > 0
      ? [{ campaign, ratePps: campaign.ratePps as number }]
      : [],
  );
  if (placed.length === 0) return null;
  const addresses = parameters.telescope.addresses;
  const across = logTicks([
    ...placed.map(({ campaign }) => campaign.packetsPerSource),
    ...(addresses > 0 ? [addresses] : []),
  ]);
  const up = logTicks(placed.map(({ ratePps }) => ratePps));
  const x = logarithmic(endsOf(across), [LEFT, WIDTH - RIGHT]);
  const y = logarithmic(endsOf(up), [BOTTOM, TOP]);
  const most = Math.max(...placed.map(({ campaign }) => campaign.members.length));
  const largest = LARGEST * Math.min(1, Math.sqrt(ROOMY / placed.length));
  const bubbles = placed
    .map(({ campaign, ratePps }) => ({
      campaign,
      ratePps,
      x: x(campaign.packetsPerSource),
      y: y(ratePps),
      radius: Math.max(SMALLEST, largest * Math.sqrt(campaign.members.length / most)),
    }))
    // Large ones lie below small ones.
    .sort((a, b) => b.radius - a.radius || a.campaign.id - b.campaign.id);
  const key = legend(toolsOf(bubbles), LEFT, BOTTOM + 52);
  const parts: Markup[] = [
    ...across.flatMap((tick) => [
      line("grid", x(tick), TOP, x(tick), BOTTOM),
      label(tickText(tick), x(tick), BOTTOM + 15, { anchor: "middle", dim: true }),
    ]),
    ...up.flatMap((tick) => [
      line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick)),
      label(tickText(tick), LEFT - 6, y(tick) + 4, { anchor: "end", dim: true }),
    ]),
    line("axis", LEFT, BOTTOM, WIDTH - RIGHT, BOTTOM),
    line("axis", LEFT, TOP, LEFT, BOTTOM),
    label("packets per source", (LEFT + WIDTH - RIGHT) / 2, BOTTOM + 32, { anchor: "middle" }),
    label("packets/s, all members together", 14, (TOP + BOTTOM) / 2, { anchor: "middle", turned: true }),
    ...(addresses > 0 ? drawTelescope(addresses, x(addresses)) : []),
    ...bubbles.map(({ campaign, x: cx, y: cy, radius }) => toolGlyph(mainTool(campaign), cx, cy, radius, "bubble")),
    ...drawNumbers(bubbles),
    ...key.parts,
  ];
  return drawing(ID, "Campaigns by packets per source and rate", key.bottom, parts);
}

function endsOf(ticks: readonly number[]): [number, number] {
  return [ticks[0] as number, ticks.at(-1) as number];
}

function drawTelescope(addresses: number, at: number): Markup[] {
  const text = `telescope: ${formatCount(addresses)} ${addresses === 1 ? "address" : "addresses"}`;
  const half = textWidth(text) / 2;
  return [
    line("limit", at, TOP, at, BOTTOM),
    label(text, Math.min(Math.max(at, LEFT + half), WIDTH - half), TOP - 8, { anchor: "middle", dim: true }),
  ];
}

/** Numbers beside the marks, the largest first, each where it hits no mark and no other number, or nowhere. */
function drawNumbers(bubbles: readonly Bubble[]): Markup[] {
  const marks = bubbles.map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  const taken = [...marks];
  const drawn: Markup[] = [];
  for (const [index, { campaign, x, y, radius }] of bubbles.entries()) {
    const text = String(campaign.id);
    const width = textWidth(text);
    const places = [
      { left: x + radius + 2, base: y + 4 },
      { left: x - radius - 2 - width, base: y + 4 },
      { left: x - width / 2, base: y - radius - 3 },
      { left: x - width / 2, base: y + radius + 11 },
    ];
    const free = places.find(({ left, base }) => {
      const box = { left, right: left + width, top: base - 9, bottom: base + 1 };
      if (box.left < LEFT || box.right > WIDTH || box.top < TOP || box.bottom > BOTTOM) return false;
      return taken.every((other, of) => of === index || !overlap(box, other));
    });
    if (free === undefined) continue;
    taken.push({ left: free.left, right: free.left + width, top: free.base - 9, bottom: free.base + 1 });
    drawn.push(label(text, free.left, free.base));
  }
  return drawn;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The tools of the marks, with their campaigns. */
function toolsOf(bubbles: readonly Bubble[]): { readonly tool: string | null; readonly text: string }[] {
  const byTool = new Map<string | null, number>();
  for (const { campaign } of bubbles) byTool.set(mainTool(campaign), (byTool.get(mainTool(campaign)) ?? 0) + 1);
  return [...byTool]
    .sort(([a, m], [b, n]) => n - m || ((a ?? "") < (b ?? "") ? -1 : 1))
    .map(([tool, count]) => ({ tool, text: `${tool ?? "not named"}: ${counted(count, "campaign")}` }));
}
