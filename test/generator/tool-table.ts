import { readFileSync } from "node:fs";

/** One row of the table: `paper/N` for the paper's tools, `extra/<slug>` for the further scanners. */
export interface TableTool {
  readonly id: string;
  /** Pattern per key; null where the table knows that the header is there, but not its value. */
  readonly fields: ReadonlyMap<string, string | null>;
  /** Known orders of header keys; empty where none is known. */
  readonly orders: readonly (readonly string[])[];
  /** Keys without which a message is not this tool's. Empty for further scanners whose row names none. */
  readonly matchKeys: readonly string[];
  /** Methods the tool is known to use; null where the method must not be required. */
  readonly methods: readonly string[] | null;
  /** Keys that must show at least two values. */
  readonly varies: readonly string[];
  /** True where source code or a capture confirms the row, so that no field of it is optional. */
  readonly confirmed: boolean;
}

const tools = new Map(readTable().map((tool) => [tool.id, tool]));

/** The 21 tools of the paper, in the paper's order. */
export const paperTools: readonly TableTool[] = [...tools.values()].filter((tool) => tool.id.startsWith("paper/"));

export function tableTool(id: string): TableTool {
  const tool = tools.get(id);
  if (tool === undefined) throw new Error(`no tool ${id} in the table`);
  return tool;
}

function readTable(): TableTool[] {
  const text = readFileSync(new URL("./table1-tools.json", import.meta.url), "utf8");
  const table = JSON.parse(text) as { tools: RawTool[]; extra: RawTool[] };
  return [
    ...table.tools.map((row) => readTool(`paper/${row.id}`, row)),
    ...table.extra.map((row) => readTool(`extra/${row.id}`, row)),
  ];
}

/** A row as it stands in the file; the further scanners lack some of the columns. */
interface RawTool {
  readonly id: number | string;
  readonly fields: Readonly<Record<string, string | null>>;
  readonly headerOrder?: readonly string[] | Readonly<Record<string, readonly string[]>> | null;
  readonly matchKeys?: readonly string[];
  readonly methods?: readonly string[] | null;
  readonly varies?: readonly string[];
  readonly certainty: "high" | "medium" | "low";
}

function readTool(id: string, row: RawTool): TableTool {
  return {
    id,
    fields: new Map(Object.entries(row.fields)),
    orders: readOrders(row.headerOrder),
    matchKeys: row.matchKeys ?? [],
    methods: row.methods ?? null,
    varies: row.varies ?? [],
    confirmed: row.certainty === "high",
  };
}

function readOrders(order: RawTool["headerOrder"]): readonly (readonly string[])[] {
  if (order === undefined || order === null) return [];
  return Array.isArray(order) ? [order as readonly string[]] : Object.values(order);
}
