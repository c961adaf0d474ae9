import { expect, test } from "vitest";
import type { DrawnPart } from "../../core/contract/inspection.ts";
import { drawSignature } from "../../core/report/signature-view.ts";
import { compileLibrary, type SignatureDefinition } from "../../core/signature/signature.ts";
import { builtinPack } from "../builders/library.ts";

/** A part in short: constants as they are, tokens <so>, gaps [so]. */
function shortOf(part: DrawnPart): string {
  switch (part.kind) {
    case "constant":
      return part.text;
    case "token":
      return `<${part.name}>`;
    case "gap":
      return `[${part.shortest}-${part.longest ?? "*"} ${part.class}]`;
    case "choice":
      return `(${part.alternatives.map((parts) => parts.map(shortOf).join("")).join("|")})`;
  }
}

test.each([
  ["no alternatives", "sip:100@{DestIP}", "sip:100@<DestIP>"],
  [
    "tokens and gaps in alternatives",
    "a({DestIP:hexascii}{DestPort:hexascii}|{24:hex})b",
    "a(<DestIP:hexascii><DestPort:hexascii>|[24-24 hex])b",
  ],
  ["blanks and nothing", "tag=(| )x", "tag=(| )x"],
  ["escaped bytes", "(a\\x7cb|\\x28)", "(a|b|()"],
  ["one alternative is none", "a(b)c", "abc"],
])("the pattern of a signature is drawn in pieces: %s", (_name, pattern, drawn) => {
  const known = builtinPack.signatures[0] as SignatureDefinition;
  const compiled = compileLibrary([
    { ...known, fields: { subject: pattern }, required: ["subject"], varies: [], absent: [] },
  ]);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  const [field] = compiled.library.signatures.flatMap(drawSignature).filter(({ key }) => key === "subject");
  if (field?.cell.kind !== "value") throw new Error("the key has a pattern");
  expect(field.cell.parts.map(shortOf).join("")).toBe(drawn);
});
