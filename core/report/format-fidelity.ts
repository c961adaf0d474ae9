import type { FidelitySheet, FoundExamples, RuleFidelity } from "../pack/export/fidelity.ts";
import { counted, formatTable } from "./text-table.ts";

/** The sheet as an analyst reads it: a line for each rule, and what was weakened or dropped that the signature requires. */
export function formatFidelity({ target, pack, remarks, rules }: FidelitySheet): string {
  const table = formatTable(
    [
      { title: "signature", align: "left" },
      { title: "kept", align: "right" },
      { title: "weakened", align: "right" },
      { title: "dropped", align: "right" },
      { title: "hits", align: "right" },
      { title: "misses", align: "right" },
      { title: "false hits", align: "left" },
    ],
    rules.map((rule) => [
      rule.signature,
      countOf(rule, "kept"),
      countOf(rule, "weakened"),
      countOf(rule, "dropped"),
      String(rule.found.hits),
      String(rule.found.misses),
      describeFalseHits(rule.found),
    ]),
  );
  const lines = [
    `${pack.id} ${pack.packVersion} as ${target}: ${counted(rules.length, "rule")}, and what each finds among the examples of all signatures`,
    "",
    ...table,
    "",
    ...remarks.map((remark) => `- ${remark}`),
  ];
  return `${lines.join("\n")}\n`;
}

function countOf({ fields }: RuleFidelity, fate: RuleFidelity["fields"][number]["fate"]): string {
  return String(fields.filter((field) => field.fate === fate).length);
}

function describeFalseHits({ falseHits }: FoundExamples): string {
  if (falseHits.length === 0) return "0";
  return falseHits.map(({ signature, examples }) => `${examples} of ${signature}`).join(", ");
}
