import fs from "node:fs";
import { BrowserWindow, session } from "electron";
import { reproduciblePdf } from "./pdf-bytes.ts";
import { hardenSession } from "./security.ts";

/** Where the page stands while it is printed: nowhere else in the program. */
const PAGE_URL = "app://report/";

/** Room for the number of the page below the text, in inches. */
const MARGINS = { top: 0.6, bottom: 0.7, left: 0.6, right: 0.6 };

const NUMBERS =
  '<div style="width:100%;text-align:center;font-size:8px;color:#545b65">' +
  '<span class="pageNumber"></span> / <span class="totalPages"></span></div>';

/**
 * Prints a report as PDF with selectable text, in a window that is never shown: no script runs in it, and its session, of
 * its own and without a place on the disk, reaches nothing but this page. One at a time. Null: it was ended before.
 */
export async function printReport(html: string, ending: AbortSignal): Promise<Buffer | null> {
  const own = session.fromPartition("report");
  hardenSession(own);
  own.protocol.handle("app", () => new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } }));
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session: own, javascript: false, sandbox: true, contextIsolation: true, images: false },
  });
  // What is printed in a window that is gone may never be told of.
  const ended = new Promise<null>((resolve) => {
    if (ending.aborted) resolve(null);
    ending.addEventListener("abort", () => resolve(null), { once: true });
  });
  try {
    return await Promise.race([ended, printPage(window)]);
  } finally {
    window.destroy();
    own.protocol.unhandle("app");
  }
}

async function printPage(window: BrowserWindow): Promise<Buffer> {
  await window.loadURL(PAGE_URL);
  const pdf = await window.webContents.printToPDF({
    pageSize: "A4",
    margins: MARGINS,
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: "<span></span>",
    footerTemplate: NUMBERS,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  });
  return reproduciblePdf(pdf);
}

/** Prints a page that lies in a file into another file: the exit code. Says on standard error what failed. */
export async function printFile([page, file]: readonly string[]): Promise<number> {
  try {
    if (page === undefined || file === undefined) throw new Error("a page and a file are needed");
    const pdf = await printReport(fs.readFileSync(page, "utf8"), new AbortController().signal);
    if (pdf === null) throw new Error("the printing was ended");
    fs.writeFileSync(file, pdf);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
