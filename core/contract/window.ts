import { z } from "zod";
import { campaignMosaicSchema } from "./campaign-mosaic.ts";
import {
  campaignListSchema,
  campaignMembersSchema,
  campaignOfSourceSchema,
  campaignRequestSchema,
  campaignRulesSchema,
  campaignStatisticsSchema,
} from "./campaigns.ts";
import {
  captureIdSchema,
  captureInspectionSchema,
  capturePageSchema,
  captureQuerySchema,
  captureRemovalSchema,
} from "./capture-table.ts";
import { chosenCaseSchema, comparisonSchema } from "./comparison.ts";
import { diffAnswerSchema, MOST_SIDES, referenceSchema } from "./diff.ts";
import { anonymiseKeySchema, evidenceWritingSchema } from "./evidence.ts";
import { evolutionPartSchema, evolutionQuerySchema, evolutionSchema, evolutionSourcesSchema } from "./evolution.ts";
import { fingerprintInspectionSchema, fingerprintPageSchema, fingerprintQuerySchema } from "./fingerprint-table.ts";
import { flowMapSchema, mapPrefixSchema } from "./flow-map.ts";
import {
  flowConditionSchema,
  flowFacetSchema,
  flowPageSchema,
  flowQuerySchema,
  markedRowsSchema,
} from "./flow-table.ts";
import { deedsSchema } from "./history.ts";
import { flowInspectionSchema, strandInspectionSchema } from "./inspection.ts";
import { judgementPreviewSchema } from "./judgement.ts";
import { keyNameSchema, knownKeySchema, MOST_KEYS } from "./keys.ts";
import { labelPreviewSchema, labelTextSchema, reviewRequestSchema, saidOfFingerprintSchema } from "./labels.ts";
import { MOST_MERGED, mergePlanSchema, mergeProgressSchema, mergingSchema } from "./merging.ts";
import { newsSchema } from "./news.ts";
import { noteSchema, noteTargetSchema, noteTextSchema, saidSchema } from "./notes.ts";
import { calledCountriesSchema, numberInspectionSchema, numberPageSchema, numberQuerySchema } from "./numbers.ts";
import { filteredOverviewSchema, overviewSchema } from "./overview.ts";
import { packetIdSchema, packetPageSchema, packetQuerySchema, packetReadingSchema } from "./packet-table.ts";
import {
  exportChoiceSchema,
  exportFactsSchema,
  exportSheetSchema,
  importPreviewSchema,
  publicKeySchema,
  signatureIdsSchema,
  verifyAnswerSchema,
  verifyChoiceSchema,
} from "./packs.ts";
import { placesSchema } from "./places.ts";
import {
  REPORT_FORMATS,
  releaseSchema,
  reportPreviewSchema,
  reportProgressSchema,
  reportSavingSchema,
} from "./reader-report.ts";
import { readingStateSchema } from "./reading-state.ts";
import { ruleTextsSchema } from "./rule-texts.ts";
import { savedFiltersSchema } from "./saved-filter.ts";
import { senderPlotSchema } from "./sender-plot.ts";
import {
  changeReasonSchema,
  rematchPreviewSchema,
  signatureChangeSchema,
  signatureCheckSchema,
  signatureDraftSchema,
  signatureInspectionSchema,
  signatureLibrarySchema,
  signatureNameSchema,
  signatureProposalSchema,
  signatureTrialSchema,
} from "./signatures.ts";
import { sourceDaysSchema, sourceInspectionSchema, sourcePageSchema, sourceQuerySchema } from "./source-table.ts";
import { windowRoleSchema } from "./window-role.ts";

/** Everything the window can ask of the main process, and everything it is told: the one contract between the two. */

const nothing = z.object({});
/** Stands for a path the main process knows; the window never sees or makes a path. */
const fileToken = z.uuid();

export const appInfoSchema = z.object({
  version: z.string(),
  electron: z.string(),
  chromium: z.string(),
  platform: z.string(),
  /** Signature packs that are loaded. */
  packs: z.array(z.object({ id: z.string(), version: z.string(), signatures: z.int().nonnegative() })),
});

export const recentCaptureSchema = z.object({
  token: fileToken,
  name: z.string().max(4096),
  /** The folder it lies in, to tell files of one name apart. */
  folder: z.string().max(4096),
  openedAt: z.string(),
  /** The file is no longer where it was. */
  missing: z.boolean(),
});
export type RecentCapture = z.infer<typeof recentCaptureSchema>;

/** A chart as an image. `data`: of SVG its text, of PNG its bytes in base64. */
const chartImageSchema = z.object({
  /** Of the file, without its ending. */
  name: z.string().regex(/^[a-z-]{1,40}$/),
  format: z.enum(["svg", "png"]),
  data: z.string().max(64 << 20),
});

/** Params and result of every request. */
export const REQUESTS = {
  "app.info": { params: nothing, result: appInfoSchema },
  "window.role": { params: nothing, result: windowRoleSchema },
  /** Opens a further window on what is open, to look on. */
  "window.open": { params: nothing, result: nothing },
  "reading.state": { params: nothing, result: readingStateSchema },
  /** Asks for captures in a dialog and reads them. False: the dialog was closed without a choice. */
  "captures.choose": { params: z.object({ kind: z.enum(["files", "folder"]) }), result: z.boolean() },
  /** Reads what was dropped or chosen from the recent ones. */
  "captures.open": { params: z.object({ tokens: z.array(fileToken).min(1).max(1000) }), result: nothing },
  /** Asks for captures in a dialog and adds them to the case. False: closed without a choice. */
  "captures.add": { params: nothing, result: z.boolean() },
  /** Asks for a place in a dialog and saves the case there. False: closed without a choice. */
  "case.saveAs": { params: nothing, result: z.boolean() },
  "captures.openSample": { params: nothing, result: nothing },
  "recent.list": { params: nothing, result: z.array(recentCaptureSchema).max(20) },
  "recent.clear": { params: nothing, result: nothing },
  /** Ends the reading; what was read stays. */
  "reading.cancel": { params: nothing, result: nothing },
  /** Reads again the files whose reader died, all of them where the engine itself did. */
  "reading.retry": { params: nothing, result: nothing },
  /** Reads again the captures that were read without the packet index. */
  "packets.index": { params: nothing, result: nothing },
  /** The rules captures are read under. */
  "rules.get": { params: nothing, result: ruleTextsSchema },
  /** Has captures read under other rules, those that are open at once. */
  "rules.set": { params: z.object({ rules: ruleTextsSchema }), result: nothing },
  /** The filters that the case keeps by name. */
  "filters.get": { params: nothing, result: savedFiltersSchema },
  /** Has the case keep these filters instead. */
  "filters.set": { params: z.object({ filters: savedFiltersSchema }), result: nothing },
  /** Asks for tables of countries and networks in a dialog and uses them. False: closed without a choice. */
  "tables.choose": { params: nothing, result: z.boolean() },
  "overview.get": { params: nothing, result: overviewSchema },
  /** The same of the flows that pass a filter. */
  "overview.filtered": {
    params: z.object({ query: flowQuerySchema.pick({ text: true, span: true }) }),
    result: filteredOverviewSchema,
  },
  "flows.page": {
    params: z.object({
      query: flowQuerySchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    result: flowPageSchema,
  },
  /**
   * Asks for a place in a dialog and writes the flows of a query there, or only those marked among them. False: closed
   * without a choice.
   */
  "flows.export": {
    params: z.object({ query: flowQuerySchema, marked: markedRowsSchema.nullable() }),
    result: z.boolean(),
  },
  /**
   * Asks for a place in a dialog and writes the packets of the flows of a query there as evidence, or only those of flows
   * marked among them. `key`: what other addresses are made from; null: they stay.
   */
  "flows.evidence": {
    params: z.object({ query: flowQuerySchema, marked: markedRowsSchema.nullable(), key: anonymiseKeySchema }),
    result: evidenceWritingSchema,
  },
  /** Ends the evidence that is being written. */
  "evidence.cancel": { params: nothing, result: nothing },
  /** Values of these flows, with their numbers. */
  "flows.facets": { params: z.object({ condition: flowConditionSchema }), result: z.array(flowFacetSchema) },
  /** Index of a flow among the rows of a query; null where it is not among them. */
  "flows.find": {
    params: z.object({ query: flowQuerySchema, flow: z.string().max(200) }),
    result: z.int().nonnegative().nullable(),
  },
  "sources.page": {
    params: z.object({
      query: sourceQuerySchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    result: sourcePageSchema,
  },
  /** Index of a source among the rows of a query; null where it is not among them. */
  "sources.find": {
    params: z.object({ query: sourceQuerySchema, address: z.string().max(64) }),
    result: z.int().nonnegative().nullable(),
  },
  /** As `flows.export`, of sources. */
  "sources.export": {
    params: z.object({ query: sourceQuerySchema, marked: markedRowsSchema.nullable() }),
    result: z.boolean(),
  },
  "source.inspect": { params: z.object({ address: z.string().max(64) }), result: sourceInspectionSchema },
  /** Packets of a source by UTC day. */
  "source.days": { params: z.object({ address: z.string().max(64) }), result: sourceDaysSchema },
  "flow.inspect": { params: z.object({ flow: z.string().max(200) }), result: flowInspectionSchema },
  /** Where the flow's destinations lie within a prefix; null: within the one that holds all of them. */
  "flow.map": {
    params: z.object({ flow: z.string().max(200), prefix: mapPrefixSchema.nullable() }),
    result: flowMapSchema,
  },
  "strand.inspect": { params: z.object({ strand: z.string().max(400) }), result: strandInspectionSchema },
  /** Tools over months or years, of sources that were seen in more than one. */
  "evolution.get": { params: z.object({ query: evolutionQuerySchema }), result: evolutionSchema },
  "evolution.sources": {
    params: z.object({
      query: evolutionQuerySchema,
      part: evolutionPartSchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    result: evolutionSourcesSchema,
  },
  /** Sources and packets of these flows by country and tool. */
  "places.get": { params: z.object({ flows: flowConditionSchema }), result: placesSchema },
  "numbers.page": {
    params: z.object({
      query: numberQuerySchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    result: numberPageSchema,
  },
  /** Index of a dialled number among the rows of a query; null where it is not among them. */
  "numbers.find": {
    params: z.object({ query: numberQuerySchema, number: z.string().max(64) }),
    result: z.int().nonnegative().nullable(),
  },
  /** The countries of all numbers these flows name. */
  "numbers.countries": { params: z.object({ flows: flowConditionSchema }), result: calledCountriesSchema },
  "number.inspect": {
    params: z.object({ flows: flowConditionSchema, number: z.string().max(64) }),
    result: numberInspectionSchema,
  },
  /** The campaigns with a source whose flows pass a filter. */
  "campaigns.get": { params: z.object({ filter: flowConditionSchema }), result: campaignListSchema },
  /** Looks for campaigns by other rules from now on; null: by those of the preset. */
  "campaigns.setRules": { params: z.object({ rules: campaignRulesSchema.nullable() }), result: saidSchema },
  /** What the campaigns say together, whatever the filter. */
  "campaigns.statistics": { params: nothing, result: campaignStatisticsSchema },
  "campaign.members": { params: z.object({ campaign: z.string().max(64) }), result: campaignMembersSchema },
  /** Where each member of a campaign sent to. */
  "campaign.mosaic": { params: z.object({ campaign: z.string().max(64) }), result: campaignMosaicSchema },
  /** The campaign a source is in. */
  "campaign.ofSource": { params: z.object({ address: z.string().max(64) }), result: campaignOfSourceSchema },
  /** Names, pins, merges or splits a campaign. */
  "campaign.decide": { params: campaignRequestSchema, result: saidSchema },
  "fingerprints.page": {
    params: z.object({
      query: fingerprintQuerySchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    result: fingerprintPageSchema,
  },
  /** Index of a group of fingerprints among the rows of a query; null where it is not among them. */
  "fingerprints.find": {
    params: z.object({ query: fingerprintQuerySchema, fingerprint: z.string().max(400) }),
    result: z.int().nonnegative().nullable(),
  },
  "fingerprint.inspect": {
    params: z.object({ fingerprint: z.string().max(400) }),
    result: fingerprintInspectionSchema,
  },
  /** Compares what the references name. */
  "diff.get": {
    params: z.object({ references: z.array(referenceSchema).min(2).max(MOST_SIDES) }),
    result: diffAnswerSchema,
  },
  "packets.page": {
    params: z.object({
      query: packetQuerySchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    result: packetPageSchema,
  },
  /**
   * A packet among the rows of a query; null where it is not among them. Without a capture it is the next one with this
   * number behind the index `after`, and behind the last one the first.
   */
  "packets.find": {
    params: z.object({
      query: packetQuerySchema,
      number: z.int().positive(),
      capture: captureIdSchema.nullable(),
      after: z.int().nonnegative().nullable(),
    }),
    result: z.object({ index: z.int().nonnegative(), capture: captureIdSchema }).nullable(),
  },
  /** Source port, TTL and IP-ID of a flow over its time. */
  "flow.overTime": { params: z.object({ flow: z.string().max(200) }), result: senderPlotSchema },
  "packet.read": { params: packetIdSchema, result: packetReadingSchema },
  /** Asks in a dialog where a capture is now, by its SHA-256. False: closed without a choice. */
  "capture.locate": { params: z.object({ capture: captureIdSchema }), result: z.boolean() },
  /** What judging the case anew, by the packs in use, would change. */
  "judgement.preview": { params: nothing, result: judgementPreviewSchema },
  "judgement.renew": { params: nothing, result: nothing },
  /** What the last import brought. */
  "news.get": { params: nothing, result: newsSchema },
  /** Asks for a case in a dialog to compare the open one with. Null: closed without a choice. */
  "comparison.choose": { params: nothing, result: chosenCaseSchema.nullable() },
  /** The open case beside a case that was chosen. */
  "comparison.get": { params: z.object({ token: fileToken }), result: comparisonSchema },
  /** Asks for cases in a dialog to merge the open one with. None: closed without a choice. */
  "merge.choose": { params: nothing, result: z.array(chosenCaseSchema).max(MOST_MERGED) },
  /** What a merge of the open case with these would unite; nothing is written. */
  "merge.look": { params: z.object({ tokens: z.array(fileToken).max(MOST_MERGED) }), result: mergePlanSchema },
  /** Asks for a place in a dialog and makes a new case there of the open one and these, which stay as they are. */
  "merge.start": { params: z.object({ tokens: z.array(fileToken).min(1).max(MOST_MERGED) }), result: mergingSchema },
  /** Ends the merge; no file is left of it. */
  "merge.cancel": { params: nothing, result: nothing },
  /** All notes and bookmarks of the case, in the order they were made. */
  "notes.list": { params: nothing, result: z.array(noteSchema) },
  /** Puts a note on something, or a bookmark where the text is null. */
  "note.add": { params: z.object({ target: noteTargetSchema, text: noteTextSchema.nullable() }), result: saidSchema },
  "note.change": { params: z.object({ note: z.uuid(), text: noteTextSchema }), result: saidSchema },
  "note.remove": { params: z.object({ note: z.uuid() }), result: saidSchema },
  /**
   * Labels a fingerprint, or takes its label away where `label` is null. Flows, and strands that its template covers,
   * show it at the next revision.
   */
  "label.set": {
    params: z.object({ fingerprint: z.string().max(200), label: labelTextSchema.nullable() }),
    result: saidSchema,
  },
  /** What a label on a fingerprint would touch, before it is given. */
  "label.preview": { params: z.object({ fingerprint: z.string().max(200) }), result: labelPreviewSchema },
  /** Says what the analyst thinks of the suggestion for a fingerprint, or of its label. */
  "label.review": { params: reviewRequestSchema, result: saidSchema },
  /** All fingerprints of which something was said, ascending. */
  "labels.list": { params: nothing, result: z.array(saidOfFingerprintSchema) },
  /** The signatures of the case: built-in, imported and its own. */
  "signatures.list": { params: nothing, result: signatureLibrarySchema },
  "signature.inspect": { params: z.object({ signature: z.string().max(300) }), result: signatureInspectionSchema },
  /** Tries a signature on the whole case; nothing is changed. `fingerprints`: those it is made for; none: those it names now. */
  "signature.try": {
    params: z.object({ draft: signatureDraftSchema, fingerprints: z.array(z.string().max(200)).max(100) }),
    result: signatureTrialSchema,
  },
  /** What is wrong with a signature, and whether it agrees with its examples; the case is not looked at. */
  "signature.check": { params: z.object({ draft: signatureDraftSchema }), result: signatureCheckSchema },
  /** Works out a signature for all strands of these fingerprints; nothing is changed. */
  "signature.propose": {
    params: z.object({ fingerprints: z.array(z.string().max(200)).min(1).max(100), name: signatureNameSchema }),
    result: signatureProposalSchema,
  },
  /** Nobody waits for the proposal that is being worked out. */
  "signature.stopProposing": { params: nothing, result: nothing },
  /** A message of a strand as an example, with documentation addresses. */
  "signature.example": {
    params: z.object({ strand: z.string().max(400), draft: signatureDraftSchema }),
    result: signatureDraftSchema.shape.examples.shape.positive.element,
  },
  /** An example that was written by hand, with documentation addresses. */
  "signature.rewriteExample": {
    params: z.object({
      example: signatureDraftSchema.shape.examples.shape.positive.element,
      draft: signatureDraftSchema,
    }),
    result: signatureDraftSchema.shape.examples.shape.positive.element,
  },
  /** Writes, retires or restores a signature in the case. Strands keep their names until the case is re-matched. */
  "signature.change": {
    params: z.object({ change: signatureChangeSchema, reason: changeReasonSchema }),
    result: saidSchema,
  },
  /** Asks for a signature pack in a dialog. Null: closed without a choice. */
  "pack.choose": { params: nothing, result: z.object({ file: fileToken }).nullable() },
  /** What importing it would do, without some of its signatures; nothing is changed. */
  "pack.preview": { params: z.object({ file: fileToken, without: signatureIdsSchema }), result: importPreviewSchema },
  /** Takes its signatures into the case, all but these. `sha256`: of the file that was looked at. */
  "pack.import": {
    params: z.object({
      file: fileToken,
      without: signatureIdsSchema,
      sha256: z.string().max(64),
      reason: changeReasonSchema,
    }),
    result: saidSchema,
  },
  /** What the pack of these signatures says of itself, unless the analyst says otherwise. */
  "export.facts": { params: z.object({ signatures: signatureIdsSchema }), result: exportFactsSchema },
  /** What an export of signatures keeps and finds, and whether it gives the telescope away; nothing is written. */
  "export.look": { params: z.object({ choice: exportChoiceSchema }), result: exportSheetSchema },
  /**
   * Asks for a place in a dialog and writes the export there. `release`: why the telescope may leave all the same. False:
   * closed without a choice.
   */
  "export.write": {
    params: z.object({
      choice: exportChoiceSchema,
      release: z.string().trim().min(1).max(1000).nullable(),
      /** The key that seals a pack; null: it gets no seal. */
      sealedBy: publicKeySchema.nullable(),
    }),
    result: z.boolean(),
  },
  /** What the installed engine of a target says of rules; another question ends it. */
  "verify.run": { params: z.object({ choice: verifyChoiceSchema }), result: verifyAnswerSchema },
  /** Ends the engines that run for a look at an export, or to verify. */
  "engines.stop": { params: nothing, result: nothing },
  /** The keys the analyst knows, own ones first. */
  "keys.list": { params: nothing, result: z.array(knownKeySchema).max(MOST_KEYS) },
  /** Asks for a place in a dialog and makes a pair of keys there. False: closed without a choice. */
  "keys.make": { params: z.object({ name: keyNameSchema }), result: z.boolean() },
  /** Asks for a file of keys or a sealed pack in a dialog and keeps its key. False: closed without a choice. */
  "keys.import": { params: z.object({ name: keyNameSchema }), result: z.boolean() },
  "keys.trust": { params: z.object({ publicKey: publicKeySchema, name: keyNameSchema }), result: nothing },
  /** Keeps a key no longer. Its file stays. */
  "keys.forget": { params: z.object({ publicKey: publicKeySchema }), result: nothing },
  /** What the case would be named otherwise by the signatures that are written. */
  "rematch.preview": { params: nothing, result: rematchPreviewSchema },
  /** Has the case named by them. `stamp`: of the preview that was looked at. */
  "rematch.apply": { params: z.object({ stamp: z.string().max(200) }), result: saidSchema },
  /** What was done in the case, the newest first. */
  "history.list": { params: nothing, result: deedsSchema },
  /** Undoes or redoes one thing after the other until this one is what was done last. */
  "history.goTo": { params: z.object({ event: z.int().positive() }), result: saidSchema },
  /** Takes back what the analyst did last in the case, or does it again. */
  "history.step": { params: z.object({ kind: z.enum(["undo", "redo"]) }), result: saidSchema },
  /** Makes the report of the case for readers and tells what it holds. */
  "report.preview": { params: z.object({ release: releaseSchema }), result: reportPreviewSchema },
  /** Asks for a place in a dialog, makes the report and writes it there. */
  "report.save": {
    params: z.object({ format: z.enum(REPORT_FORMATS), release: releaseSchema }),
    result: reportSavingSchema,
  },
  /** Ends the report that is being made or printed. */
  "report.cancel": { params: nothing, result: nothing },
  "captures.page": {
    params: z.object({
      query: captureQuerySchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    result: capturePageSchema,
  },
  /** Index of a file among the rows of a query; null where it is not among them. */
  "captures.find": {
    params: z.object({ query: captureQuerySchema, capture: captureIdSchema }),
    result: z.int().nonnegative().nullable(),
  },
  "capture.inspect": { params: z.object({ capture: captureIdSchema }), result: captureInspectionSchema },
  /** What would go with a capture that is taken out of the case. */
  "capture.removal": { params: z.object({ capture: captureIdSchema }), result: captureRemovalSchema },
  /** Takes a capture out of the case. Its file stays, and can be added again. */
  "capture.remove": { params: z.object({ capture: captureIdSchema }), result: saidSchema },
  /** Has a capture read again by a second reader, or ends that. */
  "capture.crossCheck": { params: z.object({ capture: captureIdSchema, wanted: z.boolean() }), result: nothing },
  /** Puts the files of a query with all their problems into the clipboard. `left`: files there was no room for. */
  "captures.copy": {
    params: z.object({ query: captureQuerySchema }),
    result: z.object({ files: z.int().nonnegative(), left: z.int().nonnegative() }),
  },
  /** Asks for a place in a dialog and writes a chart there. False: closed without a choice. */
  "chart.save": { params: chartImageSchema, result: z.boolean() },
  "clipboard.write": { params: z.object({ text: z.string().max(1 << 20) }), result: nothing },
} as const;

export type RequestName = keyof typeof REQUESTS;
export type RequestParams<Name extends RequestName> = z.infer<(typeof REQUESTS)[Name]["params"]>;
export type RequestResult<Name extends RequestName> = z.infer<(typeof REQUESTS)[Name]["result"]>;

/** What an application command of the menu asks the window to do. */
export const MENU_COMMANDS = [
  "view.overview",
  "view.flows",
  "view.fingerprints",
  "view.label",
  "view.diff",
  "view.campaigns",
  "view.evolution",
  "view.map",
  "view.numbers",
  "view.signatures",
  "view.report",
  "view.captures",
  "report.html",
  "report.pdf",
  "history.undo",
  "history.redo",
  "history",
  "comparison.choose",
  "merge",
  "notes",
  "filters",
  "rules",
  "palette",
  "help",
  "theme",
] as const;

/** Values of every event. */
export const EVENTS = {
  /** The reading has come further, ended or failed; at most a few times a second. */
  reading: readingStateSchema,
  /** The report that is being made has come further, or is made. */
  report: reportProgressSchema,
  /** The merge of cases has come further, or ended. */
  merge: mergeProgressSchema,
  /** The window may do something else from now on. */
  role: windowRoleSchema,
  /** The analyst chose an entry of the menu. */
  command: z.enum(MENU_COMMANDS),
} as const;

export type EventName = keyof typeof EVENTS;
export type EventValue<Name extends EventName> = z.infer<(typeof EVENTS)[Name]>;

/** Why a request failed. The message is a sentence for the analyst: no path, no stack. */
export const requestErrorSchema = z.object({
  code: z.enum(["not-found", "not-allowed", "bad-request", "engine-lost", "internal"]),
  message: z.string().max(2000),
});
export type RequestError = z.infer<typeof requestErrorSchema>;

/** What answers a request. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: RequestError };

/** What the preload script puts into the window as `ringprint`. `DroppedFile` is the window's `File`. */
export interface Bridge<DroppedFile> {
  /** Params are checked by the main process, the result by the caller. */
  call(name: RequestName, params: unknown): Promise<Reply<unknown>>;
  /** Returns how to stop listening. */
  on(name: EventName, listener: (value: unknown) => void): () => void;
  /** Tokens of dropped files and folders. */
  tokensOf(files: readonly DroppedFile[]): Promise<readonly string[]>;
}
