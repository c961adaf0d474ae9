import path from "node:path";
import { expect, onTestFinished } from "vitest";
import type { EngineNews } from "../../core/contract/engine.ts";
import type { ReadingState } from "../../core/contract/reading-state.ts";
import { DEFAULT_RULES } from "../../core/contract/rule-texts.ts";
import { Engine } from "../../core/engine/engine.ts";
import { CROSS_CHECK_WORKER_URL, ROOT, temporaryFolder, WORKER_URL } from "./program.ts";
import { EVIDENCE_WORKER_URL, REMATCH_WORKER_URL } from "./window-workers.ts";

/** An engine as the window has one, which is closed behind the test. `tables`: those that come with captures. */
export function startEngine(tables: readonly string[] = []) {
  let told: ReadingState | null = null;
  const settings = {
    resources: path.join(ROOT, "resources"),
    ingestWorkerUrl: WORKER_URL.href,
    crossCheckWorkerUrl: CROSS_CHECK_WORKER_URL.href,
    evidenceWorkerUrl: EVIDENCE_WORKER_URL.href,
    rematchWorkerUrl: REMATCH_WORKER_URL.href,
    threads: 1,
    untitledFolder: path.join(temporaryFolder(), "untitled"),
    version: "0.0.0",
  };
  const engine = new Engine(settings, (news) => {
    if (news.type === "reading") told = news.state;
    started.news.push(news);
    started.onNews(news);
  });
  onTestFinished(async () => void (await engine.close()));
  /** Reads captures to their ending. */
  const open = async (paths: readonly string[]) => {
    told = null;
    await engine.openPaths(paths, tables, DEFAULT_RULES);
    await expect.poll(() => told?.phase, { timeout: 60_000 }).toBe("ended");
  };
  const started = {
    engine,
    open,
    told: () => told,
    /** All that the engine told, in order. */
    news: [] as EngineNews[],
    /** What a test does when it is told something. */
    onNews: (_news: EngineNews): void => undefined,
  };
  return started;
}
