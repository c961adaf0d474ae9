import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { DraftExample, SignatureDraft, SignatureTrial } from "../../core/contract/signatures.ts";
import { insertEvent } from "../../core/engine/case/events.ts";
import { signatureEvent } from "../../core/engine/case/own-signatures.ts";
import type { Session } from "../../core/engine/session.ts";
import type { SignatureDefinition } from "../../core/signature/signature.ts";
import { caseIn, mergeAll, openedCase } from "../builders/case.ts";
import { builtinPack } from "../builders/library.ts";
import { ROOT, temporaryFolder } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
/** In the sample: an edited SIPVicious of three flows. */
const EDITED = "sipfp1:opt12_2336d470ef22_3dde56b8";
const NAME = { tool: { id: "own/edit", name: "Edit" }, variant: "" };

const flowsOf = async (session: Session, tool: string) => {
  const query = { text: `tool == "${tool}"`, span: null, sort: "packets", descending: true } as const;
  return (await session.results.flowPage(query, 0, 1)).matching;
};

/** Waits until nothing is being named. */
async function settled(session: Session): Promise<void> {
  await session.read([]);
}

async function proposed(session: Session): Promise<SignatureDraft> {
  const proposal = await session.signatures.propose([EDITED], NAME);
  if (proposal.kind !== "proposed") throw new Error(JSON.stringify(proposal));
  expect(proposal.shortcomings).toEqual([]);
  expect(proposal.fields.some(({ required, onlyItExcludes }) => required && onlyItExcludes > 0)).toBe(true);
  return proposal.draft;
}

async function tried(session: Session, draft: SignatureDraft): Promise<Extract<SignatureTrial, { kind: "tried" }>> {
  const trial = await session.signatures.try(draft, [EDITED]);
  if (trial.kind !== "tried") throw new Error(JSON.stringify(trial));
  return trial;
}

/** Puts to use what is written. */
async function apply(session: Session): Promise<void> {
  const preview = await session.signatures.previewRematch();
  if (preview.kind !== "summary") throw new Error(preview.kind);
  expect((await session.signatures.applyRematch(preview.stamp)).fault).toBeNull();
  await settled(session);
}

test("a signature is proposed, tried, saved, put to use, undone, done again, and there after the case was opened again", {
  timeout: 180_000,
}, async () => {
  const file = caseIn();
  const session = await sessionOn(file, [SAMPLE], true);
  const draft = await proposed(session);
  expect(draft.parent).toBe("paper/1");
  const trial = await tried(session, draft);
  expect([trial.hits.strands, trial.misses.strands, trial.hits.packets]).toEqual([3, 0, 1680]);
  expect(trial.warnings).toEqual([]);
  expect(trial.strands).toBeGreaterThan(50);

  // One field more than its messages have, and it names none of them.
  const broken = { ...draft, fields: { ...draft.fields, subject: "x" }, required: [...draft.required, "subject"] };
  const failing = await tried(session, broken);
  expect([failing.hits.strands, failing.misses.strands]).toEqual([0, 3]);
  expect(failing.misses.listed.map(({ differs }) => differs)).toEqual([["subject"], ["subject"], ["subject"]]);
  expect(failing.warnings.join(" ")).toContain("Its positive example 1 is not named by it");
  const refused = await session.signatures.change({ kind: "write", draft: broken, isNew: true }, null);
  expect(refused.fault).toContain("positive example 1");
  const unsound = await session.signatures.try({ ...draft, fields: { ...draft.fields, from: "{12:nothing}" } }, []);
  expect(unsound).toMatchObject({ kind: "unsound", faults: [{ place: "from" }] });

  expect((await session.signatures.change({ kind: "write", draft, isNew: true }, "an edit")).fault).toBeNull();
  expect((await session.signatures.change({ kind: "write", draft, isNew: true }, null)).fault).not.toBeNull();
  expect((await session.signatures.list()).pending).toBe(1);
  // Nothing is named otherwise before that is asked for.
  expect(await flowsOf(session, "own/edit")).toBe(0);
  const preview = await session.signatures.previewRematch();
  if (preview.kind !== "summary") throw new Error(preview.kind);
  expect([preview.changed, preview.changesInAll, preview.strands]).toEqual([3, 1, trial.strands]);
  expect(preview.changes[0]).toMatchObject({
    strands: 3,
    flows: 3,
    packets: 1680,
    after: { signatures: ["own/edit"] },
  });
  expect((await session.signatures.applyRematch("another")).fault).toContain("have changed since");
  await apply(session);
  expect(await flowsOf(session, "own/edit")).toBe(3);
  const row = (await session.signatures.list()).signatures.find(({ id }) => id === "own/edit");
  expect(row).toMatchObject({ origin: "own", pending: false, pack: null, positive: draft.examples.positive.length });
  expect(row?.coverage).toMatchObject({ strands: 3, flows: 3, packets: 1680, shared: [] });

  await session.actions.step("undo");
  await settled(session);
  expect(await flowsOf(session, "own/edit")).toBe(0);
  expect((await session.signatures.list()).pending).toBe(1);
  await session.actions.step("redo");
  await settled(session);
  expect(await flowsOf(session, "own/edit")).toBe(3);
  await session.close();

  const again = await sessionOn(file, []);
  expect(again.state().judgedBy).toBeNull();
  expect(await flowsOf(again, "own/edit")).toBe(3);
  const inspected = await again.signatures.inspect("own/edit");
  expect(inspected?.history).toMatchObject([{ kind: "new", reason: "an edit", undone: false, applied: true }]);
  expect(inspected?.definition).toEqual(draft);

  // Retired, its strands lose the name; the built-in ones can be retired and restored, too.
  expect((await again.signatures.change({ kind: "retire", id: "own/edit" }, null)).fault).toBeNull();
  expect((await again.signatures.change({ kind: "retire", id: "paper/1" }, "too wide")).fault).toBeNull();
  const named = await flowsOf(again, "paper/1");
  expect(named).toBeGreaterThan(0);
  await apply(again);
  expect([await flowsOf(again, "own/edit"), await flowsOf(again, "paper/1")]).toEqual([0, 0]);
  expect((await again.signatures.change({ kind: "as-packed", id: "paper/1" }, null)).fault).toBeNull();
  await apply(again);
  expect(await flowsOf(again, "paper/1")).toBe(named);
  expect((await again.signatures.inspect("paper/1"))?.history.map(({ kind }) => kind)).toEqual([
    "as-packed",
    "retired",
  ]);
});

test("a built-in signature is overridden, and its history tells what differs", { timeout: 180_000 }, async () => {
  const session = await sessionOn(caseIn(), [SAMPLE], true);
  const inspected = await session.signatures.inspect("paper/1");
  if (inspected === null) throw new Error("built in");
  expect(inspected.row).toMatchObject({ origin: "built-in", overrides: false, retired: false });
  expect(inspected.fields.map(({ key }) => key)).toContain("user-agent");
  const draft = { ...inspected.definition, notes: "Seen in the telescope." };
  expect((await session.signatures.change({ kind: "write", draft, isNew: false }, null)).fault).toBeNull();
  const own = await session.signatures.inspect("paper/1");
  expect(own?.row).toMatchObject({ origin: "own", overrides: true, pending: true });
  expect(own?.history[0]?.changes).toEqual([
    { what: "notes", before: inspected.definition.notes || null, after: "Seen in the telescope." },
  ]);
  // What is only said and asks for nothing changes no name.
  const preview = await session.signatures.previewRematch();
  expect(preview).toMatchObject({ kind: "summary", changed: 0 });

  // A message that was pasted loses the addresses of the telescope, in every form it knows.
  const [known] = draft.examples.positive as unknown as readonly [DraftExample];
  const pasted = {
    ...known,
    message: ["OPTIONS sip:100@198.51.100.7 SIP/2.0", "Via: SIP/2.0/UDP 9.9.9.9", "From: <sip:c6336407@x>", "", ""],
    source: "9.9.9.9",
    destination: "198.51.100.7",
  };
  const rewritten = await session.signatures.rewriteExample(pasted, draft);
  const { source = "", destination: address = "" } = rewritten ?? {};
  expect([source, address].join()).not.toMatch(/9\.9\.9\.9|198\.51\.100\./);
  const hex = address
    .split(".")
    .map((part) => Number(part).toString(16).padStart(2, "0"))
    .join("");
  expect(rewritten?.message).toEqual([
    `OPTIONS sip:100@${address} SIP/2.0`,
    `Via: SIP/2.0/UDP ${source}`,
    `From: <sip:${hex}@x>`,
    "",
    "",
  ]);
  expect(await session.signatures.rewriteExample({ ...pasted, source: "here" }, draft)).toBeNull();
});

test("while a proposal is worked out other questions are answered, and it ends once it is not wanted", {
  timeout: 180_000,
}, async () => {
  const session = await sessionOn(caseIn(), [SAMPLE], true);
  let answered = 0;
  const asking = setInterval(() => (answered += 1), 0);
  const [earlier, later] = await Promise.all([
    session.signatures.propose([EDITED], NAME),
    session.signatures.propose([EDITED], NAME),
  ]);
  clearInterval(asking);
  expect([earlier.kind, later.kind]).toEqual(["overtaken", "proposed"]);
  expect(answered).toBeGreaterThan(5);
  const given = session.signatures.propose([EDITED], NAME);
  session.signatures.stopProposing();
  expect(await given).toEqual({ kind: "overtaken" });
  await session.close();
});

test("what two analysts wrote differently is listed when their cases are merged, decided, and that undone", {
  timeout: 180_000,
}, async () => {
  const folder = temporaryFolder();
  const origin = caseIn(folder, "origin.ringcase");
  await (await openedCase(origin, true)).close();
  const [known] = builtinPack.signatures as [SignatureDefinition];
  const files = await Promise.all(
    ["ann", "bob"].map(async (author, index) => {
      const file = caseIn(folder, `${author}.ringcase`);
      fs.copyFileSync(origin, file);
      const opened = await openedCase(file, false);
      const after = { ...known, notes: `by ${author}` };
      const event = signatureEvent([{ id: known.id, before: null, after }], null, null);
      await opened.save((connection) => insertEvent(connection, { author, atMs: 1000 + index, ...event }));
      await opened.close();
      return file;
    }),
  );
  const merged = caseIn(folder, "merged.ringcase");
  expect(await mergeAll(files, merged)).toMatchObject({
    signatureConflicts: [{ id: known.id, holds: { author: "bob" }, other: { author: "ann" } }],
  });
  const session = await sessionOn(merged, [], false);
  const { signatures } = session;
  const notesNow = async () => (await signatures.inspect(known.id))?.definition.notes;
  const conflicts = async () => (await signatures.list()).conflicts;
  const listed = await conflicts();
  expect(listed).toMatchObject([{ id: known.id, holds: { kind: "written", author: "bob" }, other: { author: "ann" } }]);
  expect(listed[0]?.differences).toEqual([{ what: "notes", before: "by ann", after: "by bob" }]);
  const decide = (keep: "holds" | "other") => signatures.change({ kind: "decide", id: known.id, keep }, null);
  expect((await decide("other")).fault).toBeNull();
  expect([await conflicts(), await notesNow()]).toEqual([[], "by ann"]);
  expect((await decide("holds")).fault).toMatch(/nothing to decide/);
  await session.actions.step("undo");
  expect([await conflicts(), await notesNow()]).toEqual([listed, "by bob"]);
  expect((await decide("holds")).fault).toBeNull();
  expect([await conflicts(), await notesNow()]).toEqual([[], "by bob"]);
  expect(session.actions.deeds().deeds[0]?.words).toContain(`keeping the signature ${known.id} as it is`);
  await session.close();
});

test("closing the case ends a re-match that is worked out, and whoever waits for it is told", async () => {
  const session = await sessionOn(caseIn(), [SAMPLE], true);
  const draft = await proposed(session);
  expect((await session.signatures.change({ kind: "write", draft, isNew: true }, null)).fault).toBeNull();
  const asked = session.signatures.previewRematch();
  await session.close();
  expect(await asked).toEqual({ kind: "overtaken" });
});
