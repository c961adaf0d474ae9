import { escapeSymbols } from "../fingerprint/template.ts";
import type { SignaturePreview } from "../signature/proposal/preview.ts";
import type { NoProposal, Proposal, ProposedField } from "../signature/proposal/proposal.ts";
import type { NamedAs, RematchSummary } from "../signature/rematch.ts";
import { type Column, counted, formatCount, formatTable } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

const COLUMNS: readonly Column[] = [
  { title: "Key", align: "left" },
  { title: "Keeps out", align: "right" },
  { title: "Only it", align: "right" },
  { title: "Messages", align: "right" },
  { title: "Flows", align: "right" },
  { title: "Loses", align: "right" },
  { title: "Asks for", align: "left" },
];

const MAY_CHANGE: Readonly<Record<NonNullable<ProposedField["mayChange"]>, string>> = {
  "looks-random": "seen in one flow only, and looks drawn: the next run may have another",
  "foreign-address": "seen in one flow only, and holds an address that is not the packet's own",
  "differs-between-runs": "flows differ in it: the next may differ again",
};

const NO_PROPOSAL: Readonly<Record<NoProposal["code"], string>> = {
  "nothing-chosen": "No strand was chosen.",
  "all-cut": "All messages were cut by the snap length: what lies behind is unknown, and no signature can name them.",
  "nothing-in-common": "No field is there in all messages with something in common. Choose fewer fingerprints.",
  "id-taken": "There is a signature with this id already. Give another --variant, or another --tool.",
};

/** Why nothing is proposed, in a sentence. */
export function describeNoProposal({ code }: NoProposal): string {
  return NO_PROPOSAL[code];
}

/** The proposed signature as text: its fields with what they gain and cost, what it would change, and what it cannot do. */
export function formatProposal(proposal: Proposal, preview: SignaturePreview, summary: RematchSummary): string {
  const { definition, fields, counts, nearest } = proposal;
  const { id, tool, family, variant, parent } = definition;
  const near = nearest.signatures[0];
  const lines = [
    `Signature ${id} of the tool ${tool.name}, family ${family}${variant === "" ? "" : `, variant ${variant}`}`,
    near === undefined
      ? "No known signature is like it."
      : near.score === null
        ? `${near.id} names messages of it already.`
        : `The nearest known signature is ${near.id} (${near.score.toFixed(2)}).`,
    ...(parent === null ? [] : [`It is taken to be derived from ${parent}.`]),
    `Compared with ${counted(counts.strands, "other strand")} of the case and ${counted(counts.examples, "example")} of known signatures.`,
    "",
    "Required, as few fields as will do",
    ...formatTable(COLUMNS, fields.filter(({ required }) => required).map(rowOf)),
    "",
    "Known and not required",
    ...formatTable(COLUMNS, fields.filter(({ required }) => !required).map(rowOf)),
    ...warningsOf(fields),
    "",
    ...previewLines(proposal, preview),
    ...changeLines(summary),
    "",
    ...describeShortcomings(proposal),
    ...(proposal.ambiguous.length + proposal.unclaimed.length > 0
      ? []
      : ["It names every chosen strand, and nothing else that was compared."]),
  ];
  return `${lines.map(visibleText).join("\n")}\n`;
}

function rowOf(field: ProposedField): string[] {
  const { key, excludes, onlyItExcludes, pieces, runs, loses, expected } = field;
  return [
    escapeSymbols(key),
    ...[excludes, onlyItExcludes, pieces, runs, loses].map(formatCount),
    field.kind === "absent" || field.kind === "varies" ? `(${expected})` : expected,
  ];
}

function warningsOf(fields: readonly ProposedField[]): string[] {
  const doubtful = fields.filter(({ required, mayChange }) => required && mayChange !== null);
  return doubtful.map(({ key, mayChange }) => `${escapeSymbols(key)}: ${MAY_CHANGE[mayChange as "looks-random"]}.`);
}

function previewLines({ nearMisses, counts }: Proposal, preview: SignaturePreview): string[] {
  const { hits, misses, collisions } = preview;
  return [
    `In this case it names ${counted(hits.length, "strand")}: ${formatCount(counts.chosen - misses.length)} of ${formatCount(counts.chosen)} chosen.`,
    ...(nearMisses.length === 0 ? [] : ["It only just leaves out:"]),
    ...nearMisses.map(({ rival, differs }) => `  ${rival.id}, by ${differs.map(escapeSymbols).join(", ")}`),
    ...collisions.map(
      ({ signature, keep, change, both }) =>
        `${signature} matches, too: ${counted(keep, "strand")} of it keep that name, ${change} get the new one, ${both} both.`,
    ),
  ];
}

const CHANGE_COLUMNS: readonly Column[] = [
  { title: "Strands", align: "right" },
  { title: "Flows", align: "right" },
  { title: "Sources", align: "right" },
  { title: "Packets", align: "right" },
  { title: "Named before", align: "left" },
  { title: "Named then", align: "left" },
];

/** What strands would be named otherwise. */
function changeLines({ changes }: RematchSummary): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map(({ before, after, strands, flows, sources, packets }) => [
    ...[strands, flows, sources, packets].map(formatCount),
    describeName(before),
    describeName(after),
  ]);
  return ["", "What changes in this case", ...formatTable(CHANGE_COLUMNS, rows)];
}

function describeName({ signatures }: NamedAs): string {
  return signatures.length === 0 ? "-" : signatures.join(" or ");
}

/** What a proposed signature cannot do, in sentences. */
export function describeShortcomings({ ambiguous, unclaimed, outranked }: Proposal): string[] {
  return [
    ...(outranked === 0
      ? []
      : [`${counted(outranked, "other")} fit, too, but another signature says more of them: they keep their name.`]),
    ...ambiguous.map(({ ids, count, exampleOf, wouldTake }) => {
      const who = exampleOf === null ? counted(count, "other strand") : counted(count, `example of ${exampleOf}`);
      const listed = `${ids.join(", ")}${count > ids.length ? ", ..." : ""}`;
      const how = wouldTake.map(({ key, loses }) => `${escapeSymbols(key)} (loses ${loses})`).join(", ");
      return how === ""
        ? `Cannot be told apart: ${who} (${listed}): the same in every field.`
        : `Cannot be told apart: ${who} (${listed}). It would take ${how}.`;
    }),
    ...unclaimed.map(
      ({ id, because, by }) => `Not named: ${id}: ${REASONS[because]}${by.length === 0 ? "" : `: ${by.join(", ")}`}.`,
    ),
  ];
}

const REASONS: Readonly<Record<Proposal["unclaimed"][number]["because"], string>> = {
  cut: "its messages were cut by the snap length",
  "no-match": "it does not match",
  match: "another signature says more of it",
  tie: "another signature says as much of it",
  several: "single messages of it are named otherwise",
};
