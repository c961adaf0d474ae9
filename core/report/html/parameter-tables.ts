import type { Report } from "../report.ts";
import { counted, formatCount } from "../text-table.ts";
import type { Table } from "./document.ts";
import { formatReal } from "./number-words.ts";

/** Why a report may hold addresses of the telescope; null where it must not. */
export type Release = string | null;

/**
 * Under which rules the case was read and judged. The telescope's prefixes stand here only where they may leave: without
 * a release their number has to do.
 */
export function ruleTable({ parameters }: Report, version: string, release: Release): Table {
  const { ports, flowTimeoutSeconds, tunnels, preset, campaigns, telescope } = parameters;
  const self = campaigns.countsItself ? "itself included" : "itself not counted";
  const period =
    campaigns.period === null ? "" : `; of the days ${campaigns.period.first} to ${campaigns.period.last} alone`;
  const known = telescope.inferred ? "inferred from the destinations" : "as given";
  const blocks = counted(telescope.prefixes.length, "block");
  const addresses = `${formatCount(telescope.addresses)} IPv4 addresses in ${blocks}, ${known}`;
  const rows = [
    ["Program", `Ringprint ${version}`],
    ["Fingerprints", "sipfp1"],
    ["Preset", preset],
    ["SIP ports", ports === "any" ? "any: the first line decides" : ports.join(", ")],
    ["Idle time that ends a flow", `${flowTimeoutSeconds} s`],
    ["Tunnelled packets", tunnels ? "counted by the packet inside" : "counted by the tunnel"],
    ["Telescope", release === null ? addresses : `${addresses}: ${telescope.prefixes.join(", ")}`],
    ...(release === null ? [] : [["Why its addresses are in this report", release]]),
    [
      "Slowest scan of all IPv4 that stays one flow here",
      telescope.blindSpeedPps === null
        ? "not applicable: no IPv4 prefix is known"
        : `${formatReal(telescope.blindSpeedPps)} packets/s Internet-wide`,
    ],
    [
      "Campaigns",
      `HDBSCAN within ${campaigns.within}, ${campaigns.minClusterSize} sources at least, ${campaigns.minSamples} in a core, ${self}; chance guard ${campaigns.chanceGuard ? "on" : "off"}${period}`,
    ],
  ];
  return {
    kind: "table",
    caption: "Rules of this report",
    columns: [
      { title: "Rule", kind: "words" },
      { title: "Value", kind: "words" },
    ],
    rows,
  };
}

/** Signature packs that named the tools, and tables that located the sources. */
export function sourceTable({ parameters: { packs, geoTables } }: Report): Table {
  return {
    kind: "table",
    caption: "Signature packs and tables of countries and networks",
    columns: [
      { title: "Kind", kind: "words" },
      { title: "Name", kind: "name" },
      { title: "Version or date", kind: "name" },
      { title: "About", kind: "name" },
      { title: "SHA-256", kind: "digest" },
    ],
    rows: [
      ...packs.map(({ id, version }) => ["signature pack", id, version, "", ""]),
      ...geoTables.map(({ name, date, description, licence, sha256 }) => [
        "table",
        name,
        date ?? "unknown",
        [description, licence === null ? null : `licence: ${licence}`].filter((text) => text !== null).join("; "),
        sha256,
      ]),
    ],
  };
}
