import { z } from "zod";
import { captureIdSchema, captureInspectionSchema, capturePageSchema, captureQuerySchema } from "./capture-table.ts";
import { flowMapSchema, mapPrefixSchema } from "./flow-map.ts";
import { flowFacetSchema, flowPageSchema, flowQuerySchema } from "./flow-table.ts";
import { flowInspectionSchema, strandInspectionSchema } from "./inspection.ts";
import { overviewSchema } from "./overview.ts";
import { readingStateSchema } from "./reading-state.ts";
import { ruleTextsSchema } from "./rule-texts.ts";

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

/** Params and result of every request. */
export const REQUESTS = {
  "app.info": { params: nothing, result: appInfoSchema },
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
  /** The rules captures are read under. */
  "rules.get": { params: nothing, result: ruleTextsSchema },
  /** Has captures read under other rules, those that are open at once. */
  "rules.set": { params: z.object({ rules: ruleTextsSchema }), result: nothing },
  /** Asks for tables of countries and networks in a dialog and uses them. False: closed without a choice. */
  "tables.choose": { params: nothing, result: z.boolean() },
  "overview.get": { params: nothing, result: overviewSchema },
  "flows.page": {
    params: z.object({
      query: flowQuerySchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    result: flowPageSchema,
  },
  /** Asks for a place in a dialog and writes the flows of a query there. False: closed without a choice. */
  "flows.export": { params: z.object({ query: flowQuerySchema }), result: z.boolean() },
  /** Values of the flows of a query, with their numbers. */
  "flows.facets": { params: z.object({ query: flowQuerySchema }), result: z.array(flowFacetSchema) },
  /** Index of a flow among the rows of a query; null where it is not among them. */
  "flows.find": {
    params: z.object({ query: flowQuerySchema, flow: z.string().max(200) }),
    result: z.int().nonnegative().nullable(),
  },
  "flow.inspect": { params: z.object({ flow: z.string().max(200) }), result: flowInspectionSchema },
  /** Where the flow's destinations lie within a prefix; null: within the one that holds all of them. */
  "flow.map": {
    params: z.object({ flow: z.string().max(200), prefix: mapPrefixSchema.nullable() }),
    result: flowMapSchema,
  },
  "strand.inspect": { params: z.object({ strand: z.string().max(400) }), result: strandInspectionSchema },
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
  /** Has a capture read again by a second reader, or ends that. */
  "capture.crossCheck": { params: z.object({ capture: captureIdSchema, wanted: z.boolean() }), result: nothing },
  /** Puts the files of a query with all their problems into the clipboard. `left`: files there was no room for. */
  "captures.copy": {
    params: z.object({ query: captureQuerySchema }),
    result: z.object({ files: z.int().nonnegative(), left: z.int().nonnegative() }),
  },
  "clipboard.write": { params: z.object({ text: z.string().max(1 << 20) }), result: nothing },
} as const;

export type RequestName = keyof typeof REQUESTS;
export type RequestParams<Name extends RequestName> = z.infer<(typeof REQUESTS)[Name]["params"]>;
export type RequestResult<Name extends RequestName> = z.infer<(typeof REQUESTS)[Name]["result"]>;

/** What an application command of the menu asks the window to do. */
export const MENU_COMMANDS = [
  "view.overview",
  "view.flows",
  "view.captures",
  "rules",
  "palette",
  "help",
  "theme",
] as const;

/** Values of every event. */
export const EVENTS = {
  /** The reading has come further, ended or failed; at most a few times a second. */
  reading: readingStateSchema,
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
