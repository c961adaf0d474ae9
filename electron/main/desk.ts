import type { EngineSettings } from "../../core/contract/engine.ts";
import { NO_READING, type ReadingState } from "../../core/contract/reading-state.ts";
import { DEFAULT_RULES, type RuleTexts } from "../../core/contract/rule-texts.ts";
import { EngineClient } from "./engine-client.ts";

/** The captures on the analyst's desk and the engine that reads them, started again where it was lost. */
export class Desk {
  private readonly workerUrl: URL;
  private readonly settings: EngineSettings;
  private readonly onReading: (state: ReadingState) => void;
  private client: EngineClient;
  private paths: readonly string[] = [];
  private readUnder: RuleTexts = DEFAULT_RULES;
  private state: ReadingState | null = null;
  private lost = false;

  constructor(workerUrl: URL, settings: EngineSettings, onReading: (state: ReadingState) => void) {
    this.workerUrl = workerUrl;
    this.settings = settings;
    this.onReading = onReading;
    this.client = this.start();
  }

  /** The engine, for questions about what was read. */
  get engine(): EngineClient {
    return this.client;
  }

  /** The rules captures are read under, until the program ends. */
  get rules(): RuleTexts {
    return this.readUnder;
  }

  /** Has captures read under these rules: those on the desk at once. */
  async setRules(rules: RuleTexts): Promise<void> {
    this.readUnder = rules;
    if (this.paths.length > 0) await this.open(this.paths);
  }

  /** Reads these captures and folders in place of what lies there. */
  async open(paths: readonly string[]): Promise<void> {
    this.paths = paths;
    if (this.lost) this.restart();
    await this.client.call("open", { paths, rules: this.readUnder });
  }

  /** Reads again what was lost: single files, or everything where the engine itself was. */
  async retry(): Promise<void> {
    if (this.lost) await this.open(this.paths);
    else await this.client.call("retry", null);
  }

  async readingState(): Promise<ReadingState> {
    if (this.lost && this.state !== null) return this.state;
    return this.client.call("state", null);
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private start(): EngineClient {
    return new EngineClient(
      this.workerUrl,
      this.settings,
      (state) => this.tell(state),
      (message) => this.tellLoss(message),
    );
  }

  private restart(): void {
    this.lost = false;
    this.client = this.start();
  }

  private tell(state: ReadingState): void {
    this.state = state;
    this.onReading(state);
  }

  private tellLoss(message: string): void {
    this.lost = true;
    const last = this.state;
    const files = Math.max(1, last?.files ?? 0);
    const sentence =
      `The part of the program that reads captures has stopped (${message}). ` +
      "What is on screen stays until you read the captures again.";
    this.tell({
      phase: "stopped",
      names: last?.names ?? [],
      files,
      filesEnded: last?.filesEnded ?? 0,
      bytesRead: last?.bytesRead ?? 0,
      bytesTotal: last?.bytesTotal ?? 0,
      packets: last?.packets ?? 0,
      elapsedMs: last?.elapsedMs ?? 0,
      cancelled: false,
      troubled: last?.troubled ?? NO_READING.troubled,
      problemCount: 1 + (last?.problemCount ?? 0),
      engineLost: sentence,
      retryable: this.paths.length === 0 ? 0 : files,
      revision: last?.revision ?? 0,
      fileRevision: last?.fileRevision ?? 0,
    });
  }
}
