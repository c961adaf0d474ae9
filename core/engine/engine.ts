import type { EngineSettings, LoadedPack } from "../contract/engine.ts";
import { NO_READING, type ReadingState } from "../contract/reading-state.ts";
import { type RuleTexts, readRules } from "../flow/rule-texts.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { CaptureTable } from "../report/capture-table.ts";
import { CaptureSet } from "./capture-set.ts";
import { DEFAULT_CHUNK_BYTES } from "./ingest.ts";
import { loadGeoTables } from "./load-geo-tables.ts";
import { type LoadedPacks, loadPacks } from "./load-packs.ts";
import { nothingFound, Results } from "./results.ts";
import { Session } from "./session.ts";

/** While nothing is open no other rule applies. */
const USUAL_FLOW_TIMEOUT_SECONDS = 1200;

/** The engine behind the window: the signature packs, and at most one session at a time. */
export class Engine {
  private readonly settings: EngineSettings;
  private readonly tell: (state: ReadingState) => void;
  private readonly loaded: LoadedPacks;
  private session: Session | null = null;
  /** Tables the analyst chose; null: those that come with the captures. */
  private chosenTables: readonly GeoTable[] | null = null;

  /** Throws when the built-in signature pack cannot be loaded: then the installation is damaged. */
  constructor(settings: EngineSettings, tell: (state: ReadingState) => void) {
    this.settings = settings;
    this.tell = tell;
    const loaded = loadPacks(settings.resources, []);
    if ("errors" in loaded) throw new Error(loaded.errors.join(" "));
    this.loaded = loaded;
  }

  /**
   * Throws where a text is no rule: what the analyst types is checked before it comes here. Also when a table that comes
   * with the captures cannot be read: then the installation is damaged.
   */
  open(paths: readonly string[], tableFiles: readonly string[], texts: RuleTexts): null {
    const read = readRules(texts);
    if (!read.ok) throw new Error(Object.values(read.faults).join(" "));
    this.session?.close();
    const accompanying = loadGeoTables(tableFiles);
    if ("errors" in accompanying) throw new Error(accompanying.errors.join(" "));
    const { threads, ingestWorkerUrl, crossCheckWorkerUrl } = this.settings;
    const options = {
      rules: read.rules,
      library: this.loaded.library,
      geoTables: this.chosenTables ?? accompanying.tables,
      threads,
      chunkBytes: DEFAULT_CHUNK_BYTES,
      workerUrl: new URL(ingestWorkerUrl),
      crossCheckWorkerUrl: new URL(crossCheckWorkerUrl),
    };
    this.session = new Session(paths, options, this.tell);
    crashOnRejection(this.session.read());
    return null;
  }

  /** Nothing changes unless all of them can be read. */
  useTables(files: readonly string[]): readonly string[] {
    const loaded = loadGeoTables(files);
    if ("errors" in loaded) return loaded.errors;
    this.chosenTables = loaded.tables;
    this.session?.useTables(loaded.tables);
    return [];
  }

  cancel(): null {
    this.session?.cancel();
    return null;
  }

  retry(): null {
    if (this.session !== null) crashOnRejection(this.session.retry());
    return null;
  }

  state(): ReadingState {
    return this.session?.state() ?? NO_READING;
  }

  results(): Results {
    return this.session?.results ?? this.nothing();
  }

  captures(): CaptureTable {
    return this.session?.captures() ?? new CaptureTable([], 0);
  }

  /** Starts the cross-check of a capture, or ends it. */
  crossCheck(sha256: string, wanted: boolean): null {
    if (wanted) this.session?.startCheck(sha256);
    else this.session?.cancelCheck(sha256);
    return null;
  }

  packs(): LoadedPack[] {
    return this.loaded.packs.map(({ id, version, signatures }) => ({ id, version, signatures }));
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
