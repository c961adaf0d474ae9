import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readReportArguments } from "../../core/cli/report-arguments.ts";
import { runReport } from "../../core/cli/run-report.ts";
import { analyseInto, caseIn } from "../builders/case.ts";
import { CROSS_CHECK_WORKER_URL, capturePath, ROOT, temporaryFolder, WORKER_URL } from "../builders/program.ts";

/** Asks for a PDF where this prints: the exit code, what was said, and what is in the folder afterwards. */
async function askForPdf(printerPath: (folder: string) => string) {
  const folder = temporaryFolder();
  const caseFile = caseIn(folder, "study.ringcase");
  await analyseInto(caseFile, [capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap")], { make: true });
  const said: string[] = [];
  const installation = {
    version: "0.0.0",
    resources: path.join(ROOT, "resources"),
    workerUrl: WORKER_URL,
    crossCheckWorkerUrl: CROSS_CHECK_WORKER_URL,
    printerPath: printerPath(folder),
  };
  const wanted = readReportArguments([caseFile], { out: path.join(folder, "report.pdf") });
  const code = await runReport(wanted, installation, {
    out: (text) => void said.push(text),
    error: (text) => void said.push(text),
    input: async function* () {},
    interactive: false,
  });
  const files = fs.readdirSync(folder).filter((name) => !name.startsWith("study"));
  return { code, said: said.join(""), files };
}

test("without the window's runtime no PDF is written, and what to do instead is said", async () => {
  const { code, said, files } = await askForPdf((folder) => path.join(folder, "print.mjs"));
  expect([code, files]).toEqual([2, []]);
  expect(said).toContain("A PDF is printed by the window's runtime, which is not installed here.");
  expect(said).toContain("Nothing was written. Write F.html instead: every browser prints it.");
});

test("where the runtime fails, what it said last is told, and nothing is written", async () => {
  const { code, said, files } = await askForPdf((folder) => {
    const printer = path.join(folder, "study-print.mjs");
    fs.writeFileSync(printer, 'process.stderr.write("one\\nno display: \\u001b[31mred\\n"); process.exitCode = 1;');
    return printer;
  });
  expect([code, files]).toEqual([2, []]);
  expect(said).toContain("The window's runtime printed no PDF (one no display: \\x1b[31mred).");
});
