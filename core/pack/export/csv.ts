import type { SignatureDefinition } from "../../signature/signature.ts";
import { formatCsvRow } from "./csv-row.ts";
import type { Target } from "./target.ts";

const COLUMNS: readonly (readonly [string, (signature: SignatureDefinition) => string])[] = [
  ["id", ({ id }) => id],
  ["tool", ({ tool }) => tool.id],
  ["name", ({ tool }) => tool.name],
  ["family", ({ family }) => family],
  ["variant", ({ variant }) => variant],
  ["parent", ({ parent }) => parent ?? ""],
  ["certainty", ({ certainty }) => certainty],
  ["methods", ({ methods }) => methods?.join(" ") ?? ""],
  ["fields", ({ fields }) => JSON.stringify(fields)],
  ["required", ({ required }) => required.join(" ")],
  ["absent", ({ absent }) => absent.join(" ")],
  ["varies", ({ varies }) => varies.join(" ")],
  ["headerOrders", ({ headerOrders }) => JSON.stringify(headerOrders)],
  ["references", ({ references }) => JSON.stringify(references)],
  ["notes", ({ notes }) => notes],
];

/** A row for each signature, without its examples. Fields, orders and references are JSON within their cell. */
export const csv: Target = {
  language: "signatures",
  remarks: [
    "The signatures as they are, without examples; nothing but Ringprint matches them.",
    "Text that a spreadsheet would take for a formula has an apostrophe before it.",
  ],
  write: ({ pack }) =>
    [COLUMNS.map(([name]) => name), ...pack.signatures.map((signature) => COLUMNS.map(([, cell]) => cell(signature)))]
      .map(formatCsvRow)
      .join(""),
};
