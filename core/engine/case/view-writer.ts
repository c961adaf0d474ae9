import { createHash } from "node:crypto";
import { blobValue, type DuckDBConnection, type DuckDBValue, listValue, mapValue } from "@duckdb/node-api";
import { digitsOf } from "../../behaviour/dialled-form.ts";
import type { GroupInspection } from "../../contract/inspection.ts";
import { gradeOf } from "../../fingerprint/fingerprint.ts";
import { labelTemplateOf } from "../../fingerprint/label-cover.ts";
import { leftOutPackets } from "../../flow/dialled-numbers.ts";
import type { IpAddress } from "../../net/address.ts";
import { addressKey } from "../../query/address-key.ts";
import { FLOWS } from "../../query/tables.ts";
import { wordsText } from "../../query/words-text.ts";
import { type CountedSource, sourceCounts } from "../../report/counted-source.ts";
import type { GroupRow } from "../../report/fingerprint-row.ts";
import { FLOW_FIELDS, UNKNOWN_TOOL } from "../../report/flow-filter.ts";
import type { JudgedFlow } from "../../report/flow-report.ts";
import { flowRow } from "../../report/flow-table.ts";
import { NOTHING_SAID } from "../../report/said-of-flows.ts";
import { SOURCE_FIELDS } from "../../report/source-filter.ts";
import type { JudgedStrand } from "../../report/strand-report.ts";
import { BulkAppend } from "./bulk-append.ts";
import { appendDestinations } from "./flow-destinations.ts";
import { OutlineRows, WaitingRows } from "./waiting-rows.ts";

/** A fingerprint of a tool, or of none, and the group it is in. */
export interface FingerprintRow {
  readonly id: string;
  readonly tool: string | null;
  readonly text: string;
  /** A `StoredGroup` as JSON. */
  readonly group: string;
}

/** The group of a fingerprint, as it is stored. */
export interface StoredGroup {
  readonly group: GroupInspection;
  /** The group as it is listed, with the fingerprint that covers the others. */
  readonly row: GroupRow | null;
}

/** Writes what was made of a case into its tables, in place of what was there: one transaction of its own. */
export class ViewWriter {
  private readonly connection: DuckDBConnection;
  private readonly sources: WaitingRows;
  private readonly flows: WaitingRows;
  private readonly strands: WaitingRows;
  private readonly fingerprints: WaitingRows;
  private readonly masks: WaitingRows;
  private readonly numbers: WaitingRows;
  private readonly forms: WaitingRows;
  private readonly outlines: OutlineRows;
  /** Numbers of the masks, by a hash of each. */
  private readonly maskIds = new Map<string, number>();
  private latestSource: IpAddress | null = null;
  private sourcePlace = 0;
  private flowNumber = 0;

  private constructor(
    connection: DuckDBConnection,
    to: {
      readonly sources: BulkAppend;
      readonly flows: BulkAppend;
      readonly strands: BulkAppend;
      readonly fingerprints: BulkAppend;
      readonly masks: BulkAppend;
      readonly numbers: BulkAppend;
      readonly forms: BulkAppend;
      readonly outlines: BulkAppend;
    },
  ) {
    this.connection = connection;
    this.sources = new WaitingRows(to.sources);
    this.flows = new WaitingRows(to.flows);
    this.strands = new WaitingRows(to.strands);
    this.fingerprints = new WaitingRows(to.fingerprints);
    this.masks = new WaitingRows(to.masks);
    this.numbers = new WaitingRows(to.numbers);
    this.forms = new WaitingRows(to.forms);
    this.outlines = new OutlineRows(to.outlines);
  }

  /** Begins; the connection is the writer's until it has committed. */
  static async begin(connection: DuckDBConnection): Promise<ViewWriter> {
    await connection.run("BEGIN");
    for (const table of TABLES) await connection.run(`DELETE FROM ${table}`);
    const to = (table: string) => BulkAppend.to(connection, table);
    return new ViewWriter(connection, {
      sources: await to("source"),
      flows: await to("flow"),
      strands: await to("strand"),
      fingerprints: await to("fingerprint"),
      masks: await to("mask"),
      numbers: await to("dialled_number"),
      forms: await to("dialled_form"),
      outlines: await to("outline"),
    });
  }

  addSource(source: CountedSource): void {
    this.sources.add(sourceValues(source));
  }

  /** Adds a flow. Flows come by the address of their source, ascending, and of one source by time: so they stay. */
  addFlow(flow: JudgedFlow): void {
    const source = sourceBytes(flow.source);
    if (flow.source !== this.latestSource) this.sourcePlace += 1;
    this.latestSource = flow.source;
    this.flows.add([this.flowNumber, ...flowValues(flow, source, this.sourcePlace)]);
    this.addDialled(flow, source);
    this.flowNumber += 1;
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
        this.maskOf(strand),
      ]);
      this.outlines.add(flow.source, strand);
    }
  }

  private addDialled({ report: { id }, state: { dialled } }: JudgedFlow, source: DuckDBValue): void {
    if (dialled === null) return;
    for (const [tallies, called] of [[dialled.called, true] as const, [dialled.calling, false] as const]) {
      const leftOut = leftOutPackets(tallies);
      if (leftOut > 0) this.numbers.add([id, source, null, called, BigInt(leftOut)]);
      for (const [tail, { packets, forms }] of tallies.byTail.values) {
        this.numbers.add([id, source, tail, called, BigInt(packets)]);
        for (const [form, count] of forms.values) this.forms.add([id, tail, form, digitsOf(form), BigInt(count)]);
      }
    }
  }

  private get tables(): readonly (WaitingRows | OutlineRows)[] {
    const { sources, flows, strands, fingerprints, masks, numbers, forms, outlines } = this;
    return [sources, flows, strands, fingerprints, masks, numbers, forms, outlines];
  }

  addFingerprint({ id, tool, text, group }: FingerprintRow): void {
    this.fingerprints.add([id, tool, text, group]);
  }

  /** Adds where the flows went, in the order in which these were added. */
  addDestinations(flows: readonly { keys(): Iterable<IpAddress> }[]): Promise<void> {
    return appendDestinations(this.connection, flows);
  }

  /** Forgets what was added. The transaction ends with the connection. */
  drop(): void {
    for (const rows of this.tables) rows.drop();
  }

  /** Saves all of it, with further values by name. */
  async commit(values: Readonly<Record<string, string>>): Promise<void> {
    for (const rows of this.tables) rows.close();
    for (const [name, value] of Object.entries(values)) {
      await this.connection.run("INSERT INTO view VALUES (?, ?)", [name, value]);
    }
    await this.connection.run("COMMIT");
  }

  /** The number of what decides which label covers a strand. */
  private maskOf({ fingerprint, strand }: JudgedStrand): number {
    const template = JSON.stringify(labelTemplateOf(strand.state));
    const key = createHash("sha256").update(`${fingerprint.id}\n${template}`).digest("base64");
    const known = this.maskIds.get(key);
    if (known !== undefined) return known;
    const id = this.maskIds.size;
    this.maskIds.set(key, id);
    this.masks.add([id, fingerprint.id, template]);
    return id;
  }
}

/** The tables that are written. */
const TABLES = [
  "source",
  "flow",
  "destination",
  "flow_destination",
  "strand",
  "fingerprint",
  "mask",
  "dialled_number",
  "dialled_form",
  "outline",
  "view",
];

/** In the order of the table's columns; lists are what a filter in memory reads. */
function flowValues(flow: JudgedFlow, source: DuckDBValue, sourcePlace: number): DuckDBValue[] {
  const { report, state } = flow;
  const { fields } = FLOW_FIELDS;
  const row = flowRow(flow, NOTHING_SAID);
  return [
    report.id,
    source,
    sourcePlace,
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
    mapOf(state.methods),
    listOf(fields.anomaly(flow)),
    listOf(fields.trait(flow)),
    JSON.stringify(row),
    wordsText(FLOWS, FLOW_FIELDS, flow),
  ];
}

/** In the order of the table's columns. */
function sourceValues(counted: CountedSource): DuckDBValue[] {
  const { fields } = SOURCE_FIELDS;
  const shown = sourceCounts(counted);
  return [
    sourceBytes(counted.source),
    shown.address,
    BigInt(counted.packets),
    BigInt(counted.flows),
    BigInt(counted.destinations),
    counted.firstNs,
    counted.lastNs,
    fields.duration(counted),
    listValue([...counted.days]),
    counted.tools[0]?.[0] ?? null,
    listOf(fields.tool(counted)),
    listOf(fields["tool.name"](counted)),
    listOf(fields.family(counted)),
    mapOf(Array.from(counted.flowsByTool, ([tool, flows]) => [tool ?? UNKNOWN_TOOL, flows])),
    mapOf(counted.packetsByMethod),
    JSON.stringify(shown),
  ];
}

function mapOf(counts: Iterable<readonly [string, number]>): DuckDBValue {
  return mapValue(Array.from(counts, ([key, count]) => ({ key, value: BigInt(count) })));
}

function listOf(values: Iterable<string>): DuckDBValue {
  return listValue([...values]);
}

function sourceBytes(source: IpAddress): DuckDBValue {
  return blobValue(addressKey(source));
}
