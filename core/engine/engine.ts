import path from "node:path";
import type { EngineSettings, LoadedPack, OpenAnswer } from "../contract/engine.ts";
import type { FlowQuery } from "../contract/flow-table.ts";
import type { PacketId, PacketPage, PacketQuery, PacketReading } from "../contract/packet-table.ts";
import { NO_READING, type ReadingState } from "../contract/reading-state.ts";
import { DEFAULT_RULES } from "../contract/rule-texts.ts";
import type { SenderPlot } from "../contract/sender-plot.ts";
import { type RuleTexts, readRules } from "../flow/rule-texts.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { CaptureTable } from "../report/capture-table.ts";
import { CaptureSet } from "./capture-set.ts";
import { isFault } from "./case/case-fault.ts";
import { isCaseFile, isOpenHere } from "./case/case-file.ts";
import type { FoundPacket } from "./case/case-packets.ts";
import { caseRules } from "./case/case-settings.ts";
import { countEvents } from "./case/events.ts";
import { type CaseOnDesk, copyCase, newUntitled, openOnDesk, removeUntitled } from "./case-on-desk.ts";
import type { ExportFormat } from "./export/exported-table.ts";
import { shownFlows } from "./export/shown-flows.ts";
import { writeTable } from "./export/write-table.ts";
import { DEFAULT_CHUNK_BYTES } from "./ingest.ts";
import { loadGeoTables } from "./load-geo-tables.ts";
import { type LoadedPacks, loadPacks } from "./load-packs.ts";
import { whyNotInPlaceOf } from "./output-place.ts";
import { type AnswersOfResults, nothingFound, Results } from "./results.ts";
import { Session } from "./session.ts";

/** While nothing is open no other rule applies. */
const USUAL_FLOW_TIMEOUT_SECONDS = 1200;

/** A case with its session, and the rules it is read under. */
interface OpenCase extends CaseOnDesk {
  readonly session: Session;
  readonly rules: RuleTexts;
}

/** The engine behind the window: the signature packs, and at most one case at a time. */
export class Engine {
  private readonly settings: EngineSettings;
  private readonly tell: (state: ReadingState) => void;
  private readonly loaded: LoadedPacks;
  private open: OpenCase | null = null;
  /** Tables the analyst chose; null: those that come with the captures. */
  private chosenTables: readonly GeoTable[] | null = null;
  private accompanying: readonly GeoTable[] = [];
  /** One case is opened, saved or closed at a time. */
  private changing: Promise<unknown> = Promise.resolve();

  /** Throws when the built-in signature pack cannot be loaded: then the installation is damaged. */
  constructor(settings: EngineSettings, tell: (state: ReadingState) => void) {
    this.settings = settings;
    this.tell = tell;
    const loaded = loadPacks(settings.resources, []);
    if ("errors" in loaded) throw new Error(loaded.errors.join(" "));
    this.loaded = loaded;
  }

  /**
   * Reads captures into a new case, or opens a case; what was open is closed. A case brings its own rules. Throws where a
   * text is no rule: what the analyst types is checked before it comes here. Also when a table that comes with the
   * captures cannot be read: then the installation is damaged.
   */
  openPaths(paths: readonly string[], tableFiles: readonly string[], texts: RuleTexts): Promise<OpenAnswer> {
    return this.change(() => this.openNow(paths, tableFiles, texts));
  }

  private async openNow(
    paths: readonly string[],
    tableFiles: readonly string[],
    texts: RuleTexts,
  ): Promise<OpenAnswer> {
    const [first] = paths;
    const opensCase = paths.length === 1 && first !== undefined && isCaseFile(first);
    // The case that is open already.
    if (opensCase && isOpenHere(first)) return this.answer();
    const next = opensCase ? await openOnDesk(first, this.settings.untitledFolder) : null;
    // A case that cannot be opened leaves what is open as it is.
    if (isFault(next)) return { fault: next.message, rules: texts, path: null };
    const accompanying = loadGeoTables(tableFiles);
    if ("errors" in accompanying) throw new Error(accompanying.errors.join(" "));
    await this.closeNow();
    this.accompanying = accompanying.tables;
    if (next !== null) {
      const rules = (await next.opened.use(caseRules)) ?? DEFAULT_RULES;
      await this.start(next, rules, []);
      return this.answer();
    }
    await this.start(await newUntitled(this.settings.untitledFolder, this.settings.version), texts, paths);
    return this.answer();
  }

  /** Reads further captures into the case, or into a new one where none is open. */
  add(paths: readonly string[], texts: RuleTexts): Promise<OpenAnswer> {
    return this.change(async () => {
      if (this.open === null) return this.openNow(paths, [], texts);
      crashOnRejection(this.open.session.read(paths));
      return this.answer();
    });
  }

  /** Reads the captures of the case again, under other rules. */
  useRules(texts: RuleTexts): Promise<null> {
    return this.change(async () => {
      if (this.open === null) return null;
      const { opened, untitled, session } = this.open;
      const paths = session.capturePaths();
      await this.leave();
      await this.start(await this.reopened(opened.path, untitled), texts, paths);
      return null;
    });
  }

  /** Saves the case at another place and goes on there. A sentence where that failed; the case is then where it was. */
  saveAs(file: string): Promise<string | null> {
    return this.change(async () => {
      if (this.open === null) return "There is no case to save yet.";
      const { opened, untitled, rules, session } = this.open;
      const from = opened.path;
      const captures = session.capturePaths();
      await this.leave();
      const failure = from === file ? null : await copyCase(from, file, captures);
      if (failure === null && untitled) removeUntitled(from);
      const isSaved = failure === null;
      await this.start(await this.reopened(isSaved ? file : from, untitled && !isSaved), rules, []);
      return failure;
    });
  }

  /** Closes what is open. A case without a name that holds nothing the analyst did is taken away. */
  close(): Promise<null> {
    return this.change(() => this.closeNow());
  }

  private async closeNow(): Promise<null> {
    if (this.open === null) return null;
    const { opened, untitled } = this.open;
    const isWorthKeeping = !untitled || (await opened.use(countEvents)) > 0;
    await this.leave();
    if (!isWorthKeeping) removeUntitled(opened.path);
    return null;
  }

  /** Closes the case and its session. */
  private async leave(): Promise<void> {
    const { open } = this;
    this.open = null;
    await open?.session.close();
  }

  /** A case that was closed a moment ago. Throws where it cannot be opened again. */
  private async reopened(file: string, untitled: boolean): Promise<CaseOnDesk> {
    const next = await openOnDesk(file, this.settings.untitledFolder);
    if (isFault(next)) throw new Error(next.message);
    return { opened: next.opened, untitled };
  }

  private change<Value>(work: () => Promise<Value>): Promise<Value> {
    const next = this.changing.then(work);
    this.changing = next.catch(() => undefined);
    return next;
  }

  private answer(): OpenAnswer {
    if (this.open === null) throw new Error("a case was opened");
    return { fault: null, rules: this.open.rules, path: this.open.opened.path };
  }

  /** Nothing changes unless all of them can be read. */
  async useTables(files: readonly string[]): Promise<readonly string[]> {
    const loaded = loadGeoTables(files);
    if ("errors" in loaded) return loaded.errors;
    this.chosenTables = loaded.tables;
    await this.open?.session.useTables(loaded.tables);
    return [];
  }

  cancel(): null {
    this.open?.session.cancel();
    return null;
  }

  retry(): null {
    if (this.open !== null) crashOnRejection(this.open.session.retry());
    return null;
  }

  state(): ReadingState {
    return this.open === null ? NO_READING : this.open.session.state();
  }

  results(): AnswersOfResults {
    return this.open?.session.results ?? this.nothing();
  }

  /** Writes the flows of a query to a file. A sentence where that failed. */
  async exportFlows(query: FlowQuery, format: ExportFormat, file: string): Promise<string | null> {
    const reason = whyNotInPlaceOf(file, this.open?.session.capturePaths() ?? []);
    if (reason !== null) return `${path.basename(file)} ${reason}`;
    const failure = await writeTable(shownFlows(this.results(), query), format, file);
    return failure === null ? null : failure.replace(file, path.basename(file));
  }

  captures(): CaptureTable {
    return this.open?.session.captures() ?? new CaptureTable([], 0);
  }

  async packetPage(query: PacketQuery, offset: number, limit: number): Promise<PacketPage> {
    return (await this.open?.session.packetPage(query, offset, limit)) ?? { kind: "reading" };
  }

  /** Where a packet is among the rows of a query; null where it is not among them. */
  async findPacket(
    query: PacketQuery,
    number: number,
    capture: string | null,
    after: number | null,
  ): Promise<FoundPacket | null> {
    return (await this.open?.session.packets?.find(query, number, capture, after)) ?? null;
  }

  /** Source port, TTL and IP-ID of a flow over its time. */
  async flowOverTime(flow: string): Promise<SenderPlot> {
    return (await this.open?.session.packets?.overTime(flow)) ?? { kind: "reading" };
  }

  /** Null: no such packet in the packet index. */
  async readPacket(packet: PacketId): Promise<PacketReading | null> {
    const packets = this.open?.session.packets ?? null;
    return packets === null ? { kind: "reading" } : packets.read(packet);
  }

  /** Notes where a capture lies now. A sentence where that file is another one. */
  async locateCapture(sha256: string, file: string): Promise<string | null> {
    return this.open === null ? "There is no case open." : this.open.session.locate(sha256, file);
  }

  /** Starts the cross-check of a capture, or ends it. */
  crossCheck(sha256: string, wanted: boolean): null {
    if (wanted) this.open?.session.startCheck(sha256);
    else this.open?.session.cancelCheck(sha256);
    return null;
  }

  packs(): LoadedPack[] {
    return this.loaded.packs.map(({ id, version, signatures }) => ({ id, version, signatures }));
  }

  private async start({ opened, untitled }: CaseOnDesk, texts: RuleTexts, paths: readonly string[]): Promise<void> {
    const read = readRules(texts);
    if (!read.ok) throw new Error(Object.values(read.faults).join(" "));
    const { threads, ingestWorkerUrl, crossCheckWorkerUrl } = this.settings;
    const options = {
      rules: read.rules,
      ruleTexts: texts,
      packs: this.loaded,
      geoTables: this.chosenTables ?? this.accompanying,
      threads,
      chunkBytes: DEFAULT_CHUNK_BYTES,
      workerUrl: new URL(ingestWorkerUrl),
      crossCheckWorkerUrl: new URL(crossCheckWorkerUrl),
    };
    const session = await Session.with(opened, untitled ? null : opened.name, options, this.tell);
    this.open = { opened, untitled, session, rules: texts };
    crashOnRejection(session.read(paths));
  }

  private nothing(): Results {
    const about = { revision: 0, partial: false, geoTables: this.chosenTables ?? [] };
    return new Results(new CaptureSet(0n), nothingFound(USUAL_FLOW_TIMEOUT_SECONDS), this.loaded.library, about);
  }
}

/** A session rejects for faults of the program only: the thread then ends, and the main process says so. */
function crashOnRejection(promise: Promise<void>): void {
  promise.catch((error: unknown) => {
    queueMicrotask(() => {
      throw error;
    });
  });
}
