import type {
  DraftExample,
  SignatureConflictView,
  SignatureInspection,
  SignatureListing,
  SignatureRevisionView,
  SignatureRow,
} from "../contract/signatures.ts";
import { factsOf, REVISION_WORDS, standingWords } from "./signature-words.ts";
import { type Column, counted, formatCount, formatTable } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

const left = (title: string): Column => ({ title, align: "left" });
const right = (title: string): Column => ({ title, align: "right" });

/** The signatures as text, with what each claims where that is known. */
export function formatSignatures({ signatures, pending, conflicts }: SignatureListing): string {
  const isOfCase = signatures.some(({ coverage }) => coverage !== null);
  const claims = isOfCase ? ["Strands", "Flows", "Sources", "Packets", "Shared"].map(right) : [];
  const columns = [left("Signature"), ...claims, right("Examples"), left("From"), left("Family"), left("Tool")];
  const lines = formatTable(
    columns,
    signatures.map((row) => [
      row.id,
      ...(isOfCase ? claimedBy(row) : []),
      `${row.positive}/${row.negative}`,
      [originOf(row), ...standingWords(row)].join(", "),
      row.family,
      row.tool.name,
    ]),
  );
  const apply = `${counted(pending, "signature")} changed, by which the case is not named yet: re-match it in the window.`;
  const notes = [...(pending > 0 ? [apply] : []), ...conflicts.map(describeConflict)];
  return textOf([...lines, ...(notes.length > 0 ? ["", ...notes] : [])]);
}

function claimedBy({ coverage }: SignatureRow): string[] {
  if (coverage === null) return [];
  const { strands, flows, sources, packets, shared } = coverage;
  const sharing = shared.reduce((sum, [, strands]) => sum + strands, 0);
  return [strands, flows, sources, packets, sharing].map(formatCount);
}

/** The pack a signature came with; without one it was written in the case. */
function originOf({ pack }: SignatureRow): string {
  return pack === null ? "own" : `${pack.id} ${pack.version}`;
}

function describeConflict({ id, holds, other, differences }: SignatureConflictView): string {
  const what = differences.map((difference) => difference.what).join(", ");
  return `${id}: ${holds.author} and ${other.author} wrote it differently (${what}); decide in the window which holds.`;
}

/** All that is known of one signature, as text. */
export function formatSignature({ row, definition, fields, history }: SignatureInspection): string {
  const { tool, examples } = definition;
  const facts = [
    ["Tool", `${tool.id} ${tool.name}`] as const,
    ["From", [originOf(row), ...standingWords(row)].join(", ")] as const,
    ...factsOf(definition),
  ];
  const asked = fields.map(({ key, cell }) => [key, ...askedOf(cell)]);
  return textOf([
    `Signature ${row.id}`,
    ...facts.map(([name, fact]) => `  ${name.padEnd(12)}  ${fact}`),
    ...inTheCase(row),
    "",
    ...formatTable([left("Key"), left("Asked for"), left("Pattern")], asked),
    ...orderLines(definition),
    ...listed("Notes", definition.notes === "" ? [] : [definition.notes]),
    ...listed("References", definition.references),
    ...exampleLines("Messages that it names", examples.positive),
    ...exampleLines("Messages that it must not match", examples.negative),
    ...listed("History, the newest first", history.map(describeRevision)),
  ]);
}

function askedOf(cell: SignatureInspection["fields"][number]["cell"]): string[] {
  switch (cell.kind) {
    case "value":
      return [`${cell.mandatory ? "required" : "known"}${cell.mustVary ? ", must vary" : ""}`, cell.text];
    case "forbidden":
      return ["absent", ""];
    case "any":
      return ["known", "(any value)"];
    default:
      return ["", ""];
  }
}

function inTheCase({ coverage }: SignatureRow): string[] {
  if (coverage === null) return [];
  const { strands, flows, sources, packets, shared } = coverage;
  if (strands === 0) return ["", "In this case it names nothing."];
  const of = `${counted(flows, "flow")} of ${counted(sources, "source")}: ${counted(packets, "packet")}`;
  return [
    "",
    `In this case it names ${counted(strands, "strand")} in ${of}.`,
    ...shared.map(([id, count]) => `  ${id} claims ${formatCount(count)} of these with the same right.`),
  ];
}

function orderLines({ headerOrders, orderRequired }: SignatureInspection["definition"]): string[] {
  return listed(
    `Header order, ${orderRequired ? "one of these required" : "known"}`,
    headerOrders.map(({ keys }) => keys.join(", ")),
  );
}

/** Messages to the byte, each behind the packet it came in. */
function exampleLines(title: string, examples: readonly DraftExample[]): string[] {
  return listed(
    title,
    examples.flatMap(({ message, source, sourcePort, destination, destinationPort }, index) => [
      `${index + 1}: ${source}, port ${sourcePort}, to ${destination}, port ${destinationPort}`,
      ...linesOf(message).map((line) => `   ${line}`.trimEnd()),
    ]),
  );
}

/** What comes behind the last line end is a line only where it is not empty. */
function linesOf(message: readonly string[]): readonly string[] {
  return message.at(-1) === "" ? message.slice(0, -1) : message;
}

function describeRevision({ kind, at, author, reason, pack, undone, applied, changes }: SignatureRevisionView): string {
  const from = pack === null ? "" : ` from ${pack.id} ${pack.version}`;
  const standing = undone ? ", undone since" : applied ? "" : ", not in use yet";
  const what = changes.length === 0 ? "" : `: ${changes.map((change) => change.what).join(", ")}`;
  return `${at.slice(0, 19)}Z  ${REVISION_WORDS[kind]} by ${author}${from}${standing}${what}${reason === null ? "" : ` (${reason})`}`;
}

function listed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`.trimEnd())];
}

function textOf(lines: readonly string[]): string {
  return `${lines.map(visibleText).join("\n")}\n`;
}
