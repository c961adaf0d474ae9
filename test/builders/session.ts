import path from "node:path";
import { onTestFinished } from "vitest";
import { DEFAULT_RULES } from "../../core/contract/rule-texts.ts";
import { loadPacks } from "../../core/engine/load-packs.ts";
import { Session } from "../../core/engine/session.ts";
import { openedCase } from "./case.ts";
import { CROSS_CHECK_WORKER_URL, ROOT, USUAL_RULES, WORKER_URL } from "./program.ts";
import { REMATCH_WORKER_URL } from "./window-workers.ts";

const RESOURCES = path.join(ROOT, "resources");

/** A session on a case, which is closed behind the test; all is read. */
export async function sessionOn(
  file: string,
  paths: readonly string[],
  make = false,
  resources = RESOURCES,
): Promise<Session> {
  const packs = loadPacks(resources, []);
  if ("errors" in packs) throw new Error(packs.errors.join("\n"));
  const session = await Session.with(
    await openedCase(file, make),
    null,
    {
      rules: USUAL_RULES,
      ruleTexts: DEFAULT_RULES,
      packs,
      geoTables: [],
      threads: 2,
      chunkBytes: 1 << 16,
      workerUrl: WORKER_URL,
      crossCheckWorkerUrl: CROSS_CHECK_WORKER_URL,
      rematchWorkerUrl: REMATCH_WORKER_URL,
    },
    () => undefined,
  );
  onTestFinished(() => session.close());
  await session.read(paths);
  return session;
}
