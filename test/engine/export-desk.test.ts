import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type ExportChoice, type ExportSheet, PACK_TARGETS, type PackTarget } from "../../core/contract/packs.ts";
import type { SignatureDraft } from "../../core/contract/signatures.ts";
import { formatPack } from "../../core/pack/pack.ts";
import { isSealIntact, sealingKey } from "../../core/pack/seal.ts";
import { caseIn } from "../builders/case.ts";
import { builtinPack } from "../builders/library.ts";
import { capturePath, runProgram, temporaryFolder } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";
import { unlikeOthers } from "../builders/signature.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const FACTS = { id: "own/pack", name: "Ours", packVersion: "1.2.3", licence: "CC0-1.0", authors: ["Ada", "Bo"] };
const IDS = ["paper/1", "paper/2", "their/tool"];
const RELEASE = "for a test";
const PLACE = { release: null, keyFile: null };

/** A pack of one signature that is nobody else's. */
function theirs(folder: string): string {
  const file = path.join(folder, "their.ringpack");
  fs.writeFileSync(file, formatPack({ ...builtinPack, id: "their/pack", signatures: [unlikeOthers("their/tool")] }));
  return file;
}

function choiceOf(target: PackTarget, signatures: readonly string[] = IDS): ExportChoice {
  return { signatures: [...signatures], target, facts: FACTS };
}

function sheetIn(sheet: ExportSheet): Extract<ExportSheet, { kind: "sheet" }> {
  if (sheet.kind !== "sheet") throw new Error(JSON.stringify(sheet));
  return sheet;
}

test("what the window exports equals byte for byte what the command line writes for the same choice, sheets included", {
  timeout: 180_000,
}, async () => {
  const folder = temporaryFolder();
  const [ours, programs] = ["window", "program"].map((name) => path.join(folder, name)) as [string, string];
  for (const name of [ours, programs]) fs.mkdirSync(name);
  const pack = theirs(folder);
  const file = caseIn(folder);
  const session = await sessionOn(file, [SVMAP], true);
  const preview = await session.packDesk.preview({ file: pack, without: [] });
  if (preview.kind !== "preview") throw new Error(preview.kind);
  await session.packDesk.import({ file: pack, without: [] }, preview.sha256, null);
  for (const target of PACK_TARGETS) {
    const place = { file: path.join(ours, target), release: RELEASE, keyFile: null };
    expect(await session.packDesk.exports.write(choiceOf(target), place)).toBeNull();
  }
  await session.close();

  const given = ["--case", file, "--allow-telescope", RELEASE];
  const facts = [
    "--id",
    FACTS.id,
    "--name",
    FACTS.name,
    "--pack-version",
    FACTS.packVersion,
    "--licence",
    FACTS.licence,
  ];
  const authors = FACTS.authors.flatMap((author) => ["--author", author]);
  const built = path.join(programs, "ringpack");
  const only = IDS.flatMap((id) => ["--only", id]);
  const run = (...args: readonly string[]) => runProgram(["pack", ...args, ...given]).status;
  expect(run("build", "builtin", pack, ...only, ...facts, ...authors, "--out", built)).toBe(0);
  for (const target of PACK_TARGETS.filter((name) => name !== "ringpack")) {
    expect(run("export", built, "--target", target, "--out", path.join(programs, target))).toBe(0);
  }
  const names = fs.readdirSync(programs).sort();
  expect(names).toHaveLength(1 + 2 * (PACK_TARGETS.length - 1));
  expect(fs.readdirSync(ours).sort()).toEqual(names);
  for (const name of names) {
    expect(fs.readFileSync(path.join(ours, name), "utf8"), name).toBe(
      fs.readFileSync(path.join(programs, name), "utf8"),
    );
  }
});

test("the sheet says what each rule keeps, and finds among the examples and in the case", {
  timeout: 60_000,
}, async () => {
  const session = await sessionOn(caseIn(), [SVMAP], true);
  const { exports } = session.packDesk;
  const sheet = sheetIn(await exports.look(choiceOf("suricata7", ["paper/1", "paper/2"])));
  expect(sheet.rules.map(({ signature }) => signature)).toEqual(["paper/1", "paper/2"]);
  const [first] = sheet.rules;
  expect(first?.examples.hits).toBeGreaterThan(0);
  expect(first?.inCase).toMatchObject({ misses: 0, falseHits: [] });
  expect(first?.inCase?.hits).toBeGreaterThan(0);
  expect(first?.fields.every(({ fate, because }) => (fate === "kept") === (because === ""))).toBe(true);
  expect(sheetIn(await exports.look(choiceOf("ringpack", ["paper/1"]))).rules[0]?.inCase).toBeNull();
  expect(await exports.look(choiceOf("yara", ["paper/99"]))).toEqual({
    kind: "refused",
    faults: ["There is no signature paper/99 to export."],
  });
  const unnamed = { ...choiceOf("yara", ["paper/1"]), facts: { ...FACTS, licence: "", packVersion: "one" } };
  const refused = await exports.look(unnamed);
  expect(refused.kind === "refused" && refused.faults.map((fault) => fault.split(":")[0])).toEqual([
    "packVersion",
    "licence",
  ]);
  await session.signatures.change({ kind: "retire", id: "paper/1" }, null);
  expect((await exports.look(choiceOf("yara", ["paper/1"]))).kind).toBe("refused");
});

test("nothing leaves that gives the telescope away, unless that is released; the places are named", {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const file = caseIn(folder);
  // Its destinations are in 127.101.0.0/24.
  const session = await sessionOn(file, [SVMAP], true);
  const draft = { ...unlikeOthers("own/leaky"), notes: "aimed at 7f650009" } as SignatureDraft;
  expect((await session.signatures.change({ kind: "write", draft, isNew: true }, null)).fault).toBeNull();
  const out = path.join(folder, "out");
  const choice = choiceOf("ringpack", ["own/leaky"]);
  const { leaks } = sheetIn(await session.packDesk.exports.look(choice));
  expect(leaks).toContain("signatures[0].notes holds 127.101.0.9 of the telescope as hex.");
  expect(await session.packDesk.exports.write(choice, { ...PLACE, file: out })).toContain("give the telescope away");
  expect(fs.readdirSync(folder)).not.toContain("out");
  expect(await session.packDesk.exports.write(choice, { ...PLACE, file: out, release: RELEASE })).toBeNull();
  expect(fs.readFileSync(out, "utf8")).toContain("7f650009");
});

test("a pack leaves with a seal, and never over a capture, the case or the key", { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const capture = path.join(folder, "svmap.pcap");
  fs.copyFileSync(SVMAP, capture);
  const file = caseIn(folder);
  const session = await sessionOn(file, [capture], true);
  const key = sealingKey(new Uint8Array(32).fill(7));
  const keyFile = path.join(folder, "key.json");
  fs.writeFileSync(keyFile, JSON.stringify(key));
  const out = path.join(folder, "sealed.ringpack");
  const write = (where: string, keyed: string | null) =>
    session.packDesk.exports.write(choiceOf("ringpack", ["paper/1"]), {
      release: RELEASE,
      keyFile: keyed,
      file: where,
    });
  expect(await write(out, keyFile)).toBeNull();
  const sealed = JSON.parse(fs.readFileSync(out, "utf8"));
  expect([isSealIntact(sealed), sealed.seal.publicKey]).toEqual([true, key.publicKey]);
  expect(await write(out, path.join(folder, "gone.json"))).toContain("cannot be read any more");
  for (const where of [capture, file, keyFile]) {
    const before = fs.readFileSync(where);
    expect(await write(where, keyFile)).toContain(path.basename(where));
    expect(fs.readFileSync(where)).toEqual(before);
  }
});
