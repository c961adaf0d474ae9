import { setTimeout } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { OrderInPause } from "../../../core/engine/case/order-in-pause.ts";

const ROWS = 400_000;
const NO_CONDITION = { sql: "", parameters: [] };
const statement = (direction: string) => `SELECT rowid::DOUBLE FROM t ORDER BY v ${direction}, rowid`;
const DIRECTIONS = ["ASC", "DESC"] as const;

type Step =
  | { readonly kind: "begin"; readonly direction: (typeof DIRECTIONS)[number] }
  | { readonly kind: "ask" }
  | { readonly kind: "disturb" }
  | { readonly kind: "wait"; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("begin" as const), direction: fc.constantFrom(...DIRECTIONS) }),
  fc.constantFrom<Step>({ kind: "ask" }, { kind: "disturb" }),
  // The pause ends, and rows are put in order, somewhere in here.
  fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 520 }) }),
);

test("whatever comes between, rows that are asked for are there and in order, unless others were wanted meanwhile", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE t AS SELECT hash(i) % 1000 AS v FROM range(${ROWS}) r(i)`);
  const numbers = async (sql: string) => {
    const found = await connection.runAndReadAll(sql);
    return Float64Array.from(found.getColumns()[0] as number[]);
  };
  const expected = { ASC: await numbers(statement("ASC")), DESC: await numbers(statement("DESC")) };
  const ordering = await instance.connect();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const order = new OrderInPause(ordering);
      let latest: { readonly direction: "ASC" | "DESC"; readonly all: () => Promise<Float64Array | null> } | null =
        null;
      let begun = 0;
      const answers: Promise<void>[] = [];
      const ask = () => {
        if (latest === null) return;
        const { direction, all } = latest;
        const at = begun;
        const check = (rows: Float64Array | null) => {
          if (rows === null) expect(begun).toBeGreaterThan(at);
          else expect(Buffer.compare(Buffer.from(rows.buffer), Buffer.from(expected[direction].buffer))).toBe(0);
        };
        answers.push(all().then(check));
      };
      for (const next of steps) {
        if (next.kind === "begin") {
          begun += 1;
          latest = { direction: next.direction, all: order.begin(statement(next.direction), NO_CONDITION) };
        } else if (next.kind === "ask") ask();
        else if (next.kind === "disturb") order.disturb();
        else await setTimeout(next.ms);
      }
      ask();
      await Promise.all(answers);
      await order.stop();
      // The connection is free.
      expect((await ordering.runAndReadAll("SELECT 1")).getRows()).toEqual([[1]]);
    }),
    { numRuns: 40 },
  );
  connection.closeSync();
  ordering.closeSync();
  instance.closeSync();
});

test("what nobody waits for begins in a pause, is put off by questions, and is ended by one", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const ordering = await instance.connect();
  await connection.run("CREATE SEQUENCE begun");
  const next = async () => Number((await connection.runAndReadAll("SELECT nextval('begun')")).getRows()[0]?.[0]);
  const order = new OrderInPause(ordering);
  order.begin("SELECT nextval('begun')::DOUBLE", NO_CONDITION);
  for (let turn = 0; turn < 10; turn += 1) {
    await setTimeout(100);
    order.disturb();
  }
  expect(await next()).toBe(1);
  // The pause comes, with the one behind it nobody asked for either.
  await setTimeout(1500);
  expect(await next()).toBe(3);
  const endless = "SELECT sum(hash(a.range + b.range))::DOUBLE FROM range(10000000) a, range(10000000) b";
  order.begin(endless, NO_CONDITION);
  await setTimeout(1000);
  order.disturb();
  expect((await ordering.runAndReadAll("SELECT 1")).getRows()).toEqual([[1]]);
  await order.stop();
  connection.closeSync();
  ordering.closeSync();
  instance.closeSync();
});
