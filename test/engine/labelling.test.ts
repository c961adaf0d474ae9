import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { FingerprintQuery } from "../../core/contract/fingerprint-table.ts";
import type { LabelText } from "../../core/contract/labels.ts";
import { strandsOfCase } from "../../core/engine/case/case-strands.ts";
import { currentLabels, LabelExtents, labelHistory } from "../../core/engine/case/labels.ts";
import type { Session } from "../../core/engine/session.ts";
import { caseIn, openedCase } from "../builders/case.ts";
import { ROOT, temporaryFolder } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";
import { RAW_IP, writePcap } from "../generator/capture-writer.ts";
import { udpPacket } from "../generator/packet-frames.ts";
import { Random } from "../generator/random.ts";
import { beginRun } from "../generator/tool-messages.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const MOST_UNKNOWN: FingerprintQuery = { sort: "rank", descending: false, unknownOnly: false, text: "", span: null };

const labelled = (tool: string): LabelText => ({ tool, family: null, variant: null, certainty: null, reason: null });

async function fingerprints(session: Session) {
  const page = await session.fingerprintPage(MOST_UNKNOWN, 0, 500);
  if (page.kind !== "page") throw new Error("all is read");
  return page.rows;
}

async function preview(session: Session, fingerprint: string) {
  const previewed = await session.actions.previewLabel(fingerprint);
  if (previewed?.kind !== "preview") throw new Error(`${fingerprint} is in the case`);
  return previewed;
}

/** A long run of svmap, and runs of two messages, whose masks have accidental constants. */
function shortRuns(): string {
  const runs = [200, 2, 2, 2].map((messages, index) => {
    const source = `203.0.113.${index + 1}`;
    const setUp = { method: "OPTIONS", edition: "py3", setUp: new Random("own address") } as const;
    return { source, messages, run: beginRun("paper/1", new Random(`run ${index}`), setUp) };
  });
  const packets = runs.flatMap(({ source, messages, run }) =>
    Array.from({ length: messages }, (_, index) => {
      const destination = `198.51.100.${index % 250}`;
      const ports = { sourcePort: 5060, destinationPort: 5060 };
      const header = { source, destination, timeToLive: 57, identification: index };
      const bytes = udpPacket(header, ports, run.next({ source, destination, ...ports }));
      return { timeNs: 1_577_836_800_000_000_000n + BigInt(index) * 1_000_000_000n, bytes };
    }),
  );
  const file = path.join(temporaryFolder(), "runs.pcap");
  fs.writeFileSync(file, writePcap(packets, { linkType: RAW_IP, resolution: "microseconds" }));
  return file;
}

test("a preview counts exactly what the label then covers, and the labels it takes strands from", async () => {
  const file = caseIn();
  const session = await sessionOn(file, [SAMPLE], true);
  const rows = await fingerprints(session);
  const previews = [];
  for (const { fingerprint } of rows) {
    previews.push([fingerprint, await preview(session, fingerprint)] as const);
    await session.actions.label({ fingerprint, ...labelled(`tool of ${fingerprint}`) });
    const { taken, named, ...touched } = await preview(session, fingerprint);
    expect({ ...touched, taken }).toEqual({ ...touched, taken: [] });
    expect(named.length).toBeLessThanOrEqual(touched.strands);
    await session.actions.step("undo");
  }
  await session.close();

  const opened = await openedCase(file, false);
  const strands = await strandsOfCase(opened);
  const history = await labelHistory(opened);
  await opened.close();
  const given = history.map(({ label }) => label).filter((label) => label !== null);
  expect(given).toHaveLength(rows.length);
  for (const [fingerprint, { kind: _, fingerprintsInAll, fingerprints: its, named, taken, ...counts }] of previews) {
    const counted = new LabelExtents(
      given.filter((label) => label.fingerprint === fingerprint),
      "test",
    );
    for (const strand of strands) counted.add(strand);
    const [alone] = counted.extents();
    const { label: __, ...extent } = alone ?? { label: null };
    expect(counts).toEqual(extent);
    expect(taken).toEqual([]);
    expect(its.reduce((sum, { packets }) => sum + packets, 0)).toBe(counts.packets);
    expect(its).toHaveLength(fingerprintsInAll);
    expect(its.map(({ id }) => id)).toContain(fingerprint);
    const tool = rows.find((row) => row.fingerprint === fingerprint)?.tool?.id;
    if (tool !== undefined) expect(named.map((other) => other.tool)).toContain(tool);
  }
});

test("a preview says which strands other labels lose, and exactly those they lose", async () => {
  const session = await sessionOn(caseIn(), [shortRuns()], true);
  const groups = (await fingerprints(session)).filter(({ members }) => members.length > 1);
  let lost = 0;
  for (const { fingerprint: first, members } of groups.slice(0, 6)) {
    await session.actions.label({ fingerprint: first, ...labelled("first") });
    const alone = await preview(session, first);
    for (const second of members.filter((id) => id !== first).slice(0, 3)) {
      const { taken } = await preview(session, second);
      await session.actions.label({ fingerprint: second, ...labelled("second") });
      const left = await preview(session, first);
      const loss = taken.find(({ fingerprint }) => fingerprint === first)?.strands ?? 0;
      expect(left.strands).toBe(alone.strands - loss);
      lost += loss;
      await session.actions.step("undo");
    }
    await session.actions.step("undo");
  }
  // What few messages have in common by accident is covered by what many have in common.
  expect(lost).toBeGreaterThan(0);
});

test("suggestions are rejected or flagged and labels agreed with, each analyst once, undoable", async () => {
  const file = caseIn();
  const session = await sessionOn(file, [SAMPLE], true);
  const { actions } = session;
  const [first] = await fingerprints(session);
  const fingerprint = first?.fingerprint ?? "";
  expect((await actions.review({ fingerprint, verdict: "rejected", reason: null })).fault).toBe(null);
  await actions.review({ fingerprint, verdict: "flagged", reason: "odd branch" });
  const verdicts = () => actions.saidOfFingerprints().flatMap(({ reviews }) => reviews.map(({ verdict }) => verdict));
  expect(verdicts()).toEqual(["flagged"]);
  expect((await actions.step("undo")).said).toBe(`Undone: the review of ${fingerprint}: flagged.`);
  expect(verdicts()).toEqual(["rejected"]);

  await actions.label({ fingerprint, ...labelled("new tool") });
  // What was thought of the suggestion is no review of the label.
  expect(actions.saidOfFingerprints()).toMatchObject([{ fingerprint, label: { tool: "new tool" }, reviews: [] }]);
  await actions.review({ fingerprint, verdict: "dissents", reason: "it is svmap" });
  expect(verdicts()).toEqual(["dissents"]);
  await actions.label({ fingerprint, ...labelled("svmap") });
  // A dissent is of the label that was there.
  expect(verdicts()).toEqual([]);
  await session.close();
  const opened = await openedCase(file, false);
  expect(currentLabels(await labelHistory(opened)).map(({ tool }) => tool)).toEqual(["svmap"]);
  await opened.close();
});

test("the history goes back to any point and forth again, and says where it cannot", async () => {
  const file = caseIn();
  const session = await sessionOn(file, [shortRuns()], true);
  const { actions } = session;
  const [{ fingerprint } = { fingerprint: "" }] = await fingerprints(session);
  for (const tool of ["one", "two", "three"]) await actions.label({ fingerprint, ...labelled(tool) });
  const held = () => actions.saidOfFingerprints().map(({ label }) => label?.tool);
  const holding = () => actions.deeds().deeds.map(({ holds }) => holds);
  expect(holding()).toEqual([true, true, true]);
  const [third, , first] = actions.deeds().deeds;
  expect((await actions.goTo(first?.event ?? 0)).said).toBe("2 things undone.");
  expect([held(), holding()]).toEqual([["one"], [false, false, true]]);
  expect((await actions.goTo(third?.event ?? 0)).said).toBe("2 things done again.");
  expect([held(), holding()]).toEqual([["three"], [true, true, true]]);
  await actions.goTo(first?.event ?? 0);
  await actions.label({ fingerprint, ...labelled("four") });
  expect((await actions.goTo(third?.event ?? 0)).fault).toBe(
    "This cannot be done again: other things were done since.",
  );
  expect(held()).toEqual(["four"]);
  expect((await actions.goTo(9999)).fault).toBe("This is not in the history of the case.");
  await session.close();
  const again = await sessionOn(file, []);
  expect(again.actions.deeds().deeds.map(({ holds }) => holds)).toEqual([true, false, false, true]);
});
