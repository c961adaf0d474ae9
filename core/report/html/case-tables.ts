import type { PacketClass } from "../../sip/packet-class.ts";
import { castsDoubt, describeCrossCheck } from "../cross-check.ts";
import { CLASS_WORDS } from "../format-summary.ts";
import type { Report, ReportCapture } from "../report.ts";
import { formatCount } from "../text-table.ts";
import type { Table } from "./document.ts";

/** Every packet by its class; the classes add up. */
export function classTable({ totals }: Report): Table {
  const names = Object.keys(CLASS_WORDS) as PacketClass[];
  return {
    kind: "table",
    caption: "Packets by class",
    columns: [
      { title: "Class", kind: "words" },
      { title: "Packets", kind: "number" },
    ],
    rows: [
      ...names.map((name) => [CLASS_WORDS[name], formatCount(totals.classes[name])]),
      ["all packets", formatCount(totals.packets)],
    ],
  };
}

/** Requests by method, most first. */
export function methodTable({ totals }: Report): Table {
  return {
    kind: "table",
    caption: "SIP requests by method",
    columns: [
      { title: "Method", kind: "captured" },
      { title: "Packets", kind: "number" },
    ],
    rows: Object.entries(totals.methods)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([method, packets]) => [method, formatCount(packets)]),
  };
}

/** The captures with their hashes. */
export function captureTable({ captures }: Report): Table {
  return {
    kind: "table",
    caption: "Captures",
    columns: [
      { title: "Name", kind: "name" },
      { title: "SHA-256 of the file", kind: "digest" },
      { title: "Bytes", kind: "number" },
      { title: "Format", kind: "words" },
      { title: "Packets", kind: "number" },
      { title: "First packet (UTC)", kind: "date" },
      { title: "Last packet (UTC)", kind: "date" },
      { title: "Read", kind: "words" },
    ],
    rows: captures.map((capture) => [
      capture.name,
      capture.sha256,
      formatCount(capture.bytes),
      [capture.container ?? "no container", capture.compression].filter((part) => part !== null).join(", "),
      formatCount(capture.packets),
      shortTime(capture.firstPacketAt),
      shortTime(capture.lastPacketAt),
      describeReading(capture),
    ]),
  };
}

function describeReading({ complete, unreadBytes, crossCheck }: ReportCapture): string {
  const whole = complete
    ? "whole"
    : unreadBytes === null
      ? "in part"
      : `in part: ${formatCount(unreadBytes)} bytes not read`;
  return crossCheck !== null && castsDoubt(crossCheck) ? `${whole}; ${describeCrossCheck(crossCheck)}` : whole;
}

/** Everything that was not read or not understood, with the reason. */
export function notReadTable({ captures, notRead, parameters }: Report): Table {
  const ofCaptures = captures.flatMap(({ name, problems }) =>
    problems.map(({ code, effect, count, message, meaning }) => [
      name,
      code,
      EFFECT_WORDS[effect],
      formatCount(count),
      message,
      meaning,
    ]),
  );
  const files = notRead.map(({ name, code, message }) => [name, code, "not read", "", message, ""]);
  const tables = parameters.geoTables
    .filter(({ unreadable }) => unreadable > 0)
    .map(({ name, unreadable }) => [
      name,
      "table-damaged",
      EFFECT_WORDS["left-out"],
      formatCount(unreadable),
      "Records of sources in this table cannot be read.",
      "These sources have no country or network of it.",
    ]);
  return {
    kind: "table",
    caption: "What was not read, and why",
    columns: [
      { title: "File", kind: "name" },
      { title: "Code", kind: "words" },
      { title: "Effect", kind: "words" },
      { title: "Times", kind: "number" },
      { title: "What was found", kind: "name" },
      { title: "What it means", kind: "words" },
    ],
    rows: [...ofCaptures, ...files, ...tables],
  };
}

const EFFECT_WORDS = {
  stopped: "nothing behind it was read",
  "left-out": "packets were left out",
  noted: "noted; all was read",
} as const;

/** A time without its fraction. */
export function shortTime(time: string | null): string {
  return time === null ? "unknown" : time.slice(0, 19).replace("T", " ");
}
