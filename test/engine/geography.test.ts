import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { flowInspectionSchema } from "../../core/contract/inspection.ts";
import { overviewSchema } from "../../core/contract/overview.ts";
import type { Engine } from "../../core/engine/engine.ts";
import { startEngine } from "../builders/engine.ts";
import { capturePath, temporaryFolder } from "../builders/program.ts";

const CAPTURE = capturePath("tools/svmap-0.3.3-options-sequential.pcap");

/** An engine that has read a capture, with tables that come with captures. */
async function engineWith(tables: readonly string[]) {
  const started = startEngine(tables);
  await started.open([CAPTURE]);
  return started;
}

/** Country and network that overview and flow give to the one source. */
async function shown(engine: Engine) {
  const overview = overviewSchema.parse(await engine.results().overview());
  const query = { sort: "packets", descending: true, text: "", span: null } as const;
  const { rows } = await engine.results().flowPage(query, 0, 1);
  const flow = flowInspectionSchema.parse(await engine.results().inspectFlow(rows[0]?.id ?? ""));
  expect(flow.located).toEqual(overview.topSources[0]?.located);
  expect(flow.geoTables).toEqual(overview.geoTables);
  return { ...flow.located, tables: flow.geoTables.map(({ name }) => name) };
}

function write(name: string, text: string): string {
  const file = path.join(temporaryFolder(), name);
  fs.writeFileSync(file, text);
  return file;
}

const nowhere = { country: null, network: null, tables: [] };

test("a table that is chosen locates the sources at once, and those of captures opened later", async () => {
  const { engine, open, told } = await engineWith([]);
  expect(await shown(engine)).toEqual(nowhere);
  const revision = told()?.revision ?? 0;
  expect(await engine.useTables([write("a.csv", "127.0.0.0/8,SE,64496,Example")])).toEqual([]);
  expect(told()?.revision).toBe(revision + 1);
  const located = {
    country: { code: "SE", table: "a.csv" },
    network: { asn: 64496, organisation: "Example", table: "a.csv" },
    tables: ["a.csv"],
  };
  expect(await shown(engine)).toEqual(located);
  await open([CAPTURE]);
  expect(await shown(engine)).toEqual(located);
});

test("what is no table changes nothing and says why", async () => {
  const { engine } = await engineWith([]);
  const good = write("a.csv", "127.0.0.0/8,SE");
  expect(await engine.useTables([good, write("b.csv", "hello")])).toEqual([
    expect.stringContaining("b.csv: The table cannot be used: line 1:"),
  ]);
  expect(await shown(engine)).toEqual(nowhere);
});

test("a table that comes with the captures serves until another is chosen", async () => {
  const { engine } = await engineWith([write("own.csv", "127.0.0.0/8,NO")]);
  expect(await shown(engine)).toMatchObject({ country: { code: "NO", table: "own.csv" }, tables: ["own.csv"] });
  await engine.useTables([write("a.csv", "192.0.2.0/24,SE")]);
  expect(await shown(engine)).toEqual({ ...nowhere, tables: ["a.csv"] });
});
