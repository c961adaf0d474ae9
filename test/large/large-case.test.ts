import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { FLOW_COLUMNS, type FlowQuery } from "../../core/contract/flow-table.ts";
import { DEFAULT_RULES } from "../../core/contract/rule-texts.ts";
import { isFault } from "../../core/engine/case/case-fault.ts";
import { createCase, openCase } from "../../core/engine/case/case-file.ts";
import { loadPacks } from "../../core/engine/load-packs.ts";
import { Session } from "../../core/engine/session.ts";
import { CROSS_CHECK_WORKER_URL, ROOT, temporaryFolder, USUAL_RULES, WORKER_URL } from "../builders/program.ts";
import { REMATCH_WORKER_URL } from "../builders/window-workers.ts";
import { LARGE_CASE, writeManyFlows } from "./many-flows.ts";

/** As many sources as the environment says, and as many packets of the sweep to match. */
const SOURCES = Number(process.env.LARGE_CASE_SOURCES ?? LARGE_CASE.sources);
const SIZE = {
  ...LARGE_CASE,
  sources: SOURCES,
  sweepPackets: (LARGE_CASE.sweepPackets * SOURCES) / LARGE_CASE.sources,
};
const FLOWS = SIZE.sources * SIZE.flowsEach + 1;
const ALL: FlowQuery = { sort: "packets", descending: true, text: "", span: null };

async function timed<Value>(what: string, work: () => Promise<Value> | Value): Promise<Value> {
  const start = performance.now();
  const value = await work();
  console.info(`${what}: ${(performance.now() - start).toFixed(0)} ms`);
  return value;
}

function tellMemory(what: string): void {
  const status = fs.readFileSync("/proc/self/status", "utf8");
  console.info(
    `${what}: peak ${/VmHWM:\s+(\d+) kB/.exec(status)?.[1]} kB, now ${/VmRSS:\s+(\d+) kB/.exec(status)?.[1]} kB`,
  );
}

async function sessionWith(file: string, make: boolean): Promise<Session> {
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join());
  const opened = make ? await createCase(file, "0.0.0") : await openCase(file, true);
  if (isFault(opened)) throw new Error(opened.message);
  const options = {
    rules: USUAL_RULES,
    ruleTexts: DEFAULT_RULES,
    packs,
    geoTables: [],
    threads: 1,
    chunkBytes: 1 << 20,
    workerUrl: WORKER_URL,
    crossCheckWorkerUrl: CROSS_CHECK_WORKER_URL,
    rematchWorkerUrl: REMATCH_WORKER_URL,
  };
  return Session.with(opened, null, options, () => undefined);
}

test("a case of millions of packets answers every question, and again when it is opened", async () => {
  const folder = process.env.LARGE_CASE_FOLDER ?? temporaryFolder();
  const capture = path.join(folder, "many-flows.pcap");
  const file = path.join(folder, "large.ringcase");
  const written = writeManyFlows(capture, SIZE);
  fs.rmSync(file, { force: true });
  const reading = await sessionWith(file, true);
  await timed("read and judged", () => reading.read([capture]));
  tellMemory("after reading");
  expect(reading.state()).toMatchObject({ phase: "ended", problemCount: 0, packets: written.requests });
  await timed("closed", () => reading.close());
  console.info(`the case has ${fs.statSync(file).size} bytes, the capture ${written.bytes}`);

  const session = await timed("opened", () => sessionWith(file, false));
  await timed("ready", () => session.read([]));
  const { results } = session;
  const overview = await timed("overview", () => results.overview());
  expect(overview).toMatchObject({
    packets: written.requests,
    flows: FLOWS,
    sources: SIZE.sources + 1,
    partial: false,
  });
  for (const sort of FLOW_COLUMNS) {
    const page = await timed(`first page by ${sort}`, () => results.flowPage({ ...ALL, sort }, 0, 100));
    expect(page).toMatchObject({ matching: FLOWS, total: FLOWS });
    expect(page.rows).toHaveLength(100);
  }
  const last = await timed("last page", () => results.flowPage({ ...ALL, sort: "ports" }, FLOWS - 100, 100));
  expect(last.rows).toHaveLength(100);
  const facets = await timed("facets", () => results.flowFacets(ALL));
  const methods = facets.find(({ field }) => field === "method")?.values ?? [];
  expect(methods.reduce((sum, [, flows]) => sum + flows, 0)).toBe(FLOWS);
  for (const text of ['tool == "paper/1"', "sipvicious 11.0.1", "dst in 198.18.3.0/24", "packets > 10 and rate < 1"]) {
    await timed(`filtered by ${text}`, () => results.flowPage({ ...ALL, text }, 0, 100));
    await timed(`facets of ${text}`, () => results.flowFacets({ ...ALL, text }));
  }
  const flow = last.rows[50]?.id ?? "";
  await timed("found", () => results.findFlow({ ...ALL, sort: "ports" }, flow));
  expect(await timed("inspected", () => results.inspectFlow(flow))).toMatchObject({
    row: { packets: SIZE.packetsEach },
  });
  expect(await timed("mapped", () => results.mapFlow(flow, null))).not.toBeNull();
  tellMemory("after all answers");
  await session.close();
});
