import { z } from "zod";
import { CAMPAIGN_COLUMNS } from "../../core/contract/campaigns.ts";
import { captureQuerySchema } from "../../core/contract/capture-table.ts";
import { MOST_SIDES, referenceSchema } from "../../core/contract/diff.ts";
import { evolutionPartSchema } from "../../core/contract/evolution.ts";
import { fingerprintQuerySchema } from "../../core/contract/fingerprint-table.ts";
import { flowQuerySchema, type TimeSpan } from "../../core/contract/flow-table.ts";
import { numberQuerySchema } from "../../core/contract/numbers.ts";
import { SIGNATURE_COLUMNS } from "../../core/contract/signatures.ts";
import { type SourceQuery, sourceQuerySchema } from "../../core/contract/source-table.ts";
import { narrow } from "../../core/query/build-filter.ts";
import { EVERYTHING, type Expression } from "../../core/query/expression.ts";
import { parseFilter } from "../../core/query/parse-filter.ts";
import { printFilter } from "../../core/query/print-filter.ts";
import { FLOWS, SOURCES } from "../../core/query/tables.ts";

export const VIEWS = [
  "overview",
  "flows",
  "fingerprints",
  "label",
  "diff",
  "campaigns",
  "evolution",
  "map",
  "numbers",
  "signatures",
  "report",
  "captures",
] as const;
export type View = (typeof VIEWS)[number];

/** What the view Flows lists. */
export const LISTINGS = ["flows", "sources"] as const;

/** How the view Campaigns shows them. */
const CAMPAIGN_FORMS = ["list", "bubbles", "statistics"] as const;

export const COLOUR_SCHEMES = ["system", "light", "dark"] as const;
export type ColourScheme = (typeof COLOUR_SCHEMES)[number];

const WORST_FIRST = { sort: "state", descending: false, problemsOnly: false } as const;
const UNKNOWN_FIRST = { sort: "rank", descending: false, unknownOnly: false } as const;
const MOST_PACKETS_FIRST = { sort: "packets", descending: true, text: "" } as const;
const NO_QUERY = { sort: "packets", descending: true, text: "", span: null } as const;

// Each field falls back alone: what an older version wrote costs no more than what has changed since.
const workspaceSchema = z.object({
  view: z.enum(VIEWS).catch("overview"),
  selectedFlow: z.string().max(200).nullable().catch(null),
  selectedStrand: z.string().max(400).nullable().catch(null),
  /** Id of the file that is inspected. */
  selectedCapture: z.string().max(64).nullable().catch(null),
  /** Id of the group of fingerprints that is inspected. */
  selectedFingerprint: z.string().max(400).nullable().catch(null),
  /** Order of the list of fingerprints; its filter is that of the flows. */
  fingerprintQuery: fingerprintQuerySchema
    .pick({ sort: true, descending: true, unknownOnly: true })
    .catch({ ...UNKNOWN_FIRST }),
  /** What is collected to be compared, by reference. */
  tray: z.array(referenceSchema).max(MOST_SIDES).catch([]),
  /** What the diff shows side by side. */
  compared: z.array(referenceSchema).max(MOST_SIDES).catch([]),
  /** Whether the diff lists the keys in which all sides are equal. */
  equalRowsShown: z.boolean().catch(false),
  /** Filter and order of the list of captures. */
  captureQuery: captureQuerySchema.catch({ ...WORST_FIRST }),
  /** Filter and order: one for all views. */
  query: flowQuerySchema.refine(({ text }) => parseFilter(text, FLOWS).ok).catch({ ...NO_QUERY }),
  listing: z.enum(LISTINGS).catch("flows"),
  /** Filter and order of the list of sources; what filters flows filters their sources, too. */
  sourceQuery: sourceQuerySchema
    .omit({ flows: true })
    .refine(({ text }) => parseFilter(text, SOURCES).ok)
    .catch({ ...MOST_PACKETS_FIRST }),
  /** Address of the source that is inspected. */
  selectedSource: z.string().max(64).nullable().catch(null),
  /** Id of the campaign that is inspected. */
  selectedCampaign: z.string().max(64).nullable().catch(null),
  /** Order of the list of campaigns. */
  campaignQuery: z
    .object({ sort: z.enum(CAMPAIGN_COLUMNS), descending: z.boolean() })
    .catch({ sort: "id", descending: false }),
  /** Id of the signature that is inspected. */
  selectedSignature: z.string().max(300).nullable().catch(null),
  /** Order of the list of signatures. */
  signatureQuery: z
    .object({ sort: z.enum(SIGNATURE_COLUMNS), descending: z.boolean() })
    .catch({ sort: "packets", descending: true }),
  /** What tools over time are told by; null: by what the case spans. */
  evolutionUnit: z.enum(["month", "year"]).nullable().catch(null),
  /** Whether tools over time are a table instead of a diagram. */
  evolutionTable: z.boolean().catch(false),
  /** The tool in a period, or the way from one to the next, whose sources are listed. */
  selectedEvolution: evolutionPartSchema.nullable().catch(null),
  /** What the map shows of countries, and of which tool; null: of all, "unknown": of what no signature names. */
  mapMeasure: z.enum(["sources", "packets"]).catch("sources"),
  mapTool: z.string().max(200).nullable().catch(null),
  /** Order of the list of dialled numbers; its filter is that of the flows. */
  numberQuery: numberQuerySchema.pick({ sort: true, descending: true }).catch({ sort: "packets", descending: true }),
  /** Whether the countries of numbers are drawn instead. */
  numberChart: z.boolean().catch(false),
  selectedNumber: z.string().max(64).nullable().catch(null),
  /** Whether campaigns are listed, drawn as bubbles, or summed up. */
  campaignShown: z.enum(CAMPAIGN_FORMS).catch("list"),
  /** Whether the values of the flows' fields are listed beside them. */
  facetsOpen: z.boolean().catch(true),
  inspectorOpen: z.boolean().catch(true),
  /** Share of the width the inspector takes, in percent. */
  inspectorWidth: z.number().min(15).max(70).catch(34),
  colourScheme: z.enum(COLOUR_SCHEMES).catch("system"),
  /** The case, or the names of its captures, that selection and filter were made for. */
  captures: z.array(z.string().max(4096)).max(20).catch([]),
});

/** What the window remembers across restarts. */
export type Workspace = z.infer<typeof workspaceSchema>;

const VERSION = 1;
const storedSchema = z.object({ version: z.literal(VERSION), workspace: workspaceSchema });

/** A workspace nobody has touched. */
export const FRESH_WORKSPACE: Workspace = workspaceSchema.parse({});

/** The workspace as text for storage. */
export function encodeWorkspace(workspace: Workspace): string {
  return JSON.stringify({ version: VERSION, workspace });
}

/** The workspace a stored text holds; a fresh one where it holds none of this version. */
export function decodeWorkspace(text: string | null): Workspace {
  if (text === null) return FRESH_WORKSPACE;
  try {
    const stored = storedSchema.safeParse(JSON.parse(text));
    return stored.success ? stored.data.workspace : FRESH_WORKSPACE;
  } catch {
    return FRESH_WORKSPACE;
  }
}

/** Shows a view. */
export function showView(view: View): Partial<Workspace> {
  return { view };
}

/** Selects a flow; its strands start unselected. */
export function selectFlow(workspace: Workspace, flow: string | null): Partial<Workspace> {
  if (workspace.selectedFlow === flow) return {};
  return { selectedFlow: flow, selectedStrand: null };
}

/** Shows a flow in the list of flows, inspected. */
export function showFlow(workspace: Workspace, flow: string): Partial<Workspace> {
  return { ...selectFlow(workspace, flow), view: "flows", listing: "flows", inspectorOpen: true };
}

/** Shows a source in the list of sources, inspected. */
export function showSource(address: string): Partial<Workspace> {
  return { view: "flows", listing: "sources", selectedSource: address, inspectorOpen: true };
}

/** Shows a campaign in the list of campaigns, inspected; filters that might hide it are gone. */
export function showCampaign(id: string): Partial<Workspace> {
  const { query } = FRESH_WORKSPACE;
  return { view: "campaigns", selectedCampaign: id, inspectorOpen: true, campaignShown: "list", query };
}

/** Which sources are listed, in which order. */
export function listedSources({ sourceQuery, query: { text, span } }: Workspace): SourceQuery {
  return { ...sourceQuery, flows: { text, span } };
}

/** Keeps only flows that pass a filter. */
export function filterByText(workspace: Workspace, filter: string): Partial<Workspace> {
  return { query: { ...workspace.query, text: filter } };
}

/** Keeps, of the flows that pass the filter already, those that satisfy a condition as well. */
export function narrowFlows(workspace: Workspace, condition: Expression): Partial<Workspace> {
  const parsed = parseFilter(workspace.query.text, FLOWS);
  const filter = parsed.ok ? parsed.expression : EVERYTHING;
  return filterByText(workspace, printFilter(narrow(filter, condition)));
}

/** Shows the campaigns with a source of such flows; all views keep these flows. */
export function showCampaignsOf(workspace: Workspace, condition: Expression): Partial<Workspace> {
  return { ...narrowFlows(workspace, condition), ...showView("campaigns") };
}

/** Keeps only flows that last into a span; null: flows of all times. */
export function filterBySpan(workspace: Workspace, span: TimeSpan | null): Partial<Workspace> {
  return { query: { ...workspace.query, span } };
}

/** Takes every filter away; the order of the rows stays. */
export function clearFilters(workspace: Workspace): Partial<Workspace> {
  return { query: { ...workspace.query, text: "", span: null } };
}

/** Is any row filtered out? */
export function isFiltered(workspace: Workspace): boolean {
  return workspace.query.text.trim() !== "" || workspace.query.span !== null;
}

/** Drops selection and filter where they were made for other captures than these; captures that were added keep them. */
export function forCaptures(workspace: Workspace, captures: readonly string[]): Partial<Workspace> {
  const before = workspace.captures;
  const grown = before.length > 0 && before.every((name, index) => name === captures[index]);
  if (grown) return before.length === captures.length ? {} : { captures: captures.slice(0, 20) };
  return {
    ...clearFilters(workspace),
    ...showAllCaptures(workspace),
    selectedFlow: null,
    selectedStrand: null,
    selectedSource: null,
    selectedCampaign: null,
    selectedEvolution: null,
    selectedNumber: null,
    mapTool: null,
    selectedSignature: null,
    selectedCapture: null,
    selectedFingerprint: null,
    tray: [],
    compared: [],
    sourceQuery: { ...workspace.sourceQuery, text: "" },
    captures: captures.slice(0, 20),
  };
}

/** Shows the captures something is to be said of, the worst first and inspected. */
export function showProblems(): Partial<Workspace> {
  const captureQuery = { ...WORST_FIRST, problemsOnly: true };
  return { view: "captures", captureQuery, selectedCapture: null, inspectorOpen: true };
}

/** Lists all captures; the order stays. */
export function showAllCaptures({ captureQuery }: Workspace): Partial<Workspace> {
  return { captureQuery: { ...captureQuery, problemsOnly: false } };
}

/** System, light, dark, and round again. */
export function nextColourScheme({ colourScheme }: Workspace): Partial<Workspace> {
  const next = COLOUR_SCHEMES[(COLOUR_SCHEMES.indexOf(colourScheme) + 1) % COLOUR_SCHEMES.length];
  return { colourScheme: next ?? "system" };
}
