import type { DiffCellView, DiffRowView, DiffSideView, DiffView } from "../contract/diff.ts";
import type { DrawnPart } from "../contract/inspection.ts";
import { counted } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

const KEY_INDENT = "  ";
/** What stands for a side in the lines below: A, B, C. */
const FIRST_LETTER = 65;

/** A diff as text: the sides, the sentence, then each key that differs with the stretches that do underlined. */
export function formatDiff({ sides, rows, headerOrder, summary, differences }: DiffView): string {
  const differing = rows.filter(({ kind }) => kind !== "equal");
  const equal = rows.filter(({ kind }) => kind === "equal");
  const lines = [...sides.map(formatSide), "", visibleText(summary)];
  if (differences > 0) {
    const underlined = differing.some(({ cells }) => cells.some(isMarked));
    lines.push(`${counted(differences, "difference")}${underlined ? "; what differs is underlined" : ""}.`);
  }
  for (const row of differing) lines.push("", ...formatRow(row));
  if (headerOrder.differs) lines.push("", ...formatOrders(headerOrder));
  if (equal.length > 0) lines.push("", `The same: ${equal.map(({ key }) => visibleText(key)).join(", ")}`);
  return `${lines.join("\n")}\n`;
}

function formatSide({ kind, title, tool, packets }: DiffSideView, index: number): string {
  const named = tool === null ? [] : [tool.id === title ? tool.name : `${tool.id} ${tool.name}`];
  const unnamed = tool === null && (kind === "fingerprint" || kind === "strand") ? ["no tool named"] : [];
  const counts = packets === null || kind === "packet" ? [] : [counted(packets, "packet")];
  const about = [...named, ...unnamed, ...counts].map(visibleText).join(", ");
  return `${letterOf(index)}  ${kind.padEnd("fingerprint".length)}  ${visibleText(title)}  ${about}`.trimEnd();
}

function formatRow({ key, kind, cells }: DiffRowView): string[] {
  const note = { gaps: "  (the length or class of gaps)", presence: "  (in all messages or in some)" };
  const about = kind === "gaps" || kind === "presence" ? note[kind] : "";
  return [
    `${visibleText(key)}${about}`,
    ...cells.flatMap((cell, index) => {
      const head = `${KEY_INDENT}${letterOf(index)}  `;
      const { text, marks } = formatCell(cell);
      return marks.includes("^") ? [`${head}${text}`, `${" ".repeat(head.length)}${marks.trimEnd()}`] : [head + text];
    }),
  ];
}

/** A cell in one line, and the line below it that underlines what differs. */
function formatCell(cell: DiffCellView): { readonly text: string; readonly marks: string } {
  if (cell.kind !== "value") return { text: `(${CELL_WORDS[cell.kind]})`, marks: "" };
  let text = "";
  let marks = "";
  for (const part of cell.parts) {
    const shown = visibleText(textOfPart(part));
    text += shown;
    marks += (part.differs ? "^" : " ").repeat(shown.length);
  }
  const isSome = cell.packets !== null && !cell.mandatory;
  const notes = [...(isSome ? ["in some messages"] : []), ...(cell.mustVary ? ["must vary"] : [])];
  return { text: `${text === "" ? "(empty)" : text}${notes.map((note) => `  (${note})`).join("")}`, marks };
}

const CELL_WORDS: Readonly<Record<Exclude<DiffCellView["kind"], "value">, string>> = {
  none: "not there",
  unknown: "behind the cut of the messages",
  unsaid: "the signature does not speak of it",
  any: "there, with any value",
  forbidden: "must not be there",
};

/** A drawn piece as it stands in a text. */
export function textOfPart(part: DrawnPart): string {
  switch (part.kind) {
    case "constant":
    case "choice":
      return part.text;
    case "token":
      return `{${part.name}}`;
    case "gap": {
      const { shortest, longest } = part;
      const length = longest === null ? "*" : shortest === longest ? `${shortest}` : `${shortest}-${longest}`;
      return `{${length}:${part.class}}`;
    }
  }
}

function formatOrders({ orders, moved }: DiffView["headerOrder"]): string[] {
  return [
    "Header order  (names that stand elsewhere are marked *)",
    ...orders.map((order, index) => {
      const names = order?.map((name) => visibleText(moved[index]?.includes(name) ? `*${name}` : name));
      return `${KEY_INDENT}${letterOf(index)}  ${names?.join(", ") ?? "(varies, or is not known)"}`;
    }),
  ];
}

function isMarked(cell: DiffCellView): boolean {
  return cell.kind === "value" && cell.parts.some(({ differs }) => differs);
}

function letterOf(index: number): string {
  return String.fromCharCode(FIRST_LETTER + index);
}
