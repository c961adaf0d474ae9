import fs from "node:fs";
import path from "node:path";
import type { EvidenceWriting } from "../contract/evidence.ts";
import type { FlowQuery, MarkedRows } from "../contract/flow-table.ts";
import type { EndedMerge, MergePlan } from "../contract/merging.ts";
import type { ReportPreview, ReportRelease } from "../contract/reader-report.ts";
import type { EvidenceDesk } from "./evidence/evidence-desk.ts";
import type { ExportedTable, ExportFormat } from "./export/exported-table.ts";
import { RowsHaveMoved } from "./export/rows-of-pages.ts";
import { idsOfShownFlows } from "./export/shown-flows.ts";
import { writeTable } from "./export/write-table.ts";
import { writeWhole } from "./export/write-whole.ts";
import type { MergeDesk } from "./merge-desk.ts";
import { whyNotInPlaceOf } from "./output-place.ts";
import type { ReportDesk, ReportPage } from "./report-desk.ts";
import type { AnswersOfResults } from "./results.ts";
import type { Session } from "./session.ts";

/** The open case, as far as files are written of it. */
export interface OutgoingGround {
  readonly session: Pick<Session, "results" | "capturePaths">;
  readonly report: ReportDesk;
  readonly evidence: EvidenceDesk;
  readonly merge: MergeDesk;
}

/** In sentences. */
export const NO_CASE_OPEN = "There is no case open.";

/**
 * What leaves the open case as files: tables of lists, the report for readers, evidence, a case merged of it and others.
 * No input is written over.
 */
export class Outgoing {
  private readonly open: () => OutgoingGround | null;

  /** @param open the open case; null while there is none */
  constructor(open: () => OutgoingGround | null) {
    this.open = open;
  }

  /** Writes a table of the results to a file. A sentence where that failed. */
  async exportTable(
    tableOf: (results: AnswersOfResults) => ExportedTable,
    format: ExportFormat,
    file: string,
  ): Promise<string | null> {
    const open = this.open();
    const refused = refusalOf(open, file);
    if (open === null || refused !== null) return refused;
    try {
      return named(await writeTable(tableOf(open.session.results), format, file), file);
    } catch (error) {
      if (error instanceof RowsHaveMoved) return error.message;
      throw error;
    }
  }

  /** What the report of the case for readers holds. */
  async previewReport(release: ReportRelease): Promise<ReportPreview> {
    return (await this.open()?.report.preview(release)) ?? { kind: "reading" };
  }

  /** The report of the case for readers as one page. */
  async reportPage(release: ReportRelease): Promise<ReportPage> {
    return (await this.open()?.report.page(release)) ?? { kind: "reading" };
  }

  /** Ends the report that is being made. */
  cancelReport(): null {
    this.open()?.report.cancel();
    return null;
  }

  /** Writes the report, as HTML or printed. A sentence where that failed. */
  async writeReport(bytes: Uint8Array, file: string): Promise<string | null> {
    const refused = refusalOf(this.open(), file);
    if (refused !== null) return refused;
    return named(await writeWhole(file, (partial) => fs.promises.writeFile(partial, bytes)), file);
  }

  /** Writes the packets of the flows of a query, or of those marked among them, as evidence. */
  async writeEvidence(
    query: FlowQuery,
    marked: MarkedRows | null,
    key: string | null,
    file: string,
  ): Promise<EvidenceWriting> {
    const open = this.open();
    const refused = refusalOf(open, file);
    if (open === null || refused !== null) return { kind: "failed", message: refused ?? NO_CASE_OPEN };
    return open.evidence.write(() => idsOfShownFlows(open.session.results, query, marked), key, file);
  }

  /** What a merge of the open case with these would unite. */
  async lookAtMerge(files: readonly string[]): Promise<MergePlan> {
    return (await this.open()?.merge.look(files)) ?? { kind: "reading" };
  }

  /** Merges the open case with these into a new one. */
  async merge(files: readonly string[], target: string): Promise<EndedMerge> {
    const merged = await this.open()?.merge.merge(files, target);
    return merged ?? { kind: "refused", fault: { code: "no-case-open", message: NO_CASE_OPEN } };
  }

  /** Ends the merge. */
  cancelMerge(): null {
    this.open()?.merge.cancel();
    return null;
  }

  /** Ends the evidence that is being written. */
  cancelEvidence(): null {
    this.open()?.evidence.cancel();
    return null;
  }
}

function refusalOf(open: OutgoingGround | null, file: string): string | null {
  if (open === null) return NO_CASE_OPEN;
  const reason = whyNotInPlaceOf(file, open.session.capturePaths());
  return reason === null ? null : `${path.basename(file)} ${reason}`;
}

/** A sentence about a file by its name alone. */
function named(failure: string | null, file: string): string | null {
  return failure?.replace(file, path.basename(file)) ?? null;
}
