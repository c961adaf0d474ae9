import path from "node:path";
import type { ReportSaving } from "../../core/contract/reader-report.ts";
import type { RequestParams } from "../../core/contract/window.ts";
import type { Desk } from "./desk.ts";
import { chosenPlace } from "./file-dialogs.ts";
import { RequestFailure } from "./ipc.ts";
import { printReport } from "./print-report.ts";
import type { Windows } from "./windows.ts";

type Format = RequestParams<"report.save">["format"];

const FORMATS = {
  html: { title: "Save the report as HTML", name: "HTML", extensions: ["html", "htm"] },
  pdf: { title: "Save the report as PDF", name: "PDF", extensions: ["pdf"] },
} as const;

/** Saves the report of the case where the analyst wants it. */
export class ReportSaver {
  private readonly desk: Desk;
  private readonly windows: Windows;
  private readonly printing = new Set<AbortController>();
  /** One report is printed at a time. */
  private latest: Promise<unknown> = Promise.resolve();

  constructor(desk: Desk, windows: Windows) {
    this.desk = desk;
    this.windows = windows;
  }

  /** Makes the report, asks for a place in a dialog, and writes it there. */
  async save({ format, release }: RequestParams<"report.save">): Promise<ReportSaving> {
    const { engine } = this.desk;
    const page = await engine.call("reportPage", { release });
    if (page.kind !== "page") return { kind: page.kind };
    const file = await this.chosenFile(format);
    if (file === null) return { kind: "closed" };
    const bytes = format === "html" ? Buffer.from(page.html) : await this.print(page.html);
    if (bytes === null) return { kind: "ended" };
    const failure = await engine.call("writeReport", { bytes, path: file });
    if (failure !== null) throw new RequestFailure("bad-request", failure.slice(0, 2000));
    return { kind: "saved", name: path.basename(file) };
  }

  /** Ends what is being made or printed; whoever asked for it is told so. */
  async cancel(): Promise<void> {
    for (const printed of this.printing) printed.abort();
    await this.desk.engine.call("cancelReport", null);
  }

  private async chosenFile(format: Format): Promise<string | null> {
    const { title, name, extensions } = FORMATS[format];
    const file = await chosenPlace(this.windows.current, {
      title,
      defaultPath: `report.${format}`,
      filters: [{ name, extensions: [...extensions] }],
    });
    if (file === null) return null;
    const known: readonly string[] = extensions;
    return known.includes(path.extname(file).slice(1).toLowerCase()) ? file : `${file}.${format}`;
  }

  /** Null: it was ended. */
  private print(html: string): Promise<Buffer | null> {
    const ending = new AbortController();
    this.printing.add(ending);
    const printed = this.latest.then(async () => {
      if (ending.signal.aborted) return null;
      this.windows.tell("report", { stage: "printing" });
      try {
        return await printReport(html, ending.signal);
      } finally {
        this.windows.tell("report", { stage: "none" });
      }
    });
    this.latest = printed.catch(() => undefined);
    return printed.finally(() => this.printing.delete(ending));
  }
}
