import { MOST_FORMS } from "./dialled-report.ts";
import type { Report, ReportDialledNumber } from "./report.ts";
import { counted, formatCount, formatTable } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

const MAX_ROWS = 10;

/** The numbers that INVITEs name most, for the summary; no lines where there are none. */
export function formatDialled({ dialledNumbers, totals }: Report): string[] {
  if (totals.dialled.packets === 0) return [];
  const ordered = [...dialledNumbers].sort((a, b) => b.packets - a.packets || (a.number < b.number ? -1 : 1));
  const table = formatTable(
    [
      { title: "Number", align: "left" },
      { title: "Country", align: "left" },
      { title: "Packets", align: "right" },
      { title: "Sources", align: "right" },
      { title: "As sent", align: "left" },
    ],
    ordered
      .slice(0, MAX_ROWS)
      .map((number) => [
        number.number,
        number.country ?? "unknown",
        formatCount(number.packets),
        formatCount(number.sources),
        describeForms(number),
      ]),
  );
  const more = ordered.length - MAX_ROWS;
  return [
    "Numbers dialled (the country is that of the number, not of who dials it)",
    ...table,
    ...(more > 0 ? [`... and ${counted(more, "number")} more; --report FILE writes all.`] : []),
    ...explainLeftOut(totals.dialled.leftOutPackets),
  ];
}

function describeForms({ forms, called, packets }: ReportDialledNumber): string {
  const [first, ...others] = forms;
  const sent = first === undefined ? "" : visibleText(first.form);
  // Of eight forms or more eight are listed.
  const further =
    others.length === 0 ? "" : others.length < MOST_FORMS - 1 ? ` and ${others.length} more` : " and others";
  if (called === packets) return sent + further;
  return `${sent}${further}; ${called === 0 ? "in From only" : `${formatCount(packets - called)} in From only`}`;
}

function explainLeftOut(packets: number): string[] {
  if (packets === 0) return [];
  return [`Too many different numbers to keep: ${counted(packets, "packet")} of further ones are not listed.`];
}
