import { MOST_FAINT_FLOWS } from "../flow/faint-flows.ts";
import { MOST_FAINT_REQUESTS } from "../flow/source.ts";
import type { PacketClass } from "../sip/packet-class.ts";
import { castsDoubt, describeCrossCheck } from "./cross-check.ts";
import { formatCampaignSummary } from "./format-campaigns.ts";
import { formatDialled } from "./format-dialled.ts";
import { formatGeography } from "./format-geography.ts";
import type { Report, ReportCapture, ReportStrand } from "./report.ts";
import { counted, formatCount, formatTable } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

/** What each class means to a reader who does not know the program. */
export const CLASS_WORDS: Readonly<Record<PacketClass, string>> = {
  sipRequest: "SIP requests: the probes analysed below",
  sipResponse: "SIP responses: answers, kept apart",
  notSip: "to a SIP port, but not SIP",
  keepAlive: "keep-alives: blanks, line ends or NULs only",
  empty: "empty datagrams to a SIP port",
  truncated: "cut by the snap length before they could be told",
  otherPort: "UDP, no SIP port",
  tcp: "TCP",
  otherTransport: "neither TCP nor UDP, ICMP for one",
  fragment: "IP fragments of datagrams that did not become whole",
  notIp: "not IP",
  malformed: "headers that contradict themselves",
};

/** Tools and fingerprints listed at most; the report holds all. */
const MAX_ROWS = 40;

/** The report as a summary for people: plain text without control characters. */
export function formatSummary(report: Report): string {
  const sections = [
    formatCaptures(report),
    formatClasses(report),
    formatTools(report),
    formatUnnamed(report),
    formatCampaignSummary(report),
    formatDialled(report),
    formatGeography(report),
    formatProblems(report),
    formatCrossChecks(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function formatCaptures(report: Report): string[] {
  const lines = report.captures.map((capture) => {
    const format = [capture.container ?? "no container", capture.compression]
      .filter((part) => part !== null)
      .join(", ");
    const comments = capture.commentCount === 0 ? "" : `, ${counted(capture.commentCount, "comment")}`;
    const packets = `${counted(capture.packets, "packet")}${comments}${describeUnread(capture)}`;
    return `${visibleText(capture.name)}: ${format}, ${packets}`;
  });
  const { firstPacketAt, lastPacketAt } = report.totals;
  if (firstPacketAt !== null && lastPacketAt !== null) {
    lines.push(`From ${shortTime(firstPacketAt)} to ${shortTime(lastPacketAt)} UTC`);
  }
  return lines;
}

function describeUnread({ complete, unreadBytes }: ReportCapture): string {
  if (complete) return "";
  return unreadBytes ? `, incomplete: ${counted(unreadBytes, "byte")} not read` : ", incomplete";
}

function formatClasses(report: Report): string[] {
  const { totals } = report;
  const rows = (Object.keys(CLASS_WORDS) as PacketClass[])
    .filter((name) => totals.classes[name] > 0)
    .map((name) => [formatCount(totals.classes[name]), CLASS_WORDS[name]]);
  const table = formatTable(
    [
      { title: formatCount(totals.packets), align: "right" },
      { title: "packets in all, of which", align: "left" },
    ],
    rows,
  );
  if (totals.classes.sipRequest === 0) return [...table, "", "No SIP requests: there is no scan to name here."];
  const methods = Object.entries(totals.methods)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, 8)
    .map(([method, count]) => `${visibleText(method)} ${formatCount(count)}`);
  const extent = [
    counted(totals.sources, "source"),
    counted(totals.flows, "flow"),
    counted(totals.destinations, "destination"),
  ];
  return [...table, "", `The requests: ${extent.join(", ")}; ${methods.join(", ")}`];
}

function formatTools(report: Report): string[] {
  const { setAside } = report.totals;
  if (report.totals.classes.sipRequest === 0) return [];
  const tools = [...report.tools].sort((a, b) => b.packets - a.packets || (a.id < b.id ? -1 : 1));
  const named = tools.reduce((sum, tool) => sum + tool.packets, 0);
  const unnamed = report.strands.filter((strand) => strand.tool === null);
  const rows = tools.slice(0, MAX_ROWS).map((tool) => [
    visibleText(tool.id),
    visibleText(tool.name),
    formatCount(tool.packets),
    formatCount(tool.sources),
    formatCount(tool.flows),
    Object.entries(tool.strategies)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([strategy, count]) => `${strategy} ${count}`)
      .join(", "),
  ]);
  const sources = new Set(unnamed.map((strand) => sourceOf(strand.flow))).size;
  const flows = new Set(unnamed.map((strand) => strand.flow)).size;
  if (unnamed.length > 0) {
    const packets = formatCount(report.totals.classes.sipRequest - named - setAside.packets);
    rows.push(["-", "not named, see below", packets, formatCount(sources), formatCount(flows), ""]);
  }
  if (setAside.flows > 0) {
    const { packets, sources, flows } = setAside;
    const counts = [packets, sources, flows].map(formatCount);
    rows.push(["-", `counted only: ${MOST_FAINT_REQUESTS} requests or fewer a flow`, ...counts, ""]);
  }
  const table = formatTable(
    [
      { title: "Tool", align: "left" },
      { title: "Name", align: "left" },
      { title: "Packets", align: "right" },
      { title: "Sources", align: "right" },
      { title: "Flows", align: "right" },
      { title: "Scan strategy of the flows", align: "left" },
    ],
    rows,
  );
  const title = "Tools, named by the fingerprint of their messages";
  return [title, ...table, ...more(tools.length, "tool"), ...explainSetAside(setAside.flows)];
}

function explainSetAside(flows: number): string[] {
  if (flows === 0) return [];
  const few = `${MOST_FAINT_REQUESTS} requests or fewer`;
  const kept = formatCount(MOST_FAINT_FLOWS);
  return [`Of the flows with ${few} each, ${kept} were looked into, chosen by a hash of address and time.`];
}

/**
 * Groups of fingerprints without a tool, what deserves the first look first: what they are like is where a new variant
 * starts, never an identification.
 */
function formatUnnamed(report: Report): string[] {
  const unnamed = new Map<string, ReportStrand[]>();
  for (const strand of report.strands) {
    if (strand.tool !== null) continue;
    const strands = unnamed.get(strand.group);
    if (strands === undefined) unnamed.set(strand.group, [strand]);
    else strands.push(strand);
  }
  const groups = report.groups
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank as number) - (b.rank as number));
  if (groups.length === 0) return [];
  const rows = groups.slice(0, MAX_ROWS).map(({ id, fingerprint, members, packets, sources }) => {
    const strands = (unnamed.get(id) ?? []).filter((strand) => strand.fingerprint === fingerprint);
    const joined = members.length === 1 ? "" : `; covers ${counted(members.length - 1, "more fingerprint")}`;
    return [fingerprint, formatCount(packets), formatCount(sources), `${describeUnnamed(largest(strands))}${joined}`];
  });
  const table = formatTable(
    [
      { title: "Fingerprint", align: "left" },
      { title: "Packets", align: "right" },
      { title: "Sources", align: "right" },
      { title: "What is known", align: "left" },
    ],
    rows,
  );
  return [
    "Fingerprints without a tool, what may be new first (being like a tool is no identification)",
    ...table,
    ...more(groups.length, "group"),
  ];
}

function largest(strands: readonly ReportStrand[]): ReportStrand {
  return strands.reduce((most, strand) => (strand.packets > most.packets ? strand : most));
}

function describeUnnamed(strand: ReportStrand): string {
  switch (strand.verdict) {
    case "cut":
      return strand.compatible.length === 0
        ? "cut by the snap length"
        : `cut by the snap length; compatible with ${visibleText(strand.compatible.join(", "))}`;
    case "several":
      return `several tools in one strand: ${visibleText(strand.candidates.join(", "))}`;
    case "tie":
      return `fits equally: ${visibleText(strand.candidates.join(", "))}`;
    case "near": {
      const [near] = strand.near;
      if (near === undefined) return "like nothing known";
      const what = strand.nearFamily === null ? near.signature : `the ${strand.nearFamily} family (${near.signature})`;
      return `like ${visibleText(what)}, score ${near.score.toFixed(2)}; differs in ${near.differs.map(visibleText).join(", ")}`;
    }
    case "not-compared":
      return "not compared: only the thousand largest are";
    default:
      return "like nothing known";
  }
}

function formatProblems(report: Report): string[] {
  const ofCaptures = report.captures.flatMap(describeCaptureProblems);
  const notRead = report.notRead.map(({ name, message }) => `${visibleText(name)}: not read. ${visibleText(message)}`);
  const lines = [...ofCaptures, ...notRead];
  return lines.length === 0 ? [] : ["Problems", ...lines];
}

function describeCaptureProblems(capture: ReportCapture): string[] {
  return capture.problems.map(({ code, count, firstPacket, message }) => {
    const place = firstPacket === null ? "" : `, first at packet ${formatCount(firstPacket)}`;
    const times = count === 1 && firstPacket === null ? "" : ` (${formatCount(count)} times${place})`;
    return `${visibleText(capture.name)}: ${visibleText(message)} [${code}]${times}`;
  });
}

/** What a second reader found, where it was asked; disagreement first. */
function formatCrossChecks(report: Report): string[] {
  const lines = report.captures.flatMap(({ name, crossCheck }) =>
    crossCheck === null
      ? []
      : [
          {
            doubt: castsDoubt(crossCheck),
            line: `${visibleText(name)}: ${visibleText(describeCrossCheck(crossCheck))}`,
          },
        ],
  );
  if (lines.length === 0) return [];
  const ordered = [...lines].sort((a, b) => Number(b.doubt) - Number(a.doubt));
  return ["Cross-check by a second, independent reader", ...ordered.map(({ line }) => line)];
}

function more(total: number, noun: string): string[] {
  return total > MAX_ROWS ? [`... and ${counted(total - MAX_ROWS, noun)} more; --report FILE writes all.`] : [];
}

function sourceOf(flowId: string): string {
  return flowId.slice(0, flowId.lastIndexOf("@"));
}

function shortTime(time: string): string {
  return time.slice(0, 19).replace("T", " ");
}
