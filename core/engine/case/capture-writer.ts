import type { DuckDBConnection } from "@duckdb/node-api";
import type { PacketBatch, StatePart } from "../../contract/packet-index.ts";
import { CaptureTables } from "./capture-tables.ts";
import type { CaseFile } from "./case-file.ts";

/** Bytes that are held back of a capture, about: thousands of small captures are read faster than each is saved alone. */
const MOST_HELD_BYTES = 1024 * 1024;
/** What a row of the packet index takes besides its payload, about. */
const BYTES_OF_PACKET = 256;

/** Rows of a capture, for the tables of any transaction. */
type Rows = (tables: CaptureTables) => void;

/**
 * What was read of one capture, on its way into a case. A little is held back until the capture is saved, together with
 * others that are small; what is more goes at once into a transaction of the capture's own. Either holds all of it or
 * nothing. What comes is written one thing after the other, however fast it comes.
 */
export class CaptureWriter {
  /** Number of the capture. */
  readonly id: number;
  private readonly opened: CaseFile;
  private own: { readonly connection: DuckDBConnection; readonly tables: CaptureTables } | null = null;
  private held: Rows[] = [];
  private heldBytes = 0;
  private parts = 0;

  constructor(opened: CaseFile, id: number) {
    this.opened = opened;
    this.id = id;
  }

  /** Whether all of it is held back, for a transaction that others share. */
  get isHeld(): boolean {
    return this.own === null;
  }

  /** Adds rows to the packet index. */
  async addPackets(batch: PacketBatch): Promise<void> {
    const payloads = sum(batch.payload.map((payload) => payload?.length ?? 0));
    const bytes = batch.number.length * BYTES_OF_PACKET + payloads;
    await this.add(bytes, (tables) => tables.addPackets(this.id, batch));
  }

  /** Adds states of sources. */
  async addStates(states: StatePart): Promise<void> {
    const part = this.parts;
    this.parts += 1;
    const bytes = states.shapes.length + sum(states.states.map(({ length }) => length));
    await this.add(bytes, (tables) => tables.addStates(this.id, part, states));
  }

  private async add(bytes: number, rows: Rows): Promise<void> {
    if (this.own === null) {
      this.held.push(rows);
      this.heldBytes += bytes;
      if (this.heldBytes > MOST_HELD_BYTES) await this.begin();
    } else rows(this.own.tables);
  }

  private async begin(): Promise<void> {
    const connection = await this.opened.connect();
    try {
      await connection.run("BEGIN");
      const tables = await CaptureTables.of(connection);
      this.own = { connection, tables };
      this.handOver(tables);
    } catch (error) {
      if (this.own === null) this.opened.release(connection);
      throw this.opened.errorOf(error);
    }
  }

  /** Writes what is held back. */
  handOver(tables: CaptureTables): void {
    for (const rows of this.held) rows(tables);
    this.held = [];
  }

  /**
   * Saves a capture that has a transaction of its own, with what `finish` writes into it. Once this resolves it is in
   * the case for good; where it rejects, the case is as before.
   */
  async commit(finish: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
    if (this.own === null) throw new Error("a capture that is held back is saved with others");
    const { connection, tables } = this.own;
    try {
      tables.close();
      await finish(connection);
      await connection.run("COMMIT");
    } catch (error) {
      throw this.opened.errorOf(error);
    } finally {
      this.opened.release(connection);
    }
  }

  /** Forgets what was written; the case is as before. */
  rollBack(): void {
    this.held = [];
    if (this.own === null) return;
    this.own.tables.drop();
    this.opened.release(this.own.connection);
    this.own = null;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
