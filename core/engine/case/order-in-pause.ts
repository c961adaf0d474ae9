import type { DuckDBConnection } from "@duckdb/node-api";
import type { SqlCondition } from "../../query/sql.ts";
import { askForRowids } from "./ask.ts";

/** How long nobody asks for anything until rows are put in order that nobody waits for, in milliseconds: it takes both cores. */
const PAUSE_MS = 400;

/** The rows of a question. */
interface Ordering {
  readonly sql: string;
  readonly condition: SqlCondition;
  /** Being put in order, or there; null: neither. */
  rows: Promise<Float64Array | null> | null;
  /** Nothing but another question about rows ends it: somebody waits for it, or it has come to its end. */
  stays: boolean;
}

/**
 * Puts all rows of the latest question in order, which takes seconds where they are millions: when they are asked for, or
 * else in a pause, so that they are there by then. Whatever else is asked ends what nobody waits for, and it begins again
 * in the next pause.
 */
export class OrderInPause {
  private readonly connection: DuckDBConnection;
  private latest: Ordering | null = null;
  /** Until it is over the connection is taken: what is interrupted takes a while to end. */
  private underWay: Promise<unknown> = Promise.resolve();
  private pause: NodeJS.Timeout | undefined;

  /** @param connection nothing else runs on it */
  constructor(connection: DuckDBConnection) {
    this.connection = connection;
  }

  /**
   * Gives up the rows of the question before, and takes these. The statement selects numbers of rows.
   *
   * @returns what asks for all of them; it gives null where another question came before they were in order
   */
  begin(sql: string, condition: SqlCondition): () => Promise<Float64Array | null> {
    this.giveUp();
    const ordering: Ordering = { sql, condition, rows: null, stays: false };
    this.latest = ordering;
    this.waitForPause(ordering);
    return () => {
      if (ordering !== this.latest) return ordering.rows ?? Promise.resolve(null);
      clearTimeout(this.pause);
      ordering.stays = true;
      ordering.rows ??= this.run(ordering);
      return ordering.rows;
    };
  }

  /** Something else is asked. */
  disturb(): void {
    if (this.latest === null || this.latest.stays) return;
    if (this.latest.rows !== null) {
      this.latest.rows = null;
      this.connection.interrupt();
    }
    this.waitForPause(this.latest);
  }

  /** Nobody asks for these rows any more. */
  giveUp(): void {
    this.latest = null;
    clearTimeout(this.pause);
    this.connection.interrupt();
  }

  /** The same, and waits until the connection is free. */
  async stop(): Promise<void> {
    this.giveUp();
    await this.underWay;
  }

  private waitForPause(ordering: Ordering): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => {
      ordering.rows = this.run(ordering);
    }, PAUSE_MS);
  }

  private run(ordering: Ordering): Promise<Float64Array | null> {
    const before = this.underWay;
    const isWanted = () => this.latest === ordering && ordering.rows === rows;
    const order = async () => {
      await before;
      if (!isWanted()) return null;
      try {
        const found = await askForRowids(this.connection, ordering.sql, ordering.condition);
        if (isWanted()) ordering.stays = true;
        return found;
      } catch (error) {
        if (!isWanted()) return null;
        throw error;
      }
    };
    const rows: Promise<Float64Array | null> = order();
    // Who asks for the rows is told of a failure.
    this.underWay = rows.catch(() => undefined);
    return rows;
  }
}
