import fs from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { EvidenceWriting } from "../../contract/evidence.ts";
import { knownAddresses } from "../anonymise/addresses-of-case.ts";
import type { KnownAddresses } from "../anonymise/known-addresses.ts";
import type { CaseFile } from "../case/case-file.ts";
import { RowsHaveMoved } from "../export/rows-of-pages.ts";
import { choosePackets } from "./choose-packets.ts";
import type { Choice } from "./chosen-packets.ts";
import { evidenceWords } from "./evidence-words.ts";
import type { JudgingOfFlows } from "./flow-words.ts";
import { partialOf, type WrittenEvidence } from "./write-evidence.ts";

/** What the thread that writes is told. */
export interface EvidenceRequest {
  readonly chosen: Choice;
  readonly tunnels: boolean;
  /** The key that other addresses are made from, and those that are known; null where addresses stay. */
  readonly anonymise: { readonly key: string; readonly known: KnownAddresses } | null;
  readonly out: string;
}

/** What evidence is written of. */
export interface EvidenceGround {
  readonly opened: CaseFile;
  /** Where the code of the thread that writes lies. */
  readonly workerUrl: URL;
  /** False while captures are read: what is written of has to stand still. */
  isStill(): boolean;
  /** What flows are judged by. */
  judging(): Promise<JudgingOfFlows>;
}

/** A writing that runs. */
interface Running {
  isWanted: boolean;
  worker: Worker | null;
}

type Written = WrittenEvidence | { readonly ok: false; readonly message: string };

/**
 * Writes packets of flows as evidence, one file at a time, in a thread of its own: it reads whole captures again, while
 * other questions are answered.
 */
export class EvidenceDesk {
  private readonly ground: EvidenceGround;
  private running: Running | null = null;
  private latest: Promise<unknown> = Promise.resolve();

  constructor(ground: EvidenceGround) {
    this.ground = ground;
  }

  /** Writes the packets of the flows with these ids. `key`: what other addresses are made from; null: they stay. */
  write(ids: () => Promise<ReadonlySet<string>>, key: string | null, out: string): Promise<EvidenceWriting> {
    if (this.running !== null) return Promise.resolve(failed("Evidence is being written already."));
    const running: Running = { isWanted: true, worker: null };
    this.running = running;
    const written = this.run(running, ids, key, out).finally(() => {
      this.running = null;
    });
    this.latest = written.catch(() => undefined);
    return written;
  }

  /** Ends what is being written; whoever waits for it is told so, and no file is left of it. */
  cancel(): void {
    if (this.running === null) return;
    this.running.isWanted = false;
    void this.running.worker?.terminate();
  }

  /** Ends what is being written, and nothing reads the case any more once this resolves. */
  async stop(): Promise<void> {
    this.cancel();
    await this.latest;
  }

  private async run(
    running: Running,
    ids: () => Promise<ReadonlySet<string>>,
    key: string | null,
    out: string,
  ): Promise<EvidenceWriting> {
    const { ground } = this;
    if (!ground.isStill()) return failed("Evidence is written once all captures are read.");
    try {
      const judging = await ground.judging();
      const flows = { kind: "ids", ids: await ids() } as const;
      const chosen = await choosePackets(ground.opened, { ...judging, flows, isWanted: () => running.isWanted });
      if (!running.isWanted) return { kind: "cancelled" };
      const anonymise = key === null ? null : { key, known: await knownAddresses(ground.opened) };
      if (!running.isWanted) return { kind: "cancelled" };
      const written = await this.writeApart(running, { chosen, tunnels: judging.rules.tunnels, anonymise, out });
      if (written === null) return { kind: "cancelled" };
      return written.ok
        ? { kind: "written", said: evidenceWords(path.basename(out), written) }
        : failed(written.message.replace(out, path.basename(out)));
    } catch (error) {
      if (error instanceof RowsHaveMoved) return failed(error.message);
      throw error;
    }
  }

  /** Null: it was ended. */
  private async writeApart(running: Running, request: EvidenceRequest): Promise<Written | null> {
    const worker = new Worker(this.ground.workerUrl, { workerData: request });
    running.worker = worker;
    const written = await new Promise<Written | null>((resolve, reject) => {
      worker.once("message", resolve).once("error", reject);
      worker.once("exit", (code) => {
        if (running.isWanted) reject(new Error(`the thread that writes evidence ended with exit code ${code}`));
        else resolve(null);
      });
    });
    if (written === null) fs.rmSync(partialOf(request.out), { force: true });
    return written;
  }
}

function failed(message: string): EvidenceWriting {
  return { kind: "failed", message };
}
