import { blobValue, type DuckDBBlobValue, type DuckDBConnection } from "@duckdb/node-api";
import type { PacketBatch, StatePart } from "../../contract/packet-index.ts";
import type { IpAddress } from "../../net/address.ts";
import { addressKey } from "../../query/address-key.ts";
import { BulkAppend } from "./bulk-append.ts";
import { type CaseCapture, deleteCapture, endWaiting, insertCapture } from "./case-captures.ts";
import type { CaseFile } from "./case-file.ts";

/** Addresses whose bytes are kept: most rows of a batch repeat them. */
const MOST_KNOWN_ADDRESSES = 100_000;

/**
 * A capture on its way into a case: one transaction, which holds all of it or nothing. What comes is written one thing
 * after the other, however fast it comes.
 */
export class CaptureWriter {
  private readonly opened: CaseFile;
  /** Number of the capture. */
  readonly id: number;
  private readonly connection: DuckDBConnection;
  private readonly packets: BulkAppend;
  private readonly payloads: BulkAppend;
  private readonly parts: BulkAppend;
  private readonly states: BulkAppend;
  private readonly addresses = new Map<IpAddress, DuckDBBlobValue>();
  private part = 0;

  private constructor(
    opened: CaseFile,
    id: number,
    connection: DuckDBConnection,
    [packets, payloads, parts, states]: readonly [BulkAppend, BulkAppend, BulkAppend, BulkAppend],
  ) {
    this.opened = opened;
    this.id = id;
    this.connection = connection;
    this.packets = packets;
    this.payloads = payloads;
    this.parts = parts;
    this.states = states;
  }

  /** Begins with a capture that gets this number. */
  static async begin(opened: CaseFile, id: number): Promise<CaptureWriter> {
    const connection = await opened.connect();
    try {
      await connection.run("BEGIN");
      const to = (table: string) => BulkAppend.to(connection, table);
      const tables = [
        await to("packet"),
        await to("payload"),
        await to("state_part"),
        await to("source_state"),
      ] as const;
      return new CaptureWriter(opened, id, connection, tables);
    } catch (error) {
      opened.release(connection);
      throw opened.errorOf(error);
    }
  }

  /** Adds rows to the packet index. */
  addPackets(batch: PacketBatch): void {
    const rows = batch.number.length;
    this.packets.append(
      [
        new Array(rows).fill(this.id),
        batch.number.map(BigInt),
        batch.timeNs,
        batch.source.map((address) => this.bytesOf(address)),
        batch.destination.map((address) => this.bytesOf(address)),
        batch.sourcePort,
        batch.destinationPort,
        batch.timeToLive,
        batch.identification,
        batch.method,
        batch.order,
        batch.anomalies,
        batch.offset.map(BigInt),
        batch.length,
        batch.payloadAt,
        batch.payloadLength,
        batch.missingBytes,
      ],
      rows,
    );
    const kept = batch.number.flatMap((number, row) => {
      const payload = batch.payload[row];
      return payload ? [{ number: BigInt(number), bytes: blobValue(payload) }] : [];
    });
    this.payloads.append(
      [new Array(kept.length).fill(this.id), kept.map(({ number }) => number), kept.map(({ bytes }) => bytes)],
      kept.length,
    );
  }

  /** Adds states of sources. */
  addStates({ shapes, sources, kept, states }: StatePart): void {
    this.parts.append([[this.id], [this.part], [blobValue(shapes)]], 1);
    this.states.append(
      [
        new Array(sources.length).fill(this.id),
        new Array(sources.length).fill(this.part),
        sources.map((address) => this.bytesOf(address)),
        kept,
        states.map((state) => blobValue(state)),
      ],
      sources.length,
    );
    this.part += 1;
  }

  /**
   * Saves the capture, in place of the one with the number `instead` where there is one. Once this resolves it is in the
   * case for good; where it rejects, the case is as before.
   */
  async commit(read: Omit<CaseCapture, "id">, instead: number | null): Promise<void> {
    try {
      for (const table of [this.packets, this.payloads, this.parts, this.states]) table.close();
      if (instead !== null) await deleteCapture(this.connection, instead);
      await insertCapture(this.connection, { ...read, id: this.id });
      if (read.finished) await endWaiting(this.connection, read.path);
      await this.connection.run("COMMIT");
    } catch (error) {
      throw this.opened.errorOf(error);
    } finally {
      this.opened.release(this.connection);
    }
  }

  /** Forgets what was written; the case is as before. */
  rollBack(): void {
    for (const table of [this.packets, this.payloads, this.parts, this.states]) table.drop();
    this.opened.release(this.connection);
  }

  private bytesOf(address: IpAddress): DuckDBBlobValue {
    let bytes = this.addresses.get(address);
    if (bytes === undefined) {
      if (this.addresses.size === MOST_KNOWN_ADDRESSES) this.addresses.clear();
      bytes = blobValue(addressKey(address));
      this.addresses.set(address, bytes);
    }
    return bytes;
  }
}
