import { describe, expect, test } from "vitest";
import { comparePacks, previewImport } from "../../core/pack/compare-packs.ts";
import { importPack, makePack } from "../../core/pack/make-pack.ts";
import { decodePack, formatPack, type SignaturePack } from "../../core/pack/pack.ts";
import { isSealIntact, readSealingKey, sealingKey, sealPack } from "../../core/pack/seal.ts";
import type { SignatureDefinition } from "../../core/signature/signature.ts";
import { builtinPack } from "../builders/library.ts";

function signature(id: string): SignatureDefinition {
  return builtinPack.signatures.find((candidate) => candidate.id === id) as SignatureDefinition;
}

const NMAP = signature("paper/5");
const SVMAP = signature("paper/1");
const MASSCAN = signature("paper/14/template");

describe("a preview says what an import would do", () => {
  const preview = (...theirs: readonly SignatureDefinition[]) =>
    previewImport([NMAP, SVMAP], theirs).map(({ kind, signature: id, differs, because }) =>
      [kind, id, ...differs, because].join(" ").trim(),
    );

  test("new, changed and identical ones", () => {
    const changed = { ...NMAP, notes: "more", fields: { ...NMAP.fields, accept: "text/plain" } };
    expect(preview(SVMAP, MASSCAN, changed)).toEqual([
      "identical paper/1",
      "new paper/14/template",
      "changed paper/5 fields.accept notes",
    ]);
  });

  test("an id that is another tool's conflicts", () => {
    expect(preview({ ...NMAP, tool: { id: "local/x", name: "X" } })).toEqual([
      "conflicting paper/5 tool.id tool.name the same id is that of paper/5 here",
    ]);
  });

  test("a signature that takes examples from one of ours conflicts", () => {
    const [line] = preview({ ...NMAP, id: "local/copy" });
    expect(line).toMatch(/^conflicting local\/copy /);
  });

  test("an example that its own signature does not name conflicts", () => {
    const [line] = preview({ ...MASSCAN, examples: NMAP.examples });
    expect(line).toMatch(/^conflicting paper\/14\/template positive-/);
  });
});

test("comparing says what was added, removed and changed, and in what", () => {
  const orders = { ...SVMAP, headerOrders: [] };
  expect(comparePacks([NMAP, SVMAP], [orders, MASSCAN])).toEqual([
    { signature: "paper/1", kind: "changed", differs: ["headerOrders"] },
    { signature: "paper/14/template", kind: "added", differs: [] },
    { signature: "paper/5", kind: "removed", differs: [] },
  ]);
});

test("an imported pack is the next minor version and says where it comes from", () => {
  const theirs: SignaturePack = {
    ...builtinPack,
    id: "other",
    packVersion: "3.1.4",
    authors: ["A"],
    signatures: [MASSCAN],
  };
  const ours: SignaturePack = { ...builtinPack, signatures: [NMAP] };
  const joined = importPack(ours, theirs);
  expect([joined.id, joined.packVersion, joined.changelog[0]]).toEqual([
    "builtin",
    "1.2.0",
    { packVersion: "1.2.0", note: "Imported other 3.1.4." },
  ]);
  expect(joined.signatures.map(({ id }) => id)).toEqual(["paper/14/template", "paper/5"]);
  expect(joined.authors).toContain("A");
});

test("a pack that is written and read is the same, and the same bytes", () => {
  for (const pack of [builtinPack, makePack([builtinPack], { id: "local/one" }, ["paper/1"])]) {
    const text = formatPack(pack);
    const decoded = decodePack(text);
    expect(decoded.ok && decoded.pack).toEqual(pack);
    expect(decoded.ok && formatPack(decoded.pack)).toBe(text);
  }
});

describe("a seal", () => {
  // RFC 8032 section 7.1, test 1: what these secret bytes make.
  const secret = Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex");
  const key = sealingKey(secret);
  const sealed = sealPack(builtinPack, key);

  test("has the key of the standard", () => {
    expect(key.publicKey).toBe("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    expect(readSealingKey(JSON.stringify({ ...key, publicKey: "a".repeat(64) }))).toEqual(key);
    expect(readSealingKey("{}")).toBeUndefined();
    expect(readSealingKey("no JSON")).toBeUndefined();
  });

  test("is kept and intact when the pack is written and read", () => {
    const decoded = decodePack(formatPack(sealed));
    expect(decoded.ok && decoded.pack).toEqual(sealed);
    expect(isSealIntact(sealed)).toBe(true);
    expect(isSealIntact(builtinPack)).toBe(false);
  });

  test("breaks with every change, and such a pack is refused", () => {
    const changes: readonly Partial<SignaturePack>[] = [
      { name: "Other" },
      { signatures: builtinPack.signatures.slice(1) },
      { seal: { ...(sealed.seal as NonNullable<SignaturePack["seal"]>), publicKey: "0".repeat(64) } },
      { seal: sealPack({ ...builtinPack, name: "Other" }, key).seal },
    ];
    for (const change of changes) {
      const decoded = decodePack(formatPack({ ...sealed, ...change }));
      expect(decoded.ok ? [] : decoded.errors.map(({ code }) => code)).toEqual(["broken-seal"]);
    }
  });

  test("is gone from a pack that is made of sealed ones", () => {
    expect(makePack([sealed], {}, null).seal).toBeUndefined();
  });
});
