import { z } from "zod";
import { captureQuerySchema } from "../../core/contract/capture-table.ts";
import { flowQuerySchema, type TimeSpan } from "../../core/contract/flow-table.ts";
import { narrow } from "../../core/query/build-filter.ts";
import { EVERYTHING, type Expression } from "../../core/query/expression.ts";
import { parseFilter } from "../../core/query/parse-filter.ts";
import { printFilter } from "../../core/query/print-filter.ts";
import { FLOWS } from "../../core/query/tables.ts";

export const VIEWS = ["overview", "flows", "captures"] as const;
export type View = (typeof VIEWS)[number];

export const COLOUR_SCHEMES = ["system", "light", "dark"] as const;
export type ColourScheme = (typeof COLOUR_SCHEMES)[number];

const WORST_FIRST = { sort: "state", descending: false, problemsOnly: false } as const;
const NO_QUERY = { sort: "packets", descending: true, text: "", span: null } as const;

// Each field falls back alone: what an older version wrote costs no more than what has changed since.
const workspaceSchema = z.object({
  view: z.enum(VIEWS).catch("overview"),
  selectedFlow: z.string().max(200).nullable().catch(null),
  selectedStrand: z.string().max(400).nullable().catch(null),
  /** Id of the file that is inspected. */
  selectedCapture: z.string().max(64).nullable().catch(null),
  /** Filter and order of the list of captures. */
  captureQuery: captureQuerySchema.catch({ ...WORST_FIRST }),
  /** Filter and order: one for all views. */
  query: flowQuerySchema.refine(({ text }) => parseFilter(text, FLOWS).ok).catch({ ...NO_QUERY }),
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
    selectedCapture: null,
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
