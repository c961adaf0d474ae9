import type { EngineNews, EngineSettings, OpenAnswer } from "../../core/contract/engine.ts";
import { NO_READING, type ReadingState } from "../../core/contract/reading-state.ts";
import { DEFAULT_RULES, type RuleTexts } from "../../core/contract/rule-texts.ts";
import { EngineClient } from "./engine-client.ts";

/** The captures on the analyst's desk and the engine that reads them, started again where it was lost. */
export class Desk {
  private readonly workerUrl: URL;
  private readonly settings: EngineSettings;
  private readonly onNews: (news: EngineNews) => void;
  private client: EngineClient;
  /** What was opened last, and where the case lies that holds it. */
  private given: { readonly paths: readonly string[]; readonly tables: readonly string[] } = { paths: [], tables: [] };
  private casePath: string | null = null;
  private readUnder: RuleTexts = DEFAULT_RULES;
  /** Tables the analyst chose for all captures. */
  private chosenTables: readonly string[] = [];
  private state: ReadingState | null = null;
  private lost = false;

  constructor(workerUrl: URL, settings: EngineSettings, onNews: (news: EngineNews) => void) {
    this.workerUrl = workerUrl;
    this.settings = settings;
    this.onNews = onNews;
    this.client = this.start();
  }

  /** The engine, for questions about what was read. */
  get engine(): EngineClient {
    return this.client;
  }

  /** Where the case lies that is open. */
  get openCase(): string | null {
    return this.casePath;
  }

  /** The rules captures are read under, until the program ends. */
  get rules(): RuleTexts {
    return this.readUnder;
  }

  /** Has captures read under these rules: those of the case again. */
  async setRules(rules: RuleTexts): Promise<void> {
    this.readUnder = rules;
    if (this.lost) await this.reopen();
    await this.client.call("useRules", { rules });
  }

  /**
   * Reads these captures and folders in place of what lies there, or opens a case. `tables` of countries come with them.
   * A sentence where nothing was opened.
   */
  async open(paths: readonly string[], tables: readonly string[] = []): Promise<string | null> {
    if (this.lost) await this.restart();
    const answer = await this.client.call("open", { paths, tables, rules: this.readUnder });
    if (answer.fault === null) this.given = { paths, tables };
    return this.noted(answer);
  }

  /** Reads further captures and folders into the case that lies there. */
  async add(paths: readonly string[]): Promise<string | null> {
    if (this.lost) await this.reopen();
    return this.noted(await this.client.call("add", { paths, rules: this.readUnder }));
  }

  /** Saves the case at another place. A sentence where that failed. */
  async saveAs(path: string): Promise<string | null> {
    const failure = await this.client.call("saveAs", { path });
    if (failure === null) this.casePath = path;
    return failure;
  }

  /** Has sources located by these tables until the program ends. One sentence for each that cannot be read. */
  async useTables(paths: readonly string[]): Promise<readonly string[]> {
    const errors = await this.client.call("useTables", { paths });
    if (errors.length === 0) this.chosenTables = paths;
    return errors;
  }

  /** Reads again what was lost: single files, or everything where the engine itself was. */
  async retry(): Promise<void> {
    if (this.lost) await this.reopen();
    else await this.client.call("retry", null);
  }

  async readingState(): Promise<ReadingState> {
    if (this.lost && this.state !== null) return this.state;
    return this.client.call("state", null);
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private noted({ fault, rules, path }: OpenAnswer): string | null {
    if (fault !== null) return fault;
    this.readUnder = rules;
    this.casePath = path;
    return null;
  }

  /** After the engine was lost: the case as it was saved last, with what waits in it, else its captures anew. */
  private async reopen(): Promise<void> {
    const { casePath, given } = this;
    await this.restart();
    if (casePath === null || (await this.open([casePath])) !== null) await this.open(given.paths, given.tables);
  }

  private start(): EngineClient {
    return new EngineClient(
      this.workerUrl,
      this.settings,
      (news) => this.tell(news),
      (message) => this.tellLoss(message),
    );
  }

  private async restart(): Promise<void> {
    this.lost = false;
    this.client = this.start();
    // A table that is gone by now is shown to be missing: countries then say that no table is given.
    if (this.chosenTables.length > 0) await this.client.call("useTables", { paths: this.chosenTables });
  }

  private tell(news: EngineNews): void {
    if (news.type === "reading") this.state = news.state;
    this.onNews(news);
  }

  private tellLoss(message: string): void {
    this.lost = true;
    this.tell({ type: "report", progress: { stage: "none" } });
    this.tell({ type: "merge", progress: { stage: "none" } });
    const last = this.state;
    const files = Math.max(1, last?.files ?? 0);
    const sentence =
      `The part of the program that reads captures has stopped (${message}). ` +
      "What is on screen stays until you read the captures again.";
    const state: ReadingState = {
      phase: "stopped",
      caseName: last?.caseName ?? null,
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
      caseFault: null,
      judgedBy: null,
      retryable: this.given.paths.length === 0 ? 0 : files,
      revision: last?.revision ?? 0,
      fileRevision: last?.fileRevision ?? 0,
    };
    this.tell({ type: "reading", state });
  }
}
