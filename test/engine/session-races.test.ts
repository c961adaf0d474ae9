import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { FlowQuery } from "../../core/contract/flow-table.ts";
import { shownFlows } from "../../core/engine/export/shown-flows.ts";
import { caseIn } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { capturePath, ROOT, temporaryFolder } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";
import { splitPcap } from "../builders/split-pcap.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const ALL: FlowQuery = { sort: "packets", descending: true, text: "", span: null };

test("what is noted while a capture is removed, and the removal, are both in the case", async () => {
  const session = await sessionOn(caseIn(), [SAMPLE, SVMAP], true);
  const { rows } = await session.results.flowPage(ALL, 0, 1);
  const source = rows[0]?.source ?? "";
  let over = false;
  const removal = session.remove(fileHash(SAMPLE)).finally(() => {
    over = true;
  });
  let noted = 0;
  while (!over) {
    const done = await session.actions.addNote({ kind: "source", source }, String(noted));
    expect(done.fault).toBe(null);
    noted += 1;
  }
  expect((await removal).fault).toBe(null);
  expect((await session.actions.notes()).length).toBe(noted);
  expect(noted).toBeGreaterThan(1);
  await session.close();
});

test("a list is exported whole or not at all where a capture is removed meanwhile", async () => {
  const session = await sessionOn(caseIn(), [SAMPLE, SVMAP], true);
  const { total } = await session.results.flowPage(ALL, 0, 1);
  const before = session.results;
  await session.remove(fileHash(SVMAP));
  const written = async () => {
    let count = 0;
    for await (const portion of shownFlows(before, ALL, null).rows) count += portion.length;
    return `${count} of ${total}`;
  };
  await expect(written()).rejects.toThrow("Nothing was written");
  await session.close();
});

test("what is new is not told while more is read", async () => {
  const session = await sessionOn(caseIn(), [SVMAP], true);
  const reading = session.read([SAMPLE]);
  while (session.state().phase === "ended") await setTimeout(1);
  expect(await session.news()).toEqual({ kind: "reading" });
  await reading;
  await session.close();
});

test("a flow can be inspected as it is listed while an earlier part of it is read", async () => {
  const folder = temporaryFolder();
  const parts = splitPcap(SVMAP, 3, folder);
  const session = await sessionOn(caseIn(folder), parts.slice(1), true);
  const { rows } = await session.results.flowPage(ALL, 0, 1);
  const id = rows[0]?.id ?? "";
  let read = false;
  const reading = session.read([parts[0] ?? "", SAMPLE]).finally(() => {
    read = true;
  });
  const seen: boolean[] = [];
  while (!read) {
    const before = session.results;
    const { rows: now } = await before.flowPage(ALL, 0, 1);
    if (session.state().phase === "reading" && session.state().filesEnded >= 3 && now[0]?.id === id)
      seen.push((await before.inspectFlow(id)) !== null);
    await setTimeout(10);
  }
  await reading;
  expect(new Set(seen)).toEqual(new Set([true]));
});
