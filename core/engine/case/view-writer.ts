import { blobValue, type DuckDBConnection, type DuckDBValue, listValue, mapValue } from "@duckdb/node-api";
import { gradeOf } from "../../fingerprint/fingerprint.ts";
import type { IpAddress } from "../../net/address.ts";
import { addressKey } from "../../query/address-key.ts";
import { FLOW_FIELDS } from "../../report/flow-filter.ts";
import type { JudgedFlow } from "../../report/flow-report.ts";
import { flowRow } from "../../report/flow-table.ts";
import { BulkAppend } from "./bulk-append.ts";

/** A fingerprint of a tool, or of none, and the group it is in. */
export interface FingerprintRow {
  readonly id: string;
  readonly tool: string | null;
  readonly text: string;
  /** As JSON. */
  readonly group: string;
}

/** Rows that wait to be appended together. */
const ROWS_AT_ONCE = 1024;

/** Writes what was made of a case into its tables, in place of what was there: one transaction of its own. */
export class ViewWriter {
  private readonly connection: DuckDBConnection;
  private readonly flows: WaitingRows;
  private readonly strands: WaitingRows;
  private readonly fingerprints: WaitingRows;

  private constructor(connection: DuckDBConnection, flows: BulkAppend, strands: BulkAppend, fingerprints: BulkAppend) {
    this.connection = connection;
    this.flows = new WaitingRows(flows);
    this.strands = new WaitingRows(strands);
    this.fingerprints = new WaitingRows(fingerprints);
  }

  /** Begins; the connection is the writer's until it has committed. */
  static async begin(connection: DuckDBConnection): Promise<ViewWriter> {
    await connection.run("BEGIN");
    for (const table of ["flow", "strand", "fingerprint", "view"]) await connection.run(`DELETE FROM ${table}`);
    const to = (table: string) => BulkAppend.to(connection, table);
    return new ViewWriter(connection, await to("flow"), await to("strand"), await to("fingerprint"));
  }

  addFlow(flow: JudgedFlow): void {
    const source = sourceBytes(flow.source);
    this.flows.add(flowValues(flow, source));
    for (const strand of flow.strands) {
      const { named } = strand;
      this.strands.add([
        strand.id,
        strand.flowId,
        source,
        strand.strand.method,
        BigInt(strand.strand.state.packets),
        strand.fingerprint.id,
        gradeOf(strand.strand.state),
        named?.signature.tool.id ?? null,
        named?.signature.family ?? null,
        named?.variant ?? null,
      ]);
    }
  }

  addFingerprint({ id, tool, text, group }: FingerprintRow): void {
    this.fingerprints.add([id, tool, text, group]);
  }

  /** Forgets what was added. The transaction ends with the connection. */
  drop(): void {
    for (const rows of [this.flows, this.strands, this.fingerprints]) rows.drop();
  }

  /** Saves all of it, with further values by name. */
  async commit(values: Readonly<Record<string, string>>): Promise<void> {
    for (const rows of [this.flows, this.strands, this.fingerprints]) rows.close();
    for (const [name, value] of Object.entries(values)) {
      await this.connection.run("INSERT INTO view VALUES (?, ?)", [name, value]);
    }
    await this.connection.run("COMMIT");
  }
}

/** Rows until there are enough of them to append. */
class WaitingRows {
  private readonly append: BulkAppend;
  private columns: DuckDBValue[][] = [];
  private rows = 0;

  constructor(append: BulkAppend) {
    this.append = append;
  }

  add(values: readonly DuckDBValue[]): void {
    for (const [column, value] of values.entries()) {
      const known = this.columns[column];
      if (known === undefined) this.columns[column] = [value];
      else known.push(value);
    }
    this.rows += 1;
    if (this.rows === ROWS_AT_ONCE) this.hand();
  }

  close(): void {
    if (this.rows > 0) this.hand();
    this.append.close();
  }

  drop(): void {
    this.append.drop();
  }

  private hand(): void {
    this.append.append(this.columns, this.rows);
    this.columns = [];
    this.rows = 0;
  }
}

/** In the order of the table's columns; lists are what a filter in memory reads. */
function flowValues(flow: JudgedFlow, source: DuckDBValue): DuckDBValue[] {
  const { report, state } = flow;
  const { fields } = FLOW_FIELDS;
  const row = flowRow(flow);
  return [
    report.id,
    source,
    report.source,
    state.firstNs,
    state.lastNs,
    BigInt(report.packets),
    BigInt(report.destinations),
    report.ratePps,
    row.durationSeconds,
    report.strategy.class,
    report.sourcePort.class,
    report.sourcePort.distinct,
    report.ttl.min,
    report.ttl.max,
    report.ipId.class,
    row.tools[0]?.[0] ?? null,
    listOf(fields.tool(flow)),
    listOf(fields["tool.name"](flow)),
    listOf(fields.family(flow)),
    listOf(fields.variant(flow)),
    listOf(fields.fingerprint(flow)),
    listOf(fields.grade(flow)),
    row.methods[0]?.[0] ?? null,
    listOf(fields.method(flow)),
    mapValue(Array.from(state.methods, ([key, packets]) => ({ key, value: BigInt(packets) }))),
    listOf(fields.anomaly(flow)),
    listOf(fields.trait(flow)),
    JSON.stringify(row),
  ];
}

function listOf(values: Iterable<string>): DuckDBValue {
  return listValue([...values]);
}

function sourceBytes(source: IpAddress): DuckDBValue {
  return blobValue(addressKey(source));
}
