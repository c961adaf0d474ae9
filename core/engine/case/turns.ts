import type { DuckDBConnection } from "@duckdb/node-api";

/** A connection that many ask: one statement runs on it at a time, in the order of the questions. */
export class Turns {
  private readonly connection: DuckDBConnection;
  private latest: Promise<unknown> = Promise.resolve();
  /** Told of each question when it is asked. */
  asked: () => void = () => undefined;

  constructor(connection: DuckDBConnection) {
    this.connection = connection;
  }

  /** Runs work when its turn comes. */
  take<Value>(work: (connection: DuckDBConnection) => Promise<Value>): Promise<Value> {
    this.asked();
    const turn = this.latest.then(() => work(this.connection));
    // Who asked is told of a failure; the next one's turn comes all the same.
    this.latest = turn.catch(() => undefined);
    return turn;
  }
}
