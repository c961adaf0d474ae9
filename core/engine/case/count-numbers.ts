import type { DuckDBConnection } from "@duckdb/node-api";
import type { FlowCondition } from "../../contract/flow-table.ts";
import type { NumberInspection } from "../../contract/numbers.ts";
import { formatAddress } from "../../net/address.ts";
import {
  type CountedNumbers,
  describeNumbers,
  MOST_FORMS,
  MOST_LISTED_NUMBERS,
  type TailCounts,
} from "../../report/dialled-report.ts";
import { MOST_SENDERS } from "../../report/numbers.ts";
import { addressOf } from "./address-of-key.ts";
import { narrowedFlows } from "./narrowed-flows.ts";
import { bytesOf } from "./row-values.ts";

/** What is counted of the numbers that share their last digits. */
interface TailRow extends TailCounts {
  readonly sources: number;
  readonly flows: number;
  readonly forms: Map<string, number>;
}

/** The numbers that the flows that pass a filter name. */
export async function countNumbersOfCase(
  connection: DuckDBConnection,
  asked: FlowCondition,
  revision: number,
): Promise<CountedNumbers> {
  const isOfFlows = await ofFlows(connection, asked, revision);
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const [[packets, leftOut, further] = []] = await rows(
    `WITH tails AS (SELECT tail, sum(packets) AS packets FROM dialled_number WHERE ${isOfFlows} GROUP BY tail)
     SELECT coalesce(sum(packets), 0)::DOUBLE, coalesce(sum(packets) FILTER (tail IS NULL), 0)::DOUBLE,
       coalesce((SELECT sum(packets) FROM (
         SELECT packets FROM tails WHERE tail IS NOT NULL ORDER BY packets DESC, tail OFFSET ${MOST_LISTED_NUMBERS})), 0)::DOUBLE
     FROM tails`,
  );
  const listed = `SELECT tail FROM dialled_number WHERE tail IS NOT NULL AND ${isOfFlows}
    GROUP BY tail ORDER BY sum(packets) DESC, tail LIMIT ${MOST_LISTED_NUMBERS}`;
  const byTail = new Map<string, TailRow>();
  // A flow is of one source, so the flows of each source add up.
  const tails = await rows(
    `WITH of_flow AS (
       SELECT tail, source, flow, sum(packets) AS packets, sum(packets) FILTER (called) AS called
       FROM dialled_number WHERE ${isOfFlows} AND tail IN (${listed}) GROUP BY ALL
     ), of_source AS (
       SELECT tail, source, sum(packets) AS packets, sum(called) AS called, count(*) AS flows FROM of_flow GROUP BY ALL
     )
     SELECT tail, sum(packets)::DOUBLE, coalesce(sum(called), 0)::DOUBLE, count(*), sum(flows)::DOUBLE
     FROM of_source GROUP BY tail`,
  );
  for (const [tail, all, called, sources, flows] of tails) {
    byTail.set(String(tail), {
      packets: Number(all),
      called: Number(called),
      sources: Number(sources),
      flows: Number(flows),
      forms: new Map(),
    });
  }
  const forms = await rows(
    `SELECT tail, form, packets FROM (
       SELECT tail, form, sum(packets)::DOUBLE AS packets FROM dialled_form
       WHERE ${isOfFlows} AND tail IN (${listed}) GROUP BY tail, form)
     QUALIFY row_number() OVER (PARTITION BY tail ORDER BY packets DESC, form) <= ${MOST_FORMS}`,
  );
  for (const [tail, form, count] of forms) byTail.get(String(tail))?.forms.set(String(form), Number(count));
  const numbers: CountedNumbers["numbers"][number][] = [];
  for (const number of describeNumbers(byTail)) {
    const [only] = number.tails;
    const known = number.tails.length === 1 && only !== undefined ? byTail.get(only) : undefined;
    const { sources, flows } = known ?? (await countSendersOf(connection, number.tails, isOfFlows));
    numbers.push({ ...number, sources, flows });
  }
  return {
    numbers,
    totals: { numbers: numbers.length, packets: Number(packets), leftOutPackets: Number(leftOut) + Number(further) },
  };
}

/** The sources that name one of these tails; most packets first, then by address. */
export async function sendersOfNumber(
  connection: DuckDBConnection,
  asked: FlowCondition,
  revision: number,
  tails: readonly string[],
): Promise<NumberInspection["senders"]> {
  const isOfFlows = await ofFlows(connection, asked, revision);
  const found = await connection.runAndReadAll(
    `SELECT source, sum(packets)::DOUBLE AS sent, coalesce(sum(packets) FILTER (called), 0)::DOUBLE, count(DISTINCT flow)
     FROM dialled_number WHERE ${isOneOf(tails)} AND ${isOfFlows}
     GROUP BY source ORDER BY sent DESC, source LIMIT ${MOST_SENDERS}`,
  );
  return found.getRows().map(([source, packets, called, flows]) => ({
    address: formatAddress(addressOf(bytesOf(source))),
    packets: Number(packets),
    called: Number(called),
    flows: Number(flows),
  }));
}

/** Numbers of fewer than ten digits have several tails, and a flow may hold more than one of them. */
async function countSendersOf(connection: DuckDBConnection, tails: readonly string[], isOfFlows: string) {
  const found = await connection.runAndReadAll(
    `SELECT count(DISTINCT source), count(DISTINCT flow) FROM dialled_number WHERE ${isOneOf(tails)} AND ${isOfFlows}`,
  );
  const [[sources, flows] = []] = found.getRows();
  return { sources: Number(sources), flows: Number(flows) };
}

/** A condition on rows of both tables. The flows that pass are held by the connection: it has no parameters. */
async function ofFlows(connection: DuckDBConnection, asked: FlowCondition, revision: number): Promise<string> {
  if (asked.text.trim() === "" && asked.span === null) return "true";
  const { sql } = await narrowedFlows(connection, asked, revision);
  return `flow IN (SELECT id FROM flow WHERE ${sql})`;
}

/** Tails are digits and nothing else. */
function isOneOf(tails: readonly string[]): string {
  return `tail IN (${tails.map((tail) => `'${tail.replaceAll("'", "''")}'`).join(", ")})`;
}
