import path from "node:path";
import { expect, test } from "vitest";
import type { FlowQuery } from "../../core/contract/flow-table.ts";
import type { NoteTarget } from "../../core/contract/notes.ts";
import { removeCapture } from "../../core/engine/case/remove-capture.ts";
import type { Session } from "../../core/engine/session.ts";
import { caseIn, openedCase } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { capturePath, runProgram, temporaryFolder } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";
import { splitPcap } from "../builders/split-pcap.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const BY = { author: "a", atMs: 1 };
const ALL: FlowQuery = { sort: "packets", descending: true, text: "", span: null };

async function firstFlow(session: Session) {
  const { rows } = await session.results.flowPage(ALL, 0, 1);
  const [flow] = rows;
  if (flow === undefined) throw new Error("the captures hold a flow");
  return flow;
}

const matching = async (session: Session, text: string) =>
  (await session.results.flowPage({ ...ALL, text }, 0, 10)).matching;

test("notes and bookmarks are kept, found by filters, changed, taken away, undone and done again", async () => {
  const file = caseIn();
  const session = await sessionOn(file, [SVMAP], true);
  const { actions } = session;
  const { id: flow, source } = await firstFlow(session);
  const packet: NoteTarget = { kind: "packet", capture: fileHash(SVMAP), number: 3 };
  expect(await actions.addNote({ kind: "flow", flow }, "first of its kind")).toEqual({
    said: `Note on a flow of ${source}.`,
    fault: null,
  });
  expect((await actions.addNote({ kind: "source", source }, null)).said).toBe(`Bookmark on the source ${source}.`);
  expect((await actions.addNote(packet, "odd tag")).said).toBe(`Note on packet 3 of ${path.basename(SVMAP)}.`);
  const notes = await actions.notes();
  expect(notes.map(({ on, text, flows: at }) => [on.kind, text, ...at])).toEqual([
    ["flow", "first of its kind", flow],
    ["source", null, flow],
    ["packet", "odd tag", flow],
  ]);
  expect(await matching(session, 'note contains "odd"')).toBe(1);
  expect(await matching(session, 'mark == "bookmark"')).toBe(1);
  expect(await matching(session, "not exists mark")).toBe(0);
  const page = await session.packetPage(
    { flow, strand: null, text: "exists note", sort: "time", descending: false },
    0,
    10,
  );
  expect(page).toMatchObject({ kind: "page", matching: 1, rows: [{ number: 3 }] });

  const [first, second] = notes;
  expect((await actions.changeNote(first?.id ?? "", "second thoughts")).fault).toBe(null);
  expect((await actions.removeNote(second?.id ?? "")).said).toContain("taken away");
  expect((await actions.notes()).map(({ text }) => text)).toEqual(["second thoughts", "odd tag"]);
  expect((await actions.step("undo")).said).toBe(`Undone: taking away the bookmark on the source ${source}.`);
  expect((await actions.step("undo")).said).toBe(`Undone: the change of the note on a flow of ${source}.`);
  expect((await actions.notes()).map(({ text }) => text)).toEqual(["first of its kind", null, "odd tag"]);
  expect((await actions.step("redo")).said).toBe(`Done again: the change of the note on a flow of ${source}.`);
  for (let steps = 0; steps < 4; steps += 1) await actions.step("undo");
  expect(await actions.notes()).toEqual([]);
  expect((await actions.step("undo")).said).toBe("There is nothing to undo.");
  expect(await matching(session, "exists mark")).toBe(0);
  for (let steps = 0; steps < 3; steps += 1) await actions.step("redo");
  const kept = await actions.notes();
  await session.close();

  // Everything is as it was when the case is opened again, and undo goes on where it was.
  const again = await sessionOn(file, []);
  expect(await again.actions.notes()).toEqual(kept);
  expect((await again.actions.step("redo")).said).toContain("Done again: the change of the note");
});

test("a note stays with its flow while captures are added and removed, and with its packet", async () => {
  const folder = temporaryFolder();
  const parts = splitPcap(SVMAP, 3, folder);
  const [, middle = "", last = ""] = parts;
  const file = caseIn(folder);
  const session = await sessionOn(file, [middle], true);
  const { id: flow } = await firstFlow(session);
  await session.actions.addNote({ kind: "flow", flow }, "grows");
  await session.actions.addNote({ kind: "packet", capture: fileHash(middle), number: 1 }, null);
  await session.read(parts);
  const grown = await firstFlow(session);
  expect(grown.id).not.toBe(flow);
  expect((await session.actions.notes()).flatMap((note) => note.flows)).toEqual([grown.id, grown.id]);
  await session.close();

  const opened = await openedCase(file, false);
  expect(await removeCapture(opened, fileHash(middle), BY)).toBe(true);
  await opened.close();
  const shrunk = await sessionOn(file, []);
  const notes = await shrunk.actions.notes();
  expect(notes).toHaveLength(2);
  await shrunk.close();
  const empty = await openedCase(file, false);
  for (const part of [parts[0] ?? "", last]) expect(await removeCapture(empty, fileHash(part), BY)).toBe(true);
  await empty.close();
  const without = await sessionOn(file, []);
  expect((await without.actions.notes()).map((note) => [note.text, note.flows])).toEqual([
    ["grows", []],
    [null, []],
  ]);
  await without.close();
  const out = path.join(folder, "notes.csv");
  expect(runProgram(["export", file, "--what", "notes", "--format", "csv", "--out", out]).status).toBe(0);
});

test("a label is shown by every flow it covers, without reading anything again, and can be undone", async () => {
  const file = caseIn();
  const session = await sessionOn(file, [SVMAP, capturePath("tools/zmap-2.1.1-sip-options-template.pcap")], true);
  const { actions } = session;
  const flow = await firstFlow(session);
  const strand = (await session.results.inspectFlow(flow.id))?.strands[0];
  const fingerprint = strand?.fingerprint ?? "";
  const label = { fingerprint, tool: "My scanner", family: null, variant: null, certainty: null, reason: "tag" };
  expect((await actions.label(label)).said).toBe(`${fingerprint} is labelled My scanner.`);
  expect((await firstFlow(session)).labels).toEqual([["My scanner", strand?.packets]]);
  expect((await session.results.inspectFlow(flow.id))?.strands[0]?.label).toBe("My scanner");
  const covered = await matching(session, 'label == "My scanner"');
  expect(covered).toBeGreaterThan(0);
  expect((await actions.label({ ...label, fingerprint: "sipfp1:none" })).fault).toContain("holds no fingerprint");
  expect((await actions.label({ ...label, tool: "Other" })).fault).toBe(null);
  expect((await actions.unlabel(fingerprint)).fault).toBe(null);
  expect((await actions.unlabel(fingerprint)).fault).toBe(`${fingerprint} has no label.`);
  expect((await firstFlow(session)).labels).toEqual([]);
  expect((await actions.step("undo")).said).toBe(`Undone: taking away the label of ${fingerprint}.`);
  expect((await actions.step("undo")).said).toBe(`Undone: the label Other of ${fingerprint}.`);
  expect((await firstFlow(session)).labels).toEqual([["My scanner", strand?.packets]]);
  await session.close();

  // The command line says the same, and what it does is undone in the window.
  const listed = JSON.parse(runProgram(["labels", file, "--all", "--format", "json"]).stdout);
  expect(listed.labels).toMatchObject([{ tool: "My scanner", flows: covered }]);
  expect(listed.history.map((entry: { undone: boolean }) => entry.undone)).toEqual([false, true, true]);
  expect(runProgram(["label", file, "--fingerprint", fingerprint, "--tool", "By hand"]).status).toBe(0);
  const again = await sessionOn(file, []);
  expect(await matching(again, 'label == "By hand"')).toBe(covered);
  expect((await again.actions.step("undo")).said).toBe(`Undone: the label By hand of ${fingerprint}.`);
  expect(await matching(again, 'label == "My scanner"')).toBe(covered);
});
