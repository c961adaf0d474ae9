import { Worker } from "node:worker_threads";
import { type AnalysisRules, nanoseconds } from "../flow/rule-texts.ts";
import { type RematchSummary, sumOfRematches } from "../signature/rematch.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import type { CaseFile } from "./case/case-file.ts";
import { CaseStates } from "./case/case-states.ts";
import type { StoredState } from "./case/stored-sources.ts";
import { DamagedValue } from "./case/value-bytes.ts";
import { packStates, type RematchOrder, type RematchReply, type RematchWork } from "./rematch-work.ts";
import { SelectedStates } from "./selected-states.ts";

/** Who matches, and whether that is still wanted. */
export interface RematchHands {
  /** Threads at most; at least 1. */
  readonly threads: number;
  /** Where the code of the rematch worker lies. */
  readonly workerUrl: URL;
  readonly isWanted: () => boolean;
}

/**
 * Finds out what the strands of a case would be named by another library, of the captures that were read under these
 * rules. Threads each take the next sources. Null once it is not wanted any more.
 */
export async function rematchCase(
  opened: CaseFile,
  rules: AnalysisRules,
  { before, after }: { readonly before: SignatureLibrary; readonly after: SignatureLibrary },
  hands: RematchHands,
): Promise<RematchSummary | null> {
  return opened.use(async (connection) => {
    const states = await CaseStates.under(connection, rules);
    const selected = new SelectedStates(states, nanoseconds(rules.flowTimeoutSeconds));
    const work: RematchWork = {
      shapes: states.shapes,
      rules: { preset: rules.preset, flowTimeoutSeconds: rules.flowTimeoutSeconds },
      faintBound: await selected.bound(hands.isWanted),
      before: before.signatures.map(({ definition }) => definition),
      after: after.signatures.map(({ definition }) => definition),
    };
    const stored = states.stored();
    const shares = Array.from({ length: hands.threads }, () => matchShare(stored, work, hands));
    // The connection is in use until all have ended, whichever fails first.
    const ended = await Promise.allSettled(shares);
    await stored.return(undefined);
    // Closing a case interrupts whatever is read from it: that is no failure of who did not want more.
    if (!hands.isWanted()) return null;
    const summaries = ended.map((share) => {
      if (share.status === "rejected") throw share.reason;
      return share.value;
    });
    return sumOfRematches(summaries);
  });
}

const NOTHING: RematchSummary = { changes: [], unchanged: 0 };

/** One thread's share: the next states, until there are none. The thread starts with the first. */
async function matchShare(
  states: AsyncGenerator<readonly StoredState[]>,
  work: RematchWork,
  { workerUrl, isWanted }: RematchHands,
): Promise<RematchSummary> {
  let next = await states.next();
  if (next.done === true || !isWanted()) return NOTHING;
  const worker = new Worker(workerUrl, { workerData: work });
  try {
    while (next.done !== true && isWanted()) {
      const packed = packStates(next.value);
      const matched = ask(worker, { kind: "match", states: packed }, [packed.bytes.buffer]);
      // The next are fetched while these are matched.
      const [following] = await Promise.all([states.next(), matched]);
      next = following;
    }
    if (!isWanted()) return NOTHING;
    const reply = await ask(worker, { kind: "end" });
    if (reply.kind !== "summary") throw new Error(`the rematch worker answered its end with ${reply.kind}`);
    return reply.summary;
  } finally {
    await worker.terminate();
  }
}

function ask(worker: Worker, order: RematchOrder, transfer: readonly ArrayBuffer[] = []): Promise<RematchReply> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      act();
    };
    const onMessage = (reply: RematchReply) =>
      settle(() => (reply.kind === "damaged" ? reject(new DamagedValue(reply.message)) : resolve(reply)));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = (code: number) =>
      settle(() => reject(new Error(`the thread that matches again ended with exit code ${code}`)));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(order, [...transfer]);
  });
}
