import { parentPort } from "node:worker_threads";
import type { CaptureOutcome, ReadOutcome, ReadRequest, WorkerReply } from "../contract/ingest.ts";
import { countHeld, type Source } from "../flow/source.ts";
import type { IpAddress } from "../net/address.ts";
import { storedStates } from "./case/stored-states.ts";
import { takeSources } from "./outcome-parts.ts";
import { PacketIndexer } from "./packet-indexer.ts";
import { type ReadListener, readCapture } from "./read-capture.ts";
import { SnapshotClock } from "./snapshot-clock.ts";
import { whoseTurnItIs } from "./whose-turn.ts";

/** Progress is told at most this often, in milliseconds. */
const PROGRESS_INTERVAL_MS = 100;
/** Requests between two counts of what is held, in units of what may be held: counting settles all sources. */
const REQUESTS_BETWEEN_COUNTS = 4;

if (parentPort === null) throw new Error("the ingest worker runs as a worker thread only");
const port = parentPort;

type Reply = (message: WorkerReply) => void;

port.on("message", (request: ReadRequest) => {
  const reply: Reply = (message) => port.postMessage(message);
  const { id } = request;
  const hand = new Handing(request, reply);
  readCapture(request, {
    onProgress: progressTeller(id, reply),
    onRequest: (found, plain) => hand.onRequest(found, plain),
    onChunk: (outcomeSoFar) => hand.onChunk(outcomeSoFar),
  }).then(
    (outcome) => {
      hand.over(outcome);
      reply({ id, type: "done", outcome });
    },
    (error: unknown) => reply({ id, type: "failed", message: error instanceof Error ? error.message : String(error) }),
  );
});

function progressTeller(id: number, reply: Reply): ReadListener["onProgress"] {
  let toldAt = 0;
  return (bytesRead, packets) => {
    const now = performance.now();
    if (now - toldAt < PROGRESS_INTERVAL_MS) return;
    toldAt = now;
    reply({ id, type: "progress", bytesRead, packets });
  };
}

/**
 * Hands what is read to who asks: to a case as bytes, to memory as it is. Where it is much, what takes most room goes as
 * bytes anyway, also before the end: states of one source merge wherever they were cut. Snapshots, and for a case with
 * them the sources as they are, only come where they are few: copying many would cost more than it shows.
 */
class Handing implements Pick<ReadListener, "onChunk" | "onRequest"> {
  private readonly request: ReadRequest;
  private readonly reply: Reply;
  private readonly indexer: PacketIndexer;
  private readonly clock = new SnapshotClock(performance.now());
  private requestsSinceCount = 0;
  private handedEarly = false;

  constructor(request: ReadRequest, reply: Reply) {
    this.request = request;
    this.reply = reply;
    this.indexer = new PacketIndexer((batch) => reply({ id: request.id, type: "packets", batch }));
  }

  onRequest(...[found, plain]: Parameters<ReadListener["onRequest"]>): void {
    this.requestsSinceCount += 1;
    if (this.request.store?.index) this.indexer.add(found, plain);
  }

  onChunk(outcomeSoFar: () => ReadOutcome): void {
    const { id, snapshots, mostHeld } = this.request;
    if (this.requestsSinceCount > REQUESTS_BETWEEN_COUNTS * mostHeld) {
      this.requestsSinceCount = 0;
      this.handEarly(outcomeSoFar());
    }
    const start = performance.now();
    if (!snapshots || !this.clock.isDue(start)) return;
    const snapshot = outcomeSoFar();
    const tooMany = this.handedEarly || countHeld(snapshot.sources.values()) > mostHeld;
    this.reply({ id, type: "snapshot", snapshot: tooMany ? { ...snapshot, sources: new Map() } : snapshot });
    this.clock.taken(start, performance.now());
  }

  /** At the end: takes the sources out of the outcome. */
  over(outcome: CaptureOutcome): void {
    this.indexer.flush();
    if (outcome.kind !== "read") return;
    const { id, snapshots, store } = this.request;
    const few = !this.handedEarly && !this.areMany(outcome);
    if (few && snapshots && store !== null) this.hand(outcome.sources);
    else if (!few || store !== null) for (const sources of takeSources(outcome, this.isLarge)) this.hand(sources);
    for (const sources of takeSources(outcome)) this.reply({ id, type: "sources", sources });
  }

  private handEarly(outcome: ReadOutcome): void {
    if (!this.areMany(outcome)) return;
    const { flowTimeoutNs } = this.request.rules;
    const large = Array.from(outcome.sources.values()).filter(this.isLarge);
    const isTheirTurn = whoseTurnItIs(large, flowTimeoutNs, this.request.mostHeld / 2);
    const isWanted = (source: Source) => this.isLarge(source) && isTheirTurn(source);
    for (const sources of takeSources(outcome, isWanted)) this.hand(sources);
    this.handedEarly = true;
  }

  private hand(sources: ReadonlyMap<IpAddress, Source>): void {
    this.reply({ id: this.request.id, type: "states", part: storedStates(sources) });
  }

  private areMany({ sources }: ReadOutcome): boolean {
    return countHeld(Array.from(sources.values()).filter(this.isLarge)) > this.request.mostHeld;
  }

  /** Whether bytes take less room: what is kept of faint flows is text. A case stores all as bytes. */
  private readonly isLarge = ({ folded }: Source): boolean => this.request.store !== null || folded !== null;
}
