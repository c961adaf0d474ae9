import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import {
  CAPTURE_COLUMNS,
  type CaptureQuery,
  captureInspectionSchema,
  capturePageSchema,
} from "../../core/contract/capture-table.ts";
import type { FlowQuery, FlowRow } from "../../core/contract/flow-table.ts";
import { flowPageSchema } from "../../core/contract/flow-table.ts";
import { flowInspectionSchema, strandInspectionSchema } from "../../core/contract/inspection.ts";
import { overviewSchema } from "../../core/contract/overview.ts";
import { type ReadingState, readingStateSchema } from "../../core/contract/reading-state.ts";
import { DEFAULT_RULES, type RuleTexts } from "../../core/contract/rule-texts.ts";
import { loadPacks } from "../../core/engine/load-packs.ts";
import { Session } from "../../core/engine/session.ts";
import { readRules } from "../../core/flow/rule-texts.ts";
import { ascii } from "../builders/bytes.ts";
import { caseIn, openedCase } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { pcapFile } from "../builders/pcap.ts";
import {
  analyseFiles,
  CROSS_CHECK_WORKER_URL,
  capturePath,
  capturesIn,
  ROOT,
  temporaryFolder,
  WORKER_URL,
} from "../builders/program.ts";
import { REMATCH_WORKER_URL } from "../builders/window-workers.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const SAMPLE_PCAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const ALL: FlowQuery = { sort: "packets", descending: true, text: "", span: null };

async function openSession(
  paths: readonly string[],
  workerUrl: URL = WORKER_URL,
  crossCheckWorkerUrl: URL = CROSS_CHECK_WORKER_URL,
  ruleTexts: RuleTexts = DEFAULT_RULES,
) {
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join("\n"));
  const states: ReadingState[] = [];
  const read = readRules(ruleTexts);
  if (!read.ok) throw new Error("these are rules");
  const reading = {
    threads: 2,
    chunkBytes: 1 << 16,
    workerUrl,
    crossCheckWorkerUrl,
    rematchWorkerUrl: REMATCH_WORKER_URL,
  };
  const options = { rules: read.rules, ruleTexts, packs, geoTables: [], ...reading };
  const opened = await openedCase(caseIn(), true);
  const onChange = (state: ReadingState) => states.push(readingStateSchema.parse(state));
  const session = await Session.with(opened, null, options, onChange);
  onTestFinished(() => session.close());
  return { session, states, read: () => session.read(paths) };
}

async function readSession(paths: readonly string[]) {
  const opened = await openSession(paths);
  await opened.read();
  return opened;
}

const WORST_FIRST: CaptureQuery = { sort: "state", descending: false, problemsOnly: false };

/** All files of a session as the window is told of them, the worst first. */
function allFiles(session: Session, query: CaptureQuery = WORST_FIRST) {
  const { rows } = capturePageSchema.parse(session.captures().page(query, 0, 500));
  return rows.map(({ id }) => captureInspectionSchema.parse(session.captures().inspect(id)));
}

async function allFlows(session: Session, query: FlowQuery = ALL) {
  const { total } = await session.results.flowPage(query, 0, 1);
  const rows: FlowRow[] = [];
  for (let offset = 0; offset < total; offset += 500) {
    rows.push(...flowPageSchema.parse(await session.results.flowPage(query, offset, 500)).rows);
  }
  return rows;
}

test("the window's numbers are the report's", async () => {
  const { session } = await readSession([SAMPLE]);
  const { report } = await analyseFiles([SAMPLE]);
  const overview = overviewSchema.parse(await session.results.overview());
  expect(overview).toMatchObject({
    partial: false,
    packets: report.totals.packets,
    sources: report.totals.sources,
    flows: report.totals.flows,
    destinations: report.totals.destinations,
    firstPacketAt: report.totals.firstPacketAt,
    lastPacketAt: report.totals.lastPacketAt,
    classes: Object.entries(report.totals.classes),
  });
  expect(new Map(overview.methods)).toEqual(new Map(Object.entries(report.totals.methods)));
  expect(new Map(overview.tools.map(({ id, packets }) => [id, packets]))).toEqual(
    new Map(report.tools.map(({ id, packets }) => [id, packets])),
  );
  const { timeline } = overview;
  const sum = (counts: readonly number[] = []) => counts.reduce((total, count) => total + count, 0);
  expect(sum(timeline?.requests)).toBe(report.totals.classes.sipRequest);
  expect(sum(timeline?.requests) + sum(timeline?.others) + (timeline?.undated ?? 0)).toBe(report.totals.packets);
  const rows = await allFlows(session);
  expect(rows.map((row) => row.id).sort()).toEqual(report.flows.map((flow) => flow.id).sort());
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const flow of report.flows) {
    expect(byId.get(flow.id)).toMatchObject({ packets: flow.packets, strategy: flow.strategy.class });
  }
});

test("other rules give what the command line gives under them", async () => {
  const paths = [
    capturePath("tools/svmap-0.3.3-invite-randomize.pcap"),
    capturePath("tools/sipp-3.6.1-uac-calls.pcap"),
  ];
  const ruleTexts = {
    ports: "5060,5066",
    flowTimeout: "0.02s",
    tunnels: true,
    preset: "default",
    telescope: "127.101.0.0/16",
  };
  const rules = readRules(ruleTexts);
  if (!rules.ok) throw new Error("these are rules");
  const { session, read } = await openSession(paths, WORKER_URL, CROSS_CHECK_WORKER_URL, ruleTexts);
  await read();
  const { report } = await analyseFiles(paths, rules.rules);
  expect(report.flows.length).toBeGreaterThan(2);
  expect((await allFlows(session)).map(({ id }) => id).sort()).toEqual(report.flows.map(({ id }) => id));
  for (const flow of report.flows) {
    expect((await session.results.inspectFlow(flow.id))?.strategy.class).toBe(flow.strategy.class);
  }
});

test("every flow and strand of the tool captures can be inspected, and says what the report says", async () => {
  const paths = [...capturesIn("tools"), ...capturesIn("formats")];
  const { session } = await readSession(paths);
  const { report } = await analyseFiles(paths);
  for (const flow of report.flows) {
    const inspected = flowInspectionSchema.parse(await session.results.inspectFlow(flow.id));
    expect(inspected.strands.map(({ id }) => id)).toEqual(flow.strands);
  }
  for (const strand of report.strands) {
    const inspected = strandInspectionSchema.parse(await session.results.inspectStrand(strand.id));
    expect(inspected.row).toMatchObject({ fingerprint: strand.fingerprint, grade: strand.grade });
    expect(inspected.verdict).toBe(strand.verdict);
    expect(inspected.row.tool?.id ?? null).toBe(strand.tool?.id ?? null);
    expect(inspected.traits).toEqual(strand.traits);
    const group = report.groups.find(({ id }) => id === strand.group);
    const member = group?.members.find(({ fingerprint }) => fingerprint === strand.fingerprint);
    expect(inspected.group).toEqual({
      fingerprint: group?.fingerprint,
      fingerprints: group?.members.length,
      packets: group?.packets,
      flows: group?.flows,
      sources: group?.sources,
      provisional: member?.provisional,
    });
    expect(inspected.exemplars.length).toBeGreaterThan(0);
  }
  expect(await session.results.inspectFlow("192.0.2.1@never")).toBeNull();
  expect(await session.results.inspectStrand("192.0.2.1@never/OPTIONS/x")).toBeNull();
});

test("a drawn fingerprint spells the fingerprint's text", async () => {
  const { session } = await readSession([capturePath("tools/svmap-0.3.3-options-sequential.pcap")]);
  const { report } = await analyseFiles([capturePath("tools/svmap-0.3.3-options-sequential.pcap")]);
  const [strand] = report.strands;
  const inspected = await session.results.inspectStrand(strand?.id ?? "");
  const spelled = (inspected?.keys ?? [])
    .filter((key) => key.mandatory)
    .map(({ key, parts }) => {
      const text = parts.map((part) =>
        part.kind === "constant" ? part.text : part.kind === "token" ? `{${part.name}}` : "{*}",
      );
      return `${key}:${text.join("")}`;
    });
  expect(spelled.sort().join("\n")).toBe(report.fingerprints.find(({ id }) => id === strand?.fingerprint)?.text);
});

test("flows sort by every column both ways, and the unknown comes last", async () => {
  const { session } = await readSession([SAMPLE]);
  const total = (await allFlows(session)).length;
  for (const sort of ["source", "tools", "packets", "destinations", "rate", "first", "duration", "strategy"] as const) {
    const up = await allFlows(session, { ...ALL, sort, descending: false });
    const down = await allFlows(session, { ...ALL, sort, descending: true });
    expect(new Set(up.map(({ id }) => id)).size).toBe(total);
    expect(new Set(down.map(({ id }) => id))).toEqual(new Set(up.map(({ id }) => id)));
  }
  const rates = (await allFlows(session, { ...ALL, sort: "rate", descending: true })).map(({ ratePps }) => ratePps);
  const known = rates.filter((rate) => rate !== null);
  expect(known).toEqual([...known].sort((a, b) => b - a));
  expect(rates.slice(known.length).every((rate) => rate === null)).toBe(true);
});

test("words filter flows by all that a row shows; a span keeps flows that last into it", async () => {
  const { session } = await readSession([SAMPLE]);
  const all = await allFlows(session);
  const named = await allFlows(session, { ...ALL, text: "PAPER/1 sequential" });
  expect(named.length).toBeGreaterThan(0);
  expect(named.length).toBeLessThan(all.length);
  for (const row of named) expect(row.strategy).toContain("sequential");
  expect(await session.results.flowPage({ ...ALL, text: "no such word" }, 0, 10)).toMatchObject({
    rows: [],
    matching: 0,
  });
  const { timeline } = await session.results.overview();
  const middle = (timeline?.startSeconds ?? 0) + ((timeline?.requests.length ?? 0) * (timeline?.binSeconds ?? 0)) / 2;
  const span = { startSeconds: middle, endSeconds: middle + 86_400 };
  const inSpan = new Set((await allFlows(session, { ...ALL, span })).map(({ id }) => id));
  for (const row of all) {
    const start = Date.parse(row.firstPacketAt ?? "") / 1000;
    const lasts = start < span.endSeconds && start + (row.durationSeconds ?? 0) >= span.startSeconds;
    expect(inSpan.has(row.id)).toBe(lasts);
  }
  const third = (await allFlows(session))[2];
  expect(await session.results.findFlow(ALL, third?.id ?? "")).toBe(2);
});

test("every reading has one ending, with files, bytes and packets all told", async () => {
  const { session, states } = await readSession([...capturesIn("tools"), capturePath("nothing-here.pcap")]);
  const last = states.at(-1);
  expect(states.filter(({ phase }) => phase === "ended")).toHaveLength(1);
  expect(last).toMatchObject({ phase: "ended", cancelled: false, retryable: 0 });
  expect(last?.filesEnded).toBe(last?.files);
  expect(last?.bytesRead).toBe(last?.bytesTotal);
  expect(last?.packets).toBe((await session.results.overview()).packets);
  expect(last).toMatchObject({ problemCount: 1, troubled: { doubtful: 0, refused: 1, lost: 0, partial: 0 } });
  expect(allFiles(session)[0]).toMatchObject({
    row: { name: "nothing-here.pcap", state: "refused", what: "There is no such file.", packets: null },
    details: null,
    failure: { code: "missing" },
  });
});

test("damage is told with what was kept", async () => {
  const { session, states } = await readSession([capturePath("damaged/cut-in-packet.pcap")]);
  const { report } = await analyseFiles([capturePath("damaged/cut-in-packet.pcap")]);
  const [capture] = report.captures;
  expect(states.at(-1)).toMatchObject({ phase: "ended", problemCount: 1, troubled: { partial: 1 } });
  const [file] = allFiles(session);
  expect(file).toMatchObject({
    row: { name: "cut-in-packet.pcap", state: "partial", what: capture?.reason, packets: capture?.packets },
    details: { sha256: capture?.sha256, complete: false, stoppedAt: capture?.stoppedAt },
    failure: null,
  });
  expect(Object.fromEntries(file?.details?.classes ?? [])).toEqual(capture?.classes);
  expect(file?.details?.problems.map(({ code, firstOffset }) => [code, firstOffset])).toEqual([
    ["cut-short", capture?.stoppedAt],
  ]);
  expect(await session.results.overview()).toMatchObject({ partial: false, packets: report.totals.packets });
});

test("results grow while a large capture is read, and cancelling keeps them", async () => {
  const folder = temporaryFolder();
  const large = path.join(folder, "large.pcap");
  const one = fs.readFileSync(capturePath("tools/svmap-0.3.3-options-sequential.pcap"));
  fs.writeFileSync(large, one.subarray(0, 24));
  const packets = Buffer.concat(Array.from({ length: 200 }, () => one.subarray(24)));
  for (let i = 0; i < 4; i += 1) fs.appendFileSync(large, packets);
  const { session, states, read } = await openSession([large]);
  const reading = read();
  while ((await session.results.overview()).packets === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const early = await session.results.overview();
  expect(early.partial).toBe(true);
  expect(early.tools[0]?.id).toBe("paper/1");
  session.cancel();
  const cancelledAt = performance.now();
  await reading;
  expect(performance.now() - cancelledAt).toBeLessThan(5_000);
  const last = states.at(-1);
  expect(last).toMatchObject({ phase: "stopped", cancelled: true });
  const kept = await session.results.overview();
  expect(kept.packets).toBeGreaterThanOrEqual(early.packets);
  expect(kept.packets).toBeLessThan(204_800);
  expect(kept.partial).toBe(true);
  expect(kept.classes.reduce((sum, [, count]) => sum + count, 0)).toBe(kept.packets);
});

test("a reader that dies costs its file only; what it had read stays, and it can be tried again", async () => {
  const folder = temporaryFolder();
  // A real ingest worker that ends itself after the first snapshot of the file named so, once.
  const mark = path.join(folder, "died");
  const dying = path.join(folder, "dying-worker.mjs");
  fs.writeFileSync(
    dying,
    `import fs from "node:fs";
import { parentPort } from "node:worker_threads";
const post = parentPort.postMessage;
parentPort.postMessage = function (message) {
  post.call(this, message);
  const large = message.type === "snapshot" && message.snapshot.capture.name === "large.pcap";
  if (large && !fs.existsSync(${JSON.stringify(mark)})) {
    fs.writeFileSync(${JSON.stringify(mark)}, "");
    setImmediate(() => process.exit(9));
    throw new Error("the end");
  }
};
await import(${JSON.stringify(WORKER_URL.href)});
`,
  );
  const large = path.join(folder, "large.pcap");
  const one = fs.readFileSync(capturePath("tools/svmap-0.3.3-options-sequential.pcap"));
  fs.writeFileSync(large, Buffer.concat([one.subarray(0, 24), ...Array.from({ length: 400 }, () => one.subarray(24))]));
  const { session, states, read } = await openSession(
    [large, capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap")],
    pathToFileURL(dying),
  );
  await read();
  const stopped = states.at(-1);
  expect(stopped).toMatchObject({ phase: "stopped", retryable: 1 });
  expect(stopped).toMatchObject({ problemCount: 1, troubled: { lost: 1, partial: 0 } });
  const kept = await session.results.overview();
  const lost = allFiles(session);
  expect(lost.map(({ row }) => [row.name, row.state])).toEqual([
    ["large.pcap", "lost"],
    ["nmap-7.93-sUsV-sip-probe.pcap", "whole"],
  ]);
  expect(lost[0]?.failure?.message).toContain(
    `Its first ${lost[0]?.row.packets?.toLocaleString("en-US")} packets were kept.`,
  );
  expect(kept.captures).toBe(2);
  expect(kept.partial).toBe(true);
  // What was read so far is in memory as a whole: nothing can be taken out of it.
  const nmap = fileHash(capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap"));
  expect((await session.remove(nmap)).fault).toContain("lost its reader");
  await session.retry();
  expect(states.at(-1)).toMatchObject({ phase: "ended", retryable: 0, problemCount: 0 });
  const whole = await session.results.overview();
  expect(whole.partial).toBe(false);
  expect(whole.packets).toBeGreaterThan(kept.packets);
});

test("naming the tools of very many sources can be cancelled as well; what is named by then stays", async () => {
  const folder = temporaryFolder();
  const many = path.join(folder, "many.pcap");
  const probe = "OPTIONS sip:1@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1\r\nFrom: <sip:a@b>\r\nCall-ID: 1\r\n\r\n";
  const datagram = udp(ascii(probe));
  const records = Array.from({ length: 4_000 }, (_, i) => ({
    bytes: ethernet(ipv4(datagram, { source: [10, 0, i >> 8, i & 255] })),
  }));
  fs.writeFileSync(many, pcapFile({ records }));
  const { session, states, read } = await openSession([many]);
  const reading = read();
  while (session.state().phase !== "judging") await new Promise((resolve) => setTimeout(resolve, 1));
  session.cancel();
  await reading;
  expect(states.at(-1)).toMatchObject({ phase: "stopped", cancelled: true });
  const overview = await session.results.overview();
  expect(overview).toMatchObject({ partial: true, packets: 4_000 });
  expect(overview.flows).toBeLessThan(4_000);
});

test("the files of a folder, each once: what is wrong with them, the worst first, and what is no error", async () => {
  const { session, states } = await readSession([capturePath("damaged"), capturePath("nothing-here.pcap")]);
  const { report } = await analyseFiles([capturePath("damaged"), capturePath("nothing-here.pcap")]);
  const files = allFiles(session);
  expect(files).toHaveLength(report.captures.length + report.notRead.length);
  const byHash = new Map(files.map((file) => [file.details?.sha256, file]));
  for (const capture of report.captures) {
    const file = byHash.get(capture.sha256);
    expect(file?.details).toMatchObject({ complete: capture.complete, stoppedAt: capture.stoppedAt });
    expect(new Set(file?.details?.problems.map(({ code, count }) => `${code} ${count}`))).toEqual(
      new Set(capture.problems.map(({ code, count }) => `${code} ${count}`)),
    );
  }
  const order = ["refused", "partial", "left-out", "noted", "passed-over", "whole"];
  const places = files.map(({ row }) => order.indexOf(row.state));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(new Set(places)).toEqual(new Set(order.keys()));
  // What in a folder is no capture is listed, and no problem.
  const passed = files.filter(({ row }) => row.state === "passed-over").map(({ row }) => row.name);
  expect(passed).toContain("text-not-a-capture.pcap");
  const withProblems = allFiles(session, { ...WORST_FIRST, problemsOnly: true });
  expect(withProblems.map(({ row }) => row.id)).toEqual(
    files.filter(({ row }) => !["passed-over", "whole"].includes(row.state)).map(({ row }) => row.id),
  );
  const number = (...wanted: string[]) => files.filter(({ row }) => wanted.includes(row.state)).length;
  expect(states.at(-1)?.troubled).toEqual({
    doubtful: 0,
    refused: number("refused"),
    lost: 0,
    partial: number("partial", "left-out"),
  });
  const third = files[2]?.row.id ?? "";
  expect(session.captures().find(WORST_FIRST, third)).toBe(2);
  expect(session.captures().inspect("0".repeat(64))).toBeNull();
  const { text, files: told, left } = session.captures().text(WORST_FIRST);
  expect([told, left]).toEqual([files.length, 0]);
  for (const { row, details } of files) {
    expect(text).toContain(`${row.name}: `);
    for (const { code, meaning } of details?.problems ?? []) {
      expect(text).toContain(`[${code}]`);
      expect(text).toContain(meaning);
    }
  }
});

test.each(CAPTURE_COLUMNS)("files sort by %s both ways, and the unknown comes last", async (sort) => {
  const { session } = await readSession([capturePath("damaged")]);
  const [up, down] = [false, true].map((descending) =>
    session.captures().page({ sort, descending, problemsOnly: false }, 0, 500),
  );
  expect(new Set(down?.rows.map(({ id }) => id))).toEqual(new Set(up?.rows.map(({ id }) => id)));
  const packets = down?.rows.map((row) => row.packets) ?? [];
  if (sort === "packets") {
    const known = packets.filter((count) => count !== null);
    expect(packets).toEqual([...known.sort((a, b) => b - a), ...packets.filter((count) => count === null)]);
  }
});

test("a capture of the window is compared with a second reader; a difference is a problem of its own", async () => {
  const liar = path.join(temporaryFolder(), "liar.mjs");
  fs.writeFileSync(
    liar,
    `import { parentPort } from "node:worker_threads";
parentPort.on("message", ({ ours }) =>
  parentPort.postMessage({ kind: "differs", ours, theirs: { ...ours, packets: ours.packets + 1 } }));`,
  );
  for (const [url, kind, state, problemCount] of [
    [CROSS_CHECK_WORKER_URL, "agrees", "whole", 0],
    [pathToFileURL(liar), "differs", "doubtful", 1],
  ] as const) {
    const { session, states, read } = await openSession([SAMPLE_PCAP], WORKER_URL, url);
    await read();
    const before = states.at(-1)?.fileRevision ?? 0;
    const id = allFiles(session)[0]?.row.id ?? "";
    session.startCheck(id);
    expect(allFiles(session)[0]?.details?.crossCheck).toEqual({ kind: "running" });
    await expect.poll(() => allFiles(session)[0]?.details?.crossCheck.kind, { timeout: 10_000 }).toBe(kind);
    expect(allFiles(session)[0]?.row).toMatchObject({ state, check: kind });
    expect(states.at(-1)).toMatchObject({ problemCount, troubled: { doubtful: problemCount } });
    expect(states.at(-1)?.fileRevision).toBe(before + 2);
    // Asked again and cancelled, it stands as if it had not been asked.
    session.startCheck(id);
    session.cancelCheck(id);
    await expect.poll(() => allFiles(session)[0]?.details?.crossCheck.kind).toBe("none");
    expect(states.at(-1)).toMatchObject({ problemCount: 0 });
  }
});

test("a session that is closed ends its cross-checks and says nothing more", async () => {
  const silent = path.join(temporaryFolder(), "silent.mjs");
  fs.writeFileSync(silent, `import { parentPort } from "node:worker_threads"; parentPort.on("message", () => {});`);
  const { session, states, read } = await openSession([SAMPLE_PCAP], WORKER_URL, pathToFileURL(silent));
  await read();
  session.startCheck(allFiles(session)[0]?.row.id ?? "");
  const told = states.length;
  session.close();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(states).toHaveLength(told);
});

test("packets are listed once all is read, and the bytes of a capture that moved once it is found again", async () => {
  const folder = temporaryFolder();
  const [here, there] = [path.join(folder, "here.pcap"), path.join(folder, "there.pcap")];
  fs.copyFileSync(SAMPLE_PCAP, here);
  const { session, states, read } = await openSession([here]);
  const query = { flow: "", strand: null, text: "", sort: "time", descending: false } as const;
  expect(await session.packetPage(query, 0, 10)).toEqual({ kind: "reading" });
  const ended = read();
  expect(await session.packetPage(query, 0, 10)).toEqual({ kind: "reading" });
  await ended;
  const [flow] = await allFlows(session);
  const page = await session.packetPage({ ...query, flow: flow?.id ?? "" }, 0, 10);
  expect(page).toMatchObject({ kind: "page", matching: 256, revision: states.at(-1)?.revision });

  const capture = allFiles(session)[0]?.details?.sha256 ?? "";
  const first = async () => (await session.packets?.read({ capture, number: 1 }))?.kind;
  expect(await first()).toBe("packet");
  fs.renameSync(here, there);
  expect(await first()).toBe("lost");
  expect(await session.locate(capture, SAMPLE)).toMatch(/is another file/);
  expect(await first()).toBe("lost");
  expect(await session.locate(capture, there)).toBe(null);
  expect(await first()).toBe("packet");
  expect(session.capturePaths()).toEqual([there]);
});
