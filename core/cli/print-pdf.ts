import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Installation } from "./installation.ts";

/** A report as PDF, or a sentence that says why there is none. */
export type PrintedPdf = { readonly bytes: Uint8Array } | { readonly failure: string };

const INSTEAD = "Nothing was written. Write F.html instead: every browser prints it.";

/**
 * Prints a page as PDF. Only a browser lays pages out, and the window's runtime is one: it is started for this as a
 * process of its own, which shows no window and has no network.
 */
export async function printPdf(html: string, { printerPath }: Installation): Promise<PrintedPdf> {
  if (!fs.existsSync(printerPath)) {
    return { failure: `A PDF is printed by the window's runtime, which is not installed here. ${INSTEAD}` };
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ringprint-report-"));
  try {
    const page = path.join(folder, "report.html");
    const pdf = path.join(folder, "report.pdf");
    fs.writeFileSync(page, html);
    const { code, said } = await runPrinter([printerPath, page, pdf]);
    if (code === 0 && fs.existsSync(pdf)) return { bytes: fs.readFileSync(pdf) };
    const reason = said.trim().split("\n").slice(-LINES_SAID).join(" ");
    return { failure: `The window's runtime printed no PDF (${reason || `it ended with ${code}`}). ${INSTEAD}` };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Of what the runtime says when it fails, the last lines tell why. */
const LINES_SAID = 4;

function runPrinter(words: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const printer = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  printer.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  return new Promise((resolve) => {
    printer.on("error", (error) => resolve({ code: null, said: error.message }));
    printer.on("close", (code) => resolve({ code, said }));
  });
}
