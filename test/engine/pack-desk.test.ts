import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { ImportPreview } from "../../core/contract/packs.ts";
import type { Session } from "../../core/engine/session.ts";
import { formatPack, type SignaturePack } from "../../core/pack/pack.ts";
import { sealingKey, sealPack } from "../../core/pack/seal.ts";
import { caseIn } from "../builders/case.ts";
import { builtinPack } from "../builders/library.ts";
import { capturePath, temporaryFolder } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";
import { unlikeOthers } from "../builders/signature.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const [FIRST, SECOND] = builtinPack.signatures as [
  SignaturePack["signatures"][number],
  SignaturePack["signatures"][number],
];
const KEY = sealingKey(new Uint8Array(32).fill(7));

/** A pack of ours: one signature as it is, one with other notes, one of a tool nobody knows. */
const GIVEN: SignaturePack = {
  ...builtinPack,
  id: "their/pack",
  packVersion: "2.0.0",
  changelog: [{ packVersion: "2.0.0", note: "first" }],
  signatures: [FIRST, { ...SECOND, notes: "seen again" }, unlikeOthers("their/tool")],
};

function written(pack: SignaturePack): string {
  const file = path.join(temporaryFolder(), "their.ringpack");
  fs.writeFileSync(file, formatPack(pack));
  return file;
}

function kinds(preview: ImportPreview): Record<string, string> {
  if (preview.kind !== "preview") throw new Error(JSON.stringify(preview));
  return Object.fromEntries(preview.signatures.map(({ signature, kind }) => [signature, kind]));
}

function hashOf(preview: ImportPreview): string {
  if (preview.kind !== "preview") throw new Error(JSON.stringify(preview));
  return preview.sha256;
}

async function library(session: Session) {
  const { signatures } = await session.signatures.list();
  return new Map(signatures.map((row) => [row.id, row]));
}

describe("importing a pack into a case", () => {
  test("says what would become of each signature, takes what is chosen as one event, and gives it back", {
    timeout: 60_000,
  }, async () => {
    const session = await sessionOn(caseIn(), [SVMAP], true);
    const file = written(sealPack(GIVEN, KEY));
    const preview = await session.packDesk.preview({ file, without: [] });
    expect(kinds(preview)).toEqual({ [FIRST.id]: "identical", [SECOND.id]: "changed", "their/tool": "new" });
    if (preview.kind !== "preview") return;
    expect([preview.sealedBy, preview.pack.licence, preview.changelog[0]?.note]).toEqual([
      KEY.publicKey,
      builtinPack.licence,
      "first",
    ]);
    expect(preview.signatures.find(({ signature }) => signature === SECOND.id)?.changes).toEqual([
      { what: "notes", before: SECOND.notes || null, after: "seen again" },
    ]);
    // Looking changes nothing.
    expect((await session.signatures.list()).pending).toBe(0);

    const choice = { file, without: [SECOND.id] };
    expect(kinds(await session.packDesk.preview(choice))).toMatchObject({ [SECOND.id]: "left", "their/tool": "new" });
    const done = await session.packDesk.import(choice, preview.sha256, "from a colleague");
    expect(done.said).toContain("1 signature of their/pack 2.0.0 imported");
    const after = await library(session);
    expect(after.get("their/tool")).toMatchObject({
      origin: "imported",
      pending: true,
      pack: { id: "their/pack", version: "2.0.0" },
    });
    expect(after.get(SECOND.id)).toMatchObject({ origin: "built-in" });
    expect(session.actions.deeds().deeds[0]?.words).toBe("importing 1 signature of their/pack 2.0.0");
    const inspected = await session.signatures.inspect("their/tool");
    expect(inspected?.history).toMatchObject([{ kind: "new", reason: "from a colleague" }]);
    expect(inspected?.definition).toEqual(GIVEN.signatures[2]);

    await session.actions.step("undo");
    expect((await library(session)).has("their/tool")).toBe(false);
    await session.actions.step("redo");
    expect((await library(session)).has("their/tool")).toBe(true);
    // What is there already is no import.
    expect((await session.packDesk.import(choice, preview.sha256, null)).fault).toContain("nothing to import");
  });

  test("takes nothing while a signature conflicts, and the others once it is left out", {
    timeout: 60_000,
  }, async () => {
    const session = await sessionOn(caseIn(), [SVMAP], true);
    const stolen = { ...unlikeOthers(FIRST.id), tool: { id: "their/tool", name: "Theirs" } };
    const file = written({ ...GIVEN, signatures: [stolen, GIVEN.signatures[1] as typeof stolen] });
    const preview = await session.packDesk.preview({ file, without: [] });
    expect(kinds(preview)).toMatchObject({ [FIRST.id]: "conflicting" });
    const refused = await session.packDesk.import({ file, without: [] }, hashOf(preview), null);
    expect(refused.fault).toContain("1 signature conflicts with the library");
    expect(session.actions.deeds().inAll).toBe(0);
    const without = [FIRST.id];
    expect(kinds(await session.packDesk.preview({ file, without }))).toEqual({
      [FIRST.id]: "left",
      [SECOND.id]: "changed",
    });
    expect((await session.packDesk.import({ file, without }, hashOf(preview), null)).fault).toBeNull();
    expect((await library(session)).get(SECOND.id)).toMatchObject({ origin: "imported", overrides: true });
  });

  test("brings a retired signature back as its pack has it", { timeout: 60_000 }, async () => {
    const session = await sessionOn(caseIn(), [SVMAP], true);
    await session.signatures.change({ kind: "retire", id: FIRST.id }, null);
    const file = written({ ...GIVEN, signatures: [FIRST] });
    const preview = await session.packDesk.preview({ file, without: [] });
    if (preview.kind !== "preview") throw new Error(preview.kind);
    expect(preview.signatures).toMatchObject([{ kind: "new", retired: true }]);
    expect((await session.packDesk.import({ file, without: [] }, preview.sha256, null)).fault).toBeNull();
    expect((await library(session)).get(FIRST.id)).toMatchObject({
      origin: "built-in",
      retired: false,
      pending: false,
    });
  });

  test.each([
    ["no JSON", "not a pack", "not JSON"],
    ["another shape", JSON.stringify({ ...builtinPack, signatures: [{}] }), "signatures[0].id"],
    ["a broken seal", formatPack(sealPack(GIVEN, KEY)).replace("seen again", "seen never"), "seal"],
    ["a prototype", '{"__proto__": {"format": "ringprint.pack"}, "constructor": 1}', "format"],
  ])("refuses a file of %s with the reason, and changes nothing", { timeout: 60_000 }, async (_name, text, said) => {
    const session = await sessionOn(caseIn(), [SVMAP], true);
    const file = path.join(temporaryFolder(), "bad.ringpack");
    fs.writeFileSync(file, text);
    const preview = await session.packDesk.preview({ file, without: [] });
    expect(preview).toMatchObject({ kind: "refused", name: "bad.ringpack" });
    expect(JSON.stringify(preview)).toContain(said);
    expect((await session.packDesk.import({ file, without: [] }, "0", null)).fault).toContain("Nothing was imported");
    expect(session.actions.deeds().inAll).toBe(0);
  });

  test("refuses a file that was changed since it was looked at", { timeout: 60_000 }, async () => {
    const session = await sessionOn(caseIn(), [SVMAP], true);
    const file = written(GIVEN);
    const preview = await session.packDesk.preview({ file, without: [] });
    fs.writeFileSync(file, formatPack({ ...GIVEN, name: "another" }));
    const refused = await session.packDesk.import({ file, without: [] }, hashOf(preview), null);
    expect(refused.fault).toContain("was changed since you looked at it");
    expect(session.actions.deeds().inAll).toBe(0);
  });

  test("looks at many signatures without keeping the others waiting, and gives up what nobody waits for", {
    timeout: 120_000,
  }, async () => {
    const session = await sessionOn(caseIn(), [SVMAP], true);
    const copies = Array.from({ length: 12 }, (_, copy) =>
      builtinPack.signatures.map((one) => ({ ...one, id: `copy${copy}/${one.id.replaceAll("/", "-")}`, parent: null })),
    ).flat();
    const file = written({ ...GIVEN, signatures: copies });
    const first = session.packDesk.preview({ file, without: [] });
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    const second = session.packDesk.preview({ file, without: [] });
    expect((await first).kind).toBe("overtaken");
    const kinds = await second;
    clearInterval(timer);
    expect(kinds.kind === "preview" && kinds.signatures.every(({ kind }) => kind === "conflicting")).toBe(true);
    expect(turns).toBeGreaterThan(10);
    const third = session.packDesk.preview({ file, without: [] });
    await session.close();
    expect((await third).kind).toBe("overtaken");
  });
});
