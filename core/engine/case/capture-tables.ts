import { blobValue, type DuckDBBlobValue, type DuckDBConnection } from "@duckdb/node-api";
import type { PacketBatch, StatePart } from "../../contract/packet-index.ts";
import type { IpAddress } from "../../net/address.ts";
import { addressKey } from "../../query/address-key.ts";
import { BulkAppend } from "./bulk-append.ts";

/** Addresses whose bytes are kept: most rows of a batch repeat them. */
const MOST_KNOWN_ADDRESSES = 100_000;

/** The tables that hold what was read of captures, open for more rows within one transaction. */
export class CaptureTables {
  private readonly packets: BulkAppend;
  private readonly payloads: BulkAppend;
  private readonly parts: BulkAppend;
  private readonly states: BulkAppend;
  private readonly addresses = new Map<IpAddress, DuckDBBlobValue>();

  private constructor([packets, payloads, parts, states]: readonly [BulkAppend, BulkAppend, BulkAppend, BulkAppend]) {
    this.packets = packets;
    this.payloads = payloads;
    this.parts = parts;
    this.states = states;
  }

  /** Opens them within the transaction of the connection. */
  static async of(connection: DuckDBConnection): Promise<CaptureTables> {
    const to = (table: string) => BulkAppend.to(connection, table);
    return new CaptureTables([
      await to("packet"),
      await to("payload"),
      await to("state_part"),
      await to("source_state"),
    ]);
  }

  /** Adds rows to the packet index. */
  addPackets(capture: number, batch: PacketBatch): void {
    const rows = batch.number.length;
    this.packets.append(
      [
        new Array(rows).fill(capture),
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
      [new Array(kept.length).fill(capture), kept.map(({ number }) => number), kept.map(({ bytes }) => bytes)],
      kept.length,
    );
  }

  /** Adds states of sources, as the part of the capture with this number. */
  addStates(capture: number, part: number, { shapes, sources, kept, states }: StatePart): void {
    this.parts.append([[capture], [part], [blobValue(shapes)]], 1);
    this.states.append(
      [
        new Array(sources.length).fill(capture),
        new Array(sources.length).fill(part),
        sources.map((address) => this.bytesOf(address)),
        kept,
        states.map((state) => blobValue(state)),
      ],
      sources.length,
    );
  }

  /** Hands all rows over to the transaction. */
  close(): void {
    for (const table of [this.packets, this.payloads, this.parts, this.states]) table.close();
  }

  /** Forgets the rows that were not handed over yet. */
  drop(): void {
    for (const table of [this.packets, this.payloads, this.parts, this.states]) table.drop();
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
