import { Worker } from "node:worker_threads";
import type { AnalysisRules } from "../flow/rule-texts.ts";
import type { IpAddress } from "../net/address.ts";
import { addressKey } from "../query/address-key.ts";
import { type RematchSummary, sumOfRematches } from "../signature/rematch.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import type { CaseFile } from "./case/case-file.ts";
import { CaseStates } from "./case/case-states.ts";
import { type OutlineBytes, outlinesOf } from "./case/stored-outlines.ts";
import { DamagedValue } from "./case/value-bytes.ts";
import { packStates, type RematchOrder, type RematchReply, type RematchWork } from "./rematch-work.ts";

/** Who matches, and whether that is still wanted. */
export interface RematchHands {
  /** Threads at most; at least 1. */
  readonly threads: number;
  /** Where the code of the rematch worker lies. */
  readonly workerUrl: URL;
  readonly isWanted: () => boolean;
}

/**
 * Finds out what the strands that the tables of a case list would be named by another library. Threads each take the next
 * outlines, and the states of the strands whose messages must tell. Null once it is not wanted any more.
 *
 * @param rules those the case is judged by
 */
export async function rematchCase(
  opened: CaseFile,
  rules: AnalysisRules,
  { before, after }: { readonly before: SignatureLibrary; readonly after: SignatureLibrary },
  hands: RematchHands,
): Promise<RematchSummary | null> {
  return opened.use(async (connection) => {
    const { shapes } = await CaseStates.under(connection, rules);
    const work: RematchWork = {
      shapes,
      rules: { preset: rules.preset, flowTimeoutSeconds: rules.flowTimeoutSeconds },
      before: before.signatures.map(({ definition }) => definition),
      after: after.signatures.map(({ definition }) => definition),
    };
    const outlines = outlinesOf(connection);
    // One statement runs on a connection at a time, and each share has its own.
    const shares = Array.from({ length: hands.threads }, () =>
      opened.use(async (own) => matchShare(outlines, await CaseStates.under(own, rules), work, hands)),
    );
    // The connection is in use until all have ended, whichever fails first.
    const ended = await Promise.allSettled(shares);
    await outlines.return(undefined);
    // Closing a case interrupts whatever is read from it: that is no failure of who did not want more.
    if (!hands.isWanted()) return null;
    const summaries = ended.map((share) => {
      if (share.status === "rejected") throw share.reason;
      return share.value;
    });
    return sumOfRematches(summaries);
  });
}

type UntoldReply = Extract<RematchReply, { kind: "untold" }>;

const NOTHING: RematchSummary = { changes: [], unchanged: 0 };

/** Sources whose states are fetched by one statement: it looks at all sources of the case, however few are asked for. */
const SOURCES_AT_ONCE = 2048;

/** One thread's share: the next outlines, until there are none. The thread starts with the first. */
async function matchShare(
  outlines: AsyncGenerator<OutlineBytes>,
  states: CaseStates,
  work: RematchWork,
  { workerUrl, isWanted }: RematchHands,
): Promise<RematchSummary> {
  let next: IteratorResult<OutlineBytes> = await outlines.next();
  if (next.done === true || !isWanted()) return NOTHING;
  const worker = new Worker(workerUrl, { workerData: work });
  let untold: IpAddress[] = [];
  try {
    while (next.done !== true && isWanted()) {
      const asked = ask(worker, { kind: "outlines", outlines: next.value }, "untold");
      // The next are fetched while these are matched.
      const answers: readonly [IteratorResult<OutlineBytes>, UntoldReply] = await Promise.all([outlines.next(), asked]);
      next = answers[0];
      untold.push(...answers[1].sources);
      if (untold.length < SOURCES_AT_ONCE && next.done !== true) continue;
      const packed = packStates(await states.storedOf(untold.map(addressKey)));
      untold = [];
      await ask(worker, { kind: "states", states: packed }, "matched", [packed.bytes.buffer]);
    }
    if (!isWanted()) return NOTHING;
    return (await ask(worker, { kind: "end" }, "summary")).summary;
  } finally {
    await worker.terminate();
  }
}

function ask<Kind extends RematchReply["kind"]>(
  worker: Worker,
  order: RematchOrder,
  kind: Kind,
  transfer: readonly ArrayBuffer[] = [],
): Promise<Extract<RematchReply, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      act();
    };
    const isAwaited = (reply: RematchReply): reply is Extract<RematchReply, { kind: Kind }> => reply.kind === kind;
    const onMessage = (reply: RematchReply) =>
      settle(() => {
        if (isAwaited(reply)) resolve(reply);
        else if (reply.kind === "damaged") reject(new DamagedValue(reply.message));
        else reject(new Error(`the thread that matches again answered ${order.kind} with ${reply.kind}`));
      });
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = (code: number) =>
      settle(() => reject(new Error(`the thread that matches again ended with exit code ${code}`)));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(order, [...transfer]);
  });
}
