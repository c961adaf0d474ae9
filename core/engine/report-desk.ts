import {
  MOST_LEAKS,
  PREVIEWED_ROWS,
  type PreviewedBlock,
  type PreviewedTable,
  type ReportPreview,
  type ReportProgress,
  type ReportRelease,
} from "../contract/reader-report.ts";
import type { Block, Table } from "../report/html/document.ts";
import type { CaseFile } from "./case/case-file.ts";
import { type ReaderReport, type ReaderReportOptions, readerReportFor } from "./case/reader-report.ts";

/** Between two words about how far the report is, in milliseconds. */
const TELL_INTERVAL_MS = 200;

/** What reports are made of. */
export interface ReportGround {
  readonly opened: CaseFile;
  /** Null while captures are read: what is reported has to stand still. Another revision may make another report. */
  revision(): number | null;
  options(release: ReportRelease): ReaderReportOptions;
  tell(progress: ReportProgress): void;
}

/** What the file is written of, or why there is none. */
export type ReportPage =
  | { readonly kind: "page"; readonly html: string }
  | { readonly kind: "reading" }
  | { readonly kind: "ended" }
  | { readonly kind: "leaks" };

/** A report on its way, or made, for one state of the case and one release. */
interface Making {
  readonly revision: number;
  readonly release: ReportRelease;
  readonly made: Promise<ReaderReport | null>;
  isWanted: boolean;
}

/** Makes the report of the open case for readers: one at a time, and the same one once only. */
export class ReportDesk {
  private readonly ground: ReportGround;
  private making: Making | null = null;

  constructor(ground: ReportGround) {
    this.ground = ground;
  }

  /** What the report holds. */
  async preview(release: ReportRelease): Promise<ReportPreview> {
    const report = await this.make(release);
    return typeof report === "string" ? { kind: report } : previewOf(report);
  }

  /** The report as the file it is saved as. */
  async page(release: ReportRelease): Promise<ReportPage> {
    const report = await this.make(release);
    if (typeof report === "string") return { kind: report };
    return report.kind === "leaks" ? { kind: "leaks" } : { kind: "page", html: report.html };
  }

  /** Ends what is being made; whoever waits for it is told so. */
  cancel(): void {
    if (this.making !== null) this.making.isWanted = false;
  }

  /** Ends what is being made, and nothing reads the case any more once this resolves. */
  async stop(): Promise<void> {
    this.cancel();
    await this.making?.made.catch(() => undefined);
  }

  private async make(release: ReportRelease): Promise<ReaderReport | "reading" | "ended"> {
    const revision = this.ground.revision();
    if (revision === null) return "reading";
    const before = this.making;
    const isSame = before?.isWanted && before.revision === revision && before.release === release;
    const making = isSame ? before : this.begin(revision, release);
    return (await making.made) ?? "ended";
  }

  /** Begins once what is being made has ended. */
  private begin(revision: number, release: ReportRelease): Making {
    const ended = this.stop();
    const making: Making = { revision, release, isWanted: true, made: ended.then(() => this.run(making)) };
    this.making = making;
    return making;
  }

  private async run(making: Making): Promise<ReaderReport | null> {
    const { ground } = this;
    const isWaiting = () => making.isWanted && ground.revision() === making.revision;
    if (!isWaiting()) return null;
    ground.tell({ stage: "judging", sources: 0, of: 0 });
    let toldAt = performance.now();
    const onSources = (sources: number, of: number) => {
      if (sources < of && performance.now() - toldAt < TELL_INTERVAL_MS) return;
      toldAt = performance.now();
      ground.tell({ stage: "judging", sources, of });
    };
    let report: ReaderReport | null = null;
    try {
      report = await readerReportFor({ isWaiting, onSources }, ground.opened, ground.options(making.release));
      return report;
    } finally {
      // What failed or was ended is made anew when it is asked for again.
      making.isWanted = report !== null;
      ground.tell({ stage: "none" });
    }
  }
}

function previewOf(report: ReaderReport): ReportPreview {
  const { title, summary, sections } = report.document;
  const leaks = report.kind === "leaks" ? report.leaks : [];
  return {
    kind: "made",
    title,
    summary: [...summary],
    sections: sections.map(({ id, title: heading, blocks }) => ({
      id,
      title: heading,
      blocks: blocks.map(previewOfBlock),
    })),
    leaks: leaks.slice(0, MOST_LEAKS),
    leaksInAll: leaks.length,
    advice: report.kind === "leaks" ? report.advice : null,
    bytes: report.kind === "leaks" ? null : Buffer.byteLength(report.html),
  };
}

function previewOfBlock(block: Block): PreviewedBlock {
  switch (block.kind) {
    case "sentences":
      return { kind: "sentences", sentences: [...block.sentences] };
    case "table":
      return { kind: "table", table: previewOfTable(block) };
    case "figure": {
      const { caption, description, drawing, table } = block;
      return { kind: "figure", caption, description, drawn: drawing !== null, table: previewOfTable(table) };
    }
  }
}

function previewOfTable({ caption, columns, rows }: Table): PreviewedTable {
  return {
    caption,
    columns: columns.map(({ title, kind }) => ({ title, kind })),
    rows: rows.slice(0, PREVIEWED_ROWS).map((row) => [...row]),
    inAll: rows.length,
  };
}
