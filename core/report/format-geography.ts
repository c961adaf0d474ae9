import { mostFirst } from "./most-first.ts";
import { addCount } from "./plain-record.ts";
import type { Report, ReportSource, ReportTable } from "./report.ts";
import { counted, formatCount, formatTable } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

const MAX_ROWS = 10;
const UNKNOWN = "not in a table";

/** Countries and networks of the sources for the summary; without a table how to give one. */
export function formatGeography({ sources, parameters }: Report): string[] {
  if (sources.length === 0) return [];
  const tables = parameters.geoTables;
  if (tables.length === 0) {
    return ["Countries and networks of the sources: no table given. --geo FILE adds one (a MaxMind DB file, or CSV)."];
  }
  const byCountry = group(sources, ({ country }) => country ?? UNKNOWN);
  const byNetwork = group(sources, ({ asn, asOrganisation }) =>
    asn === null ? UNKNOWN : `AS${asn}${asOrganisation === null ? "" : ` ${visibleText(asOrganisation)}`}`,
  );
  return [
    `Countries and networks of the sources, by ${tables.map(describeTable).join("; ")}`,
    ...formatGroups("Country", "countries", byCountry),
    "",
    ...formatGroups("Network", "networks", byNetwork),
    ...tables.filter(({ unreadable }) => unreadable > 0).map(describeDamage),
  ];
}

function describeTable({ name, date, description, licence }: ReportTable): string {
  const about = [date, description, licence && `licence: ${licence}`].filter((text) => text !== null).map(visibleText);
  return about.length === 0 ? visibleText(name) : `${visibleText(name)} (${about.join("; ")})`;
}

function describeDamage({ name, unreadable }: ReportTable): string {
  return `${visibleText(name)} is damaged: its records of ${counted(unreadable, "source")} cannot be read.`;
}

interface Group {
  readonly name: string;
  readonly sources: number;
  readonly packets: number;
}

/** Most packets first. */
function group(sources: readonly ReportSource[], nameOf: (source: ReportSource) => string): Group[] {
  const packets = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const source of sources) {
    addCount(packets, nameOf(source), source.packets);
    addCount(counts, nameOf(source), 1);
  }
  return mostFirst(packets).map(([name, sum]) => ({ name, sources: counts.get(name) ?? 0, packets: sum }));
}

function formatGroups(title: string, plural: string, groups: readonly Group[]): string[] {
  const rows = groups
    .slice(0, MAX_ROWS)
    .map(({ name, sources, packets }) => [name, formatCount(packets), formatCount(sources)]);
  const table = formatTable(
    [
      { title, align: "left" },
      { title: "Packets", align: "right" },
      { title: "Sources", align: "right" },
    ],
    rows,
  );
  const more = groups.length - MAX_ROWS;
  return [...table, ...(more > 0 ? [`... and ${formatCount(more)} more ${plural}; --report FILE writes all.`] : [])];
}
