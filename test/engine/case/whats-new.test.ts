import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { insertEvent } from "../../../core/engine/case/events.ts";
import { judgeCase } from "../../../core/engine/case/judge-case.ts";
import { rematchEvent, signatureEvent } from "../../../core/engine/case/own-signatures.ts";
import { whatIsNew } from "../../../core/engine/case/whats-new.ts";
import { loadPacks } from "../../../core/engine/load-packs.ts";
import type { Report } from "../../../core/report/report.ts";
import { analyseInto, analyseOpened, caseIn, openedCase } from "../../builders/case.ts";
import { analyseFiles, capturePath, ROOT, runProgram, temporaryFolder, USUAL_RULES } from "../../builders/program.ts";
import { splitPcap } from "../../builders/split-pcap.ts";

const SPLIT = ["tools/svmap-0.3.3-options-sequential.pcap", "tools/svwar-0.3.3-register-with-responses.pcap"];
const WHOLE = ["tools/zmap-2.1.1-sip-options-template.pcap", "tools/nmap-7.93-sUsV-sip-probe.pcap"];

/** What the definition says, by two whole reports. */
function differenceOf(whole: Report, before: Report) {
  const news = (all: readonly string[], known: readonly string[]) => all.filter((id) => !known.includes(id)).sort();
  return {
    sources: news(
      whole.sources.map(({ address }) => address),
      before.sources.map(({ address }) => address),
    ),
    tools: news(
      whole.tools.map(({ id }) => id),
      before.tools.map(({ id }) => id),
    ),
    fingerprints: news(
      whole.fingerprints.map(({ id }) => id),
      before.fingerprints.map(({ id }) => id),
    ),
  };
}

test("what is new is what the whole case holds and the case without the last import does not", async () => {
  const folder = temporaryFolder();
  const captures = [...SPLIT.flatMap((name) => splitPcap(capturePath(name), 3, folder)), ...WHOLE.map(capturePath)];
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join());
  const judging = { rules: USUAL_RULES, library: packs.library, packs: packs.packs };
  const { report: whole } = await analyseFiles(captures);
  let round = 0;
  const parts = fc.shuffledSubarray(captures, { minLength: 1, maxLength: captures.length - 1 });
  await fc.assert(
    fc.asyncProperty(parts, async (last) => {
      round += 1;
      const earlier = captures.filter((capture) => !last.includes(capture));
      const opened = await openedCase(caseIn(folder, `${round}.ringcase`), true);
      await analyseOpened(opened, earlier);
      // Going on with nothing new is no import.
      await analyseOpened(opened, []);
      await analyseOpened(opened, last);
      await judgeCase(opened, judging, () => "all");
      const news = await opened.use((connection) => whatIsNew(connection, judging, 1000));
      await opened.close();
      if (news.kind !== "news") throw new Error("there were two imports");
      expect([news.captures, news.earlierCaptures]).toEqual([last.length, earlier.length]);
      const { report: before } = await analyseFiles(earlier);
      expect({
        sources: news.sources.listed.map(({ address }) => address).sort(),
        tools: news.tools.map(({ id }) => id).sort(),
        fingerprints: news.fingerprints.listed.map(({ id }) => id).sort(),
      }).toEqual(differenceOf(whole, before));
    }),
    { numRuns: 8, seed: 11 },
  );
});

test("the command line says what is new, and that a first import has nothing before it", async () => {
  const file = caseIn();
  const [zmap = "", nmap = ""] = WHOLE.map(capturePath);
  await analyseInto(file, [zmap], { make: true });
  const first = runProgram(["new", file]);
  expect([first.status, first.stdout]).toEqual([0, "All 1 capture came at once: there is nothing before.\n"]);
  await analyseInto(file, [nmap]);
  const { status, stdout } = runProgram(["new", file]);
  expect(status).toBe(0);
  expect(stdout).toContain(`New with the last import (${path.basename(nmap)}), not in the 1 capture before:`);
  expect(stdout).toMatch(/paper\/5 Nmap/);
  const news = JSON.parse(runProgram(["new", file, "--format", "json"]).stdout);
  expect(news).toMatchObject({ kind: "news", captures: 1, earlierCaptures: 1 });
  expect(runProgram(["new", `${file}.no`]).status).toBe(2);
});

test("the command line says it by the signatures that the case is named by", async () => {
  const file = caseIn();
  const [zmap = "", nmap = ""] = WHOLE.map(capturePath);
  await analyseInto(file, [zmap], { make: true });
  await analyseInto(file, [nmap]);
  const opened = await openedCase(file, false);
  const retired = signatureEvent([{ id: "paper/5", before: null, after: "retired" }], null, null);
  for (const event of [retired, rematchEvent(2, 1)]) {
    await opened.save((connection) => insertEvent(connection, { author: "ann", atMs: 1000, ...event }));
  }
  await opened.close();
  const { status, stdout } = runProgram(["new", file]);
  expect(status).toBe(0);
  expect(stdout).toContain("New with the last import");
  expect(stdout).not.toContain("paper/5");
});
