import type { DuckDBConnection } from "@duckdb/node-api";
import type { FlowCondition } from "../../contract/flow-table.ts";
import type { SqlCondition } from "../../query/sql.ts";
import { ask } from "./ask.ts";
import { flowCondition } from "./flow-columns.ts";

/** What the temporary table of a connection holds. */
const held = new WeakMap<DuckDBConnection, string>();

/**
 * The flows that pass a filter, as a condition on rows of `flow`. They are looked for once and kept by the connection: a
 * filter may look at millions of packets, and a page, another order and counts of values ask for the same flows.
 * `revision`: of the results they are flows of.
 */
export async function narrowedFlows(
  connection: DuckDBConnection,
  asked: FlowCondition,
  revision: number,
): Promise<SqlCondition> {
  if (asked.text.trim() === "" && asked.span === null) return { sql: "true", parameters: [] };
  const question = JSON.stringify([revision, asked.text, asked.span]);
  if (held.get(connection) !== question) {
    held.delete(connection);
    const condition = flowCondition(asked);
    const flows = `SELECT rowid AS flow_row FROM flow WHERE ${condition.sql}`;
    await ask(connection, `CREATE OR REPLACE TEMP TABLE narrowed AS ${flows}`, condition);
    held.set(connection, question);
  }
  return { sql: "rowid IN (SELECT flow_row FROM narrowed)", parameters: [] };
}
