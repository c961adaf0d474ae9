import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import {
  FINGERPRINT_COLUMNS,
  type FingerprintQuery,
  type FingerprintRow,
  fingerprintInspectionSchema,
  fingerprintPageSchema,
} from "../../../core/contract/fingerprint-table.ts";
import { Annotations } from "../../../core/engine/case/annotations.ts";
import { CaseFingerprints } from "../../../core/engine/case/case-fingerprints.ts";
import { CasePackets } from "../../../core/engine/case/case-packets.ts";
import { CaseResults } from "../../../core/engine/case/case-results.ts";
import { foldRulesText } from "../../../core/engine/case/case-settings.ts";
import { judgeCase } from "../../../core/engine/case/judge-case.ts";
import { labelEvent } from "../../../core/engine/case/labels.ts";
import { Turns } from "../../../core/engine/case/turns.ts";
import { diffReferences } from "../../../core/engine/diff/diff-references.ts";
import { loadPacks } from "../../../core/engine/load-packs.ts";
import { textOfPart } from "../../../core/report/format-diff.ts";
import type { Report } from "../../../core/report/report.ts";
import { NOTHING_SAID } from "../../../core/report/said-of-flows.ts";
import { analyseOpened, caseIn, openedCase } from "../../builders/case.ts";
import { ethernet, ipv4, udp } from "../../builders/packet.ts";
import { pcapFile } from "../../builders/pcap.ts";
import { ROOT, temporaryFolder, USUAL_RULES } from "../../builders/program.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const REVISION = 7;
const EVERYTHING: FingerprintQuery = { sort: "rank", descending: false, unknownOnly: false, text: "", span: null };

let known: CaseFingerprints;
let results: CaseResults;
let report: Report;

/** Captures in a case that is judged, and what answers of it. */
async function fingerprintsOf(file: string, captures: readonly string[]) {
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join());
  const opened = await openedCase(file, true);
  const { report: reported } = await analyseOpened(opened, captures);
  const judging = { rules: USUAL_RULES, library: packs.library, packs: packs.packs };
  await judgeCase(opened, judging, () => "all");
  const turns = new Turns(await opened.connect());
  return {
    report: reported,
    known: new CaseFingerprints(
      turns,
      judging,
      new CasePackets(turns, await opened.connect(), foldRulesText(USUAL_RULES)),
    ),
    results: new CaseResults(turns, judging, { revision: REVISION, partial: false, geoTables: [], said: NOTHING_SAID }),
    opened,
    close: () => opened.close(),
  };
}

beforeAll(async () => {
  fs.mkdirSync(path.join(ROOT, ".cache"), { recursive: true });
  const folder = fs.mkdtempSync(path.join(ROOT, ".cache/fingerprints-"));
  const sample = await fingerprintsOf(caseIn(folder), [SAMPLE]);
  ({ report, known, results } = sample);
  return async () => {
    await sample.close();
    fs.rmSync(folder, { recursive: true });
  };
}, 120_000);

async function listOf(of: CaseFingerprints, given: Partial<FingerprintQuery>): Promise<readonly FingerprintRow[]> {
  const page = fingerprintPageSchema.parse(await of.page({ ...EVERYTHING, ...given }, 0, 500, REVISION));
  if (page.kind !== "page") throw new Error("the case stands still");
  expect(page.matching).toBe(page.rows.length);
  return page.rows;
}

async function rowsOf(given: Partial<FingerprintQuery> = {}): Promise<readonly FingerprintRow[]> {
  return listOf(known, given);
}

test("groups are those of the report, the unknown first, as they are ranked", async () => {
  const rows = await rowsOf();
  const { groups } = report;
  expect([...rows].map(({ id }) => id).sort()).toEqual(groups.map(({ id }) => id));
  for (const row of rows) {
    const { fingerprint, packets, flows, sources, destinations, days, novelty, score, rank, grade } =
      groups.find(({ id }) => id === row.id) ?? {};
    expect(row).toMatchObject({
      fingerprint,
      packets,
      flows,
      sources,
      destinations,
      days,
      novelty,
      score,
      rank,
      grade,
    });
  }
  const unknown = groups.filter(({ tool }) => tool === null).length;
  expect(rows.slice(0, unknown).map(({ rank }) => rank)).toEqual(Array.from({ length: unknown }, (_, i) => i + 1));
  expect(rows.slice(unknown).every(({ tool }) => tool !== null)).toBe(true);
});

test("what a group is like is what its strands are like, and it was seen when its flows were", async () => {
  for (const row of await rowsOf()) {
    const strands = report.strands.filter(({ group }) => group === row.id);
    const flows = report.flows.filter(({ id }) => strands.some(({ flow }) => flow === id));
    expect(row.firstPacketAt).toBe(flows.map(({ firstPacketAt }) => firstPacketAt).sort()[0]);
    expect(row.lastPacketAt).toBe(
      flows
        .map(({ lastPacketAt }) => lastPacketAt)
        .sort()
        .at(-1),
    );
    if (row.tool !== null) expect(row.near).toEqual([]);
    const like = strands.find(({ fingerprint, near }) => fingerprint === row.fingerprint && near.length > 0);
    if (like === undefined || row.tool !== null) continue;
    expect(row.near.map(({ signature, score, differs }) => ({ signature, score, differs }))).toEqual(
      like.near.slice(0, 3),
    );
  }
});

test("a filter over flows keeps the groups of the flows that pass it, and a span does", async () => {
  const filters = [
    'tool == "paper/10"',
    "packets > 300",
    'method == "INVITE"',
    "nothing",
    'fingerprint contains "reg"',
  ];
  for (const text of filters) {
    const page = await results.flowPage({ sort: "packets", descending: true, text, span: null }, 0, 500);
    const flows = new Set(page.rows.map(({ id }) => id));
    const groups = new Set(report.strands.filter(({ flow }) => flows.has(flow)).map(({ group }) => group));
    expect(new Set((await rowsOf({ text })).map(({ id }) => id))).toEqual(groups);
  }
  const span = { startSeconds: Date.UTC(2020, 0, 8) / 1000, endSeconds: Date.UTC(2020, 0, 9) / 1000 };
  const during = await rowsOf({ span });
  expect(during.length).toBeGreaterThan(0);
  expect(during.length).toBeLessThan(report.groups.length);
  expect((await rowsOf({ unknownOnly: true })).every(({ tool }) => tool === null)).toBe(true);
});

test("every column sorts, what is unknown last, and a row is found where it stands", async () => {
  for (const sort of FINGERPRINT_COLUMNS) {
    for (const descending of [true, false]) {
      const query = { ...EVERYTHING, sort, descending };
      const rows = await rowsOf(query);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(report.groups.length);
      const at = Math.floor(rows.length / 2);
      expect(await known.find(query, rows[at]?.id ?? "")).toBe(at);
    }
  }
  const packets = (await rowsOf({ sort: "packets", descending: true })).map((row) => row.packets);
  expect(packets).toEqual([...packets].sort((a, b) => b - a));
  expect(await known.find(EVERYTHING, "sipfp1:none")).toBeNull();
  expect(await known.inspect("sipfp1:none")).toBeNull();
});

test("a group is drawn as the report writes its fingerprint", async () => {
  for (const { id, fingerprint, packets } of await rowsOf()) {
    const inspected = fingerprintInspectionSchema.parse(await known.inspect(id));
    const { text = "" } = report.fingerprints.find((other) => other.id === fingerprint) ?? {};
    const lines = inspected.keys
      .filter(({ mandatory }) => mandatory)
      .map(
        ({ key, parts }) => `${key}:${parts.map((part) => (part.kind === "gap" ? "{*}" : textOfPart(part))).join("")}`,
      );
    expect(lines.sort()).toEqual(text.split("\n").sort());
    expect(inspected.packets).toBeLessThanOrEqual(packets);
    expect(inspected.strands).toBe(inspected.strandsInAll);
  }
});

test("a label is listed with the group it covers, which is no unknown then", async () => {
  const { known: labelled, opened, results: asked, close } = await fingerprintsOf(caseIn(temporaryFolder()), [SAMPLE]);
  onTestFinished(close);
  const [first, second] = await listOf(labelled, { unknownOnly: true });
  const annotations = await Annotations.of(opened);
  const ground = await asked.groundOf(first?.fingerprint ?? "");
  if (ground === null) throw new Error("the case holds it");
  const request = {
    fingerprint: first?.fingerprint ?? "",
    tool: "Probe",
    family: null,
    variant: null,
    certainty: null,
    reason: null,
  };
  await annotations.add(labelEvent(request, ground, null), { author: "a", atMs: 1 });
  const next = { ...EVERYTHING, unknownOnly: true };
  const page = fingerprintPageSchema.parse(await labelled.page(next, 0, 500, REVISION + 1));
  if (page.kind !== "page") throw new Error("the case stands still");
  expect(page.rows.map(({ id }) => id)).not.toContain(first?.id);
  expect(page.rows[0]?.id).toBe(second?.id);
  const rows = await listOf(labelled, {});
  expect(rows.map(({ labels }) => labels)).toEqual(
    rows.map(({ id, packets }) => (id === first?.id ? [["Probe", packets]] : [])),
  );
  expect((await labelled.inspect(first?.id ?? ""))?.row.labels).toEqual([["Probe", first?.packets]]);
}, 120_000);

test("of a fingerprint in many flows the largest strands are folded, and all are counted", async () => {
  const capture = path.join(temporaryFolder(), "many.pcap");
  const sources = 520;
  const packetsOf = (source: number) => (source < 10 ? 6 : 5);
  const records = Array.from({ length: sources }, (_, source) =>
    Array.from({ length: packetsOf(source) }, (_, packet) => {
      const from = [203, 0, source >> 8, source & 255];
      const text = [
        `OPTIONS sip:1@192.0.2.${packet + 1} SIP/2.0`,
        `Via: SIP/2.0/UDP ${from.join(".")};branch=z9hG4bK1`,
        "To: <sip:a@b>",
        "",
        "",
      ].join("\r\n");
      const datagram = udp(new Uint8Array(Buffer.from(text, "latin1")), { sourcePort: 5060 });
      const bytes = ethernet(ipv4(datagram, { source: from, destination: [192, 0, 2, packet + 1] }));
      return { seconds: 1_600_000_000 + source, bytes };
    }),
  ).flat();
  fs.writeFileSync(capture, pcapFile({ records }));
  const many = await fingerprintsOf(caseIn(temporaryFolder()), [capture]);
  onTestFinished(() => many.close());
  const [row, ...others] = await listOf(many.known, {});
  expect(others).toEqual([]);
  expect(row).toMatchObject({ sources, flows: sources, packets: records.length, fingerprints: 1 });
  const inspected = await many.known.inspect(row?.id ?? "");
  expect(inspected).toMatchObject({ strands: 500, strandsInAll: sources, packets: 500 * 5 + 10 });
});

test("the diff of an unknown group with what it is nearest to names the keys that differ", async () => {
  for (const { fingerprint, near } of await rowsOf({ unknownOnly: true })) {
    const [nearest] = near;
    if (nearest === undefined) continue;
    const answer = await diffReferences([fingerprint, nearest.signature], known);
    if (answer.kind !== "diff") throw new Error(answer.fault.message);
    const differing = answer.diff.rows.filter(({ kind }) => kind !== "equal").map(({ key }) => key);
    expect(differing.sort()).toEqual(nearest.differs.filter((key) => key !== ":order"));
  }
});
