import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type {
  EngineCallName,
  EngineCalls,
  EngineMessage,
  EngineNews,
  EngineSettings,
} from "../../core/contract/engine.ts";

/** The engine's thread ended before it answered. */
export class EngineLostError extends Error {}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The engine in its worker thread, as functions. Each call has one ending. */
export class EngineClient {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;
  private closing = false;
  private lost = false;

  /**
   * @param onLost called once, if the thread ends without being asked to
   */
  constructor(
    workerUrl: URL,
    settings: EngineSettings,
    onNews: (news: EngineNews) => void,
    onLost: (message: string) => void,
  ) {
    this.worker = new Worker(workerUrl, { workerData: settings });
    this.worker.on("message", (message: EngineMessage) => {
      if (message.type === "answer" || message.type === "fault") this.settle(message);
      else onNews(message);
    });
    const end = (message: string) => {
      if (this.lost || this.closing) return;
      this.lost = true;
      for (const { reject } of this.waiting.values()) reject(new EngineLostError(message));
      this.waiting.clear();
      onLost(message);
    };
    this.worker.on("error", (error) => end(error.message));
    this.worker.on("exit", (code) => end(`its thread ended with exit code ${code}`));
  }

  /** Rejects with `EngineLostError` where the thread is gone, and for faults of the program. */
  call<Name extends EngineCallName>(
    name: Name,
    params: EngineCalls[Name]["params"],
  ): Promise<EngineCalls[Name]["result"]> {
    if (this.lost) return Promise.reject(new EngineLostError("the engine is not running"));
    const id = this.nextId;
    this.nextId += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: (result) => resolve(result as EngineCalls[Name]["result"]), reject });
      this.worker.postMessage({ id, name, params });
    });
  }

  /** Has the case closed and the thread end. A thread that holds a database must not be torn from it. */
  async close(): Promise<void> {
    if (this.lost || this.closing) return;
    this.closing = true;
    const ended = once(this.worker, "exit");
    await this.call("close", null);
    await ended;
  }

  private settle(message: Extract<EngineMessage, { type: "answer" | "fault" }>): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === "answer") waiting?.resolve(message.result);
    else waiting?.reject(new Error(message.message));
  }
}
