import { expect, test } from "vitest";
import { lintSignatures } from "../../core/pack/lint.ts";
import { compileLibrary, type SignatureDefinition } from "../../core/signature/signature.ts";
import { builtinPack } from "../builders/library.ts";

const nmap = builtinPack.signatures.find(({ id }) => id === "paper/5") as SignatureDefinition;

/** Findings about these changes of Nmap's signature, as `code id: concerns`. */
function findings(...changes: readonly Partial<SignatureDefinition>[]): string[] {
  const compiled = compileLibrary(changes.map((change, index) => ({ ...nmap, id: `local/${index}`, ...change })));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return lintSignatures(compiled.library).map(
    ({ code, signature, concerns }) => `${code} ${signature}${concerns.map((concern) => ` ${concern}`).join("")}`,
  );
}

test("signatures that say the same shadow each other", () => {
  expect(findings({}, {})).toEqual(["shadowed local/0 local/1", "shadowed local/1 local/0"]);
});

test("a narrow signature with fewer literal bytes is shadowed by a wide one with more", () => {
  const wide = {
    fields: { "call-id": "50000", via: "SIP/2.0/UDP nm;branch=foo(|;rport)" },
    required: ["call-id", "via"],
  };
  const narrow = {
    fields: { "call-id": "{5:dec}", via: "SIP/2.0/UDP nm;branch=foo;rport" },
    required: ["call-id", "via"],
  };
  const fits = {
    fields: { "call-id": "{5:dec}", via: "SIP/2.0/UDP {2:alpha};branch=foo;rport" },
    required: ["call-id", "via"],
  };
  expect(findings(wide, narrow)).toEqual([]);
  expect(findings({ ...wide, fields: { ...wide.fields, "call-id": "{1-9:dec}" } }, narrow)).toEqual([
    "shadowed local/1 local/0",
  ]);
  expect(findings(narrow, fits)).toEqual([]);
});

test.each<[string, Partial<SignatureDefinition>]>([
  ["wants another method", { methods: ["INVITE"] }],
  ["rules a key out", { absent: ["server"] }],
  ["wants a key to vary", { varies: ["call-id"] }],
  ["wants compact names", { compactNames: true }],
  ["wants an order", { orderRequired: true }],
  ["reads other values", { fields: { ...nmap.fields, "call-id": "50001" } }],
])("a signature that %s shadows none that does not", (_name, change) => {
  expect(findings({}, change)).not.toContain("shadowed local/0 local/1");
});

test("a derived signature speaks of every key its parent requires", () => {
  const { contact: _, ...fields } = nmap.fields;
  const required = nmap.required.filter((key) => key !== "contact");
  const child = { fields: { ...fields, from: "<sip:other@nm>;tag=root" }, required, parent: "local/0" };
  expect(findings({}, child)).toEqual(["not-inherited local/1 contact"]);
  expect(findings({}, { ...child, absent: ["contact"] })).toEqual([]);
  expect(findings({}, { ...child, fields: { ...child.fields, contact: null } })).toEqual([]);
});

test("one short field, no negative example and no reference are told", () => {
  const examples = { positive: nmap.examples.positive, negative: [] };
  expect(findings({ fields: { "user-agent": "Hacker" }, required: ["user-agent"], examples, references: [] })).toEqual([
    "says-too-little local/0",
    "no-negative-example local/0",
    "no-reference local/0",
  ]);
});
