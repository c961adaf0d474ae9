import { parentPort } from "node:worker_threads";
import type { CaptureOutcome, ReadOutcome, ReadRequest, WorkerReply } from "../contract/ingest.ts";
import { countHeld, lastTimeOf, type Source } from "../flow/source.ts";
import type { IpAddress } from "../net/address.ts";
import { storedStates } from "./case/stored-states.ts";
import { takeSources } from "./outcome-parts.ts";
import { PacketIndexer } from "./packet-indexer.ts";
import { type ReadListener, readCapture } from "./read-capture.ts";
import { SnapshotClock } from "./snapshot-clock.ts";

/** Progress is told at most this often, in milliseconds. */
const PROGRESS_INTERVAL_MS = 100;
/** With more than this, a snapshot holds counts only: copying all of it would cost more than it shows. */
const MOST_HELD_IN_SNAPSHOT = 5_000;
/** With more flows and kept requests than this, a case takes them before the capture ends, and the memory is free again. */
const MOST_HELD_FOR_CASE = 5_000;
/** Sources that may still be sending stay, unless they hold more than this: a flow in one part is faster to look into. */
const MOST_HELD_OF_SENDING = MOST_HELD_FOR_CASE / 2;
/** How often that is looked at: counting settles all sources. */
const CHUNKS_BETWEEN_COUNTS = 16;

if (parentPort === null) throw new Error("the ingest worker runs as a worker thread only");
const port = parentPort;

type Reply = (message: WorkerReply) => void;

port.on("message", (request: ReadRequest) => {
  const reply: Reply = (message) => port.postMessage(message);
  const { id } = request;
  const hand = request.store === null ? toMemory(request, reply) : toCase(request, reply);
  readCapture(request, {
    onProgress: progressTeller(id, reply),
    onRequest: hand.onRequest,
    onChunk: hand.onChunk,
  }).then(
    (outcome) => {
      hand.over(outcome);
      reply({ id, type: "done", outcome });
    },
    (error: unknown) => reply({ id, type: "failed", message: error instanceof Error ? error.message : String(error) }),
  );
});

/** Hands what is read to who asks. */
interface Handing extends Pick<ReadListener, "onChunk" | "onRequest"> {
  /** At the end: takes the sources out of the outcome. */
  over(outcome: CaptureOutcome): void;
}

function progressTeller(id: number, reply: Reply): ReadListener["onProgress"] {
  let toldAt = 0;
  return (bytesRead, packets) => {
    const now = performance.now();
    if (now - toldAt < PROGRESS_INTERVAL_MS) return;
    toldAt = now;
    reply({ id, type: "progress", bytesRead, packets });
  };
}

/** Sources as they are, and snapshots of them where they are wanted. */
function toMemory({ id, snapshots }: ReadRequest, reply: Reply): Handing {
  const clock = new SnapshotClock(performance.now());
  return {
    onRequest: () => undefined,
    onChunk(outcomeSoFar: () => ReadOutcome) {
      const start = performance.now();
      if (!snapshots || !clock.isDue(start)) return;
      const outcome = outcomeSoFar();
      const tooMany = countHeld(outcome.sources.values()) > MOST_HELD_IN_SNAPSHOT;
      reply({ id, type: "snapshot", snapshot: tooMany ? { ...outcome, sources: new Map() } : outcome });
      clock.taken(start, performance.now());
    },
    over(outcome) {
      for (const sources of takeSources(outcome)) reply({ id, type: "sources", sources });
    },
  };
}

/**
 * Sources as bytes, also before the end where they are many: states of one source merge wherever they were cut. Where
 * snapshots are wanted and the sources are few, they come as they are as well.
 */
function toCase(request: ReadRequest, reply: Reply): Handing {
  const { id, store, snapshots } = request;
  const memory = toMemory(request, reply);
  const indexer = new PacketIndexer((batch) => reply({ id, type: "packets", batch }));
  const hand = (sources: ReadonlyMap<IpAddress, Source>) => reply({ id, type: "states", part: storedStates(sources) });
  let chunks = 0;
  let handedEarly = false;
  return {
    onRequest: (found, plain) => {
      if (store?.index) indexer.add(found, plain);
    },
    onChunk(outcomeSoFar: () => ReadOutcome) {
      chunks += 1;
      if (chunks % CHUNKS_BETWEEN_COUNTS === 0) {
        const outcome = outcomeSoFar();
        if (countHeld(outcome.sources.values()) > MOST_HELD_FOR_CASE) {
          for (const sources of takeSources(outcome, whoseTurnItIs(outcome, request.rules.flowTimeoutNs)))
            hand(sources);
          handedEarly = true;
        }
      }
      memory.onChunk(() => (handedEarly ? { ...outcomeSoFar(), sources: new Map() } : outcomeSoFar()));
    },
    over(outcome) {
      indexer.flush();
      if (
        snapshots &&
        !handedEarly &&
        outcome.kind === "read" &&
        countHeld(outcome.sources.values()) <= MOST_HELD_IN_SNAPSHOT
      ) {
        hand(outcome.sources);
        memory.over(outcome);
      } else for (const sources of takeSources(outcome)) hand(sources);
    },
  };
}

/** Which sources a case takes before the capture ends: those that have been silent for longer than a flow may, or all. */
function whoseTurnItIs({ sources }: ReadOutcome, flowTimeoutNs: bigint): (source: Source) => boolean {
  let latestNs: bigint | null = null;
  for (const source of sources.values()) {
    const timeNs = lastTimeOf(source);
    if (timeNs !== null && (latestNs === null || timeNs > latestNs)) latestNs = timeNs;
  }
  const isSilent = (source: Source) => {
    const timeNs = lastTimeOf(source);
    return timeNs === null || latestNs === null || latestNs - timeNs > flowTimeoutNs;
  };
  const sending = Array.from(sources.values()).filter((source) => !isSilent(source));
  return countHeld(sending) > MOST_HELD_OF_SENDING ? () => true : isSilent;
}
