import type { Report, ReportStrand } from "../report.ts";
import { counted, formatCount } from "../text-table.ts";
import type { Table } from "./document.ts";

/** Rows of tables that may be long; the report as JSON holds all. */
const MOST_ROWS = 100;

/** What is left out of a table, as a sentence; none where it is whole. */
export function leftOut(total: number, noun: string): string[] {
  return total > MOST_ROWS
    ? [`The ${MOST_ROWS} first are listed; ${counted(total - MOST_ROWS, noun)} more are in the report as JSON.`]
    : [];
}

/** The numbers that INVITEs name, most packets first. */
export function dialledTable({ dialledNumbers }: Report): Table {
  const ordered = [...dialledNumbers].sort((a, b) => b.packets - a.packets || (a.number < b.number ? -1 : 1));
  return {
    kind: "table",
    caption: "Dialled numbers",
    columns: [
      { title: "Number", kind: "captured" },
      { title: "Country of the number", kind: "words" },
      { title: "Packets", kind: "number" },
      { title: "Of these in To or URI", kind: "number" },
      { title: "Sources", kind: "number" },
      { title: "Most often sent as", kind: "captured" },
    ],
    rows: ordered
      .slice(0, MOST_ROWS)
      .map(({ number, country, packets, called, sources, forms }) => [
        number,
        country ?? "unknown",
        formatCount(packets),
        formatCount(called),
        formatCount(sources),
        forms[0]?.form ?? "",
      ]),
  };
}

/** Fingerprints of which no signature names the software, what deserves the first look first. */
export function unnamedTable({ groups, strands }: Report): Table {
  const likeness = new Map<string, ReportStrand>();
  for (const strand of strands) {
    const known = likeness.get(strand.group);
    if (strand.tool === null && (known === undefined || strand.packets > known.packets))
      likeness.set(strand.group, strand);
  }
  return {
    kind: "table",
    caption: "Fingerprints without a tool",
    columns: [
      { title: "Fingerprint", kind: "digest" },
      { title: "Grade", kind: "words" },
      { title: "Packets", kind: "number" },
      { title: "Sources", kind: "number" },
      { title: "Most like (no identification)", kind: "name" },
    ],
    rows: unnamedGroups(groups)
      .slice(0, MOST_ROWS)
      .map(({ id, fingerprint, grade, packets, sources }) => [
        fingerprint,
        grade,
        formatCount(packets),
        formatCount(sources),
        describeLikeness(likeness.get(id)),
      ]),
  };
}

/** Groups of fingerprints without a tool, in the order of their rank. */
export function unnamedGroups(groups: Report["groups"]): Report["groups"] {
  return groups.filter(({ rank }) => rank !== null).sort((a, b) => (a.rank as number) - (b.rank as number));
}

function describeLikeness(strand: ReportStrand | undefined): string {
  if (strand === undefined) return "nothing known";
  const { verdict, near, candidates, compatible } = strand;
  const [first] = near;
  switch (verdict) {
    case "tie":
      return `fits equally: ${candidates.join(", ")}`;
    case "several":
      return `several tools: ${candidates.join(", ")}`;
    case "cut":
      return compatible.length === 0 ? "cut by the snap length" : `cut; compatible with ${compatible.join(", ")}`;
    case "near":
      return first === undefined
        ? "nothing known"
        : `${first.signature}, score ${first.score.toFixed(2)}; differs in ${first.differs.join(", ")}`;
    case "not-compared":
      return "not compared";
    default:
      return "nothing known";
  }
}

/** The text of each fingerprint that has a named tool or many packets, as it is hashed. */
export function fingerprintTable({ fingerprints }: Report): Table {
  return {
    kind: "table",
    caption: "Fingerprints (sipfp1), most packets first",
    columns: [
      { title: "Id", kind: "digest" },
      { title: "Tool", kind: "name" },
      { title: "Packets", kind: "number" },
      { title: "Text that is hashed", kind: "captured" },
    ],
    rows: [...fingerprints]
      .sort((a, b) => b.packets - a.packets || (a.id < b.id ? -1 : 1))
      .slice(0, MOST_FINGERPRINTS)
      .map(({ id, tool, packets, text }) => [id, tool ?? "not named", formatCount(packets), text]),
  };
}

/** Their texts are long. */
export const MOST_FINGERPRINTS = 40;

/** The members of each campaign. */
export function memberTable({ campaigns }: Report): Table {
  return {
    kind: "table",
    caption: "Members of campaigns",
    columns: [
      { title: "Campaign", kind: "number" },
      { title: "Sources", kind: "captured" },
    ],
    rows: campaigns.map(({ id, members }) => [String(id), members.join(" ")]),
  };
}
