import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbList, type SqlCondition, type SqlParameter, type SqlSchema } from "../../query/sql.ts";
import type { PACKETS } from "../../query/tables.ts";
import { MARK } from "./flow-columns.ts";
import { bytesOf } from "./row-values.ts";

/**
 * Packets with their captures, for SELECT. Their order by SHA-256 is a number, because millions of rows are sorted by
 * numbers in a fraction of the time that texts take.
 */
export const FROM_PACKETS = `FROM packet p JOIN (
  SELECT id, sha256, name, rules, row_number() OVER (ORDER BY sha256)::UINTEGER AS place FROM capture
) c ON c.id = p.capture`;

const NOTES_OF_PACKET = "FROM note n WHERE n.capture = c.sha256 AND n.number = p.number";

/** Where the fields of a filter over packets stand, in `FROM_PACKETS`. `among`: condition of the packets looked at. */
export function packetFields(among: string): SqlSchema<typeof PACKETS> {
  return {
    fields: PACKET_FIELDS,
    counts: {},
    addressTexts: { src: addressText("p.source", among), dst: addressText("p.destination", among) },
    words: null,
  };
}

const PACKET_FIELDS: SqlSchema<typeof PACKETS>["fields"] = {
  number: "p.number",
  capture: "c.name",
  time: "p.time_ns",
  src: "p.source",
  dst: "p.destination",
  sport: "p.source_port",
  dport: "p.destination_port",
  ttl: "p.ttl",
  ipid: "p.ip_id",
  method: "p.method",
  length: "(p.payload_length::BIGINT + p.missing_bytes)",
  anomaly: duckdbList("CASE WHEN p.anomalies = '' THEN NULL ELSE string_split(p.anomalies, ' ') END"),
  cut: "p.missing_bytes",
  note: {
    any: (condition) => `EXISTS (SELECT 1 ${NOTES_OF_PACKET} AND n.text IS NOT NULL AND ${condition("n.text")})`,
    count: `(SELECT count(n.text) ${NOTES_OF_PACKET})`,
  },
  mark: {
    any: (condition) => `EXISTS (SELECT 1 ${NOTES_OF_PACKET} AND ${condition(MARK)})`,
    count: `(SELECT count(DISTINCT ${MARK}) ${NOTES_OF_PACKET})`,
  },
};

/**
 * Which packets a flow has, by its source and its first and last time, in SQL without parameters. Null: there is no such
 * flow.
 */
export async function conditionOfFlow(connection: DuckDBConnection, flow: string): Promise<string | null> {
  const found = await connection.runAndReadAll("SELECT source, first_ns, last_ns FROM flow WHERE id = ?", [flow]);
  const [row] = found.getRows();
  if (row === undefined) return null;
  const [source, first, last] = row;
  const ofSource = `p.source = from_hex('${Buffer.from(bytesOf(source)).toString("hex")}')`;
  const isDated = typeof first === "bigint" && typeof last === "bigint";
  return `${ofSource} AND ${isDated ? `p.time_ns BETWEEN ${first} AND ${last}` : "p.time_ns IS NULL"}`;
}

/** Behind flow and method in the id of a strand: its order of header names, and its port where it was divided by ports. */
const STRAND_ID = /\/(overflow|mixed|cut|[0-9a-f]{8})(?:\/(\d{1,5}))?$/;

/** Which packets of its flow a strand has. Null: there is no such strand. */
export async function conditionOfStrand(connection: DuckDBConnection, strand: string): Promise<SqlCondition | null> {
  const found = await connection.runAndReadAll("SELECT flow, method FROM strand WHERE id = ?", [strand]);
  const [row] = found.getRows();
  const parsed = STRAND_ID.exec(strand);
  if (row === undefined || parsed === null) return null;
  const [, order = "", port] = parsed;
  if (order === "overflow") return conditionOfOverflow(connection, String(row[0]));
  const conditions: string[] = [];
  const parameters: SqlParameter[] = [];
  if (typeof row[1] === "string") {
    conditions.push("p.method = ?");
    parameters.push({ type: "VARCHAR", value: row[1] });
  }
  if (order === "mixed") conditions.push("p.header_order <> 'cut'");
  else {
    conditions.push("p.header_order = ?");
    parameters.push({ type: "VARCHAR", value: order });
  }
  if (port !== undefined) conditions.push(`p.source_port = ${Number(port)}`);
  return { sql: conditions.join(" AND "), parameters };
}

/** What overflowed has none of the shapes that the other strands of the flow have. */
async function conditionOfOverflow(connection: DuckDBConnection, flow: string): Promise<SqlCondition> {
  const found = await connection.runAndReadAll("SELECT id, method FROM strand WHERE flow = ?", [flow]);
  const parameters = found.getRows().flatMap(([id, method]): SqlParameter[] => {
    const order = STRAND_ID.exec(String(id))?.[1] ?? "overflow";
    if (order === "overflow") return [];
    return [
      { type: "VARCHAR", value: String(method) },
      { type: "VARCHAR", value: order },
    ];
  });
  const shapes = Array.from({ length: parameters.length / 2 }, () => "(p.method = ? AND p.header_order = ?)");
  return { sql: `NOT (${shapes.join(" OR ") || "false"})`, parameters };
}

/** Both conditions. */
export function allOf(conditions: readonly SqlCondition[]): SqlCondition {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(" AND "),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/**
 * Whether the text of an address satisfies a condition. Texts are made of each address once: millions of packets go to
 * thousands of addresses. Only a list of them keeps the database from looking at the text of each packet after all.
 */
function addressText(column: string, among: string): (condition: (text: string) => string) => string {
  const addresses = `SELECT unnest(list(DISTINCT ${column})) AS address FROM packet p WHERE ${among}`;
  return (condition) =>
    `${column} IN (SELECT address FROM (${addresses}) WHERE ${condition(textOfAddress("address"))})`;
}

/** SQL for the text of an address as `formatAddress` writes it. */
function textOfAddress(column: string): string {
  const quad = [24, 16, 8, 0].map((shift) => `((n >> ${shift}) & 255)`).join(" || '.' || ");
  const value = `TRY_CAST('0x' || substr(hex(${column}), 3) AS BIGINT)`;
  const dotted = `list_transform([${value}], lambda n: ${quad})[1]`;
  return `CASE WHEN octet_length(${column}) = 5 THEN ${dotted} ELSE ${ipv6Text(column)} END`;
}

/** The first of the longest runs of two or more zero groups becomes `::`. */
function ipv6Text(column: string): string {
  const group = (index: number) => `ltrim(substr(lower(hex(${column})), ${4 * index + 3}, 4), '0')`;
  const groups = Array.from({ length: 8 }, (_, index) => `coalesce(nullif(${group(index)}, ''), '0')`);
  const cases = [8, 7, 6, 5, 4, 3, 2].map((zeros) => {
    const run = `${":0".repeat(zeros)}:`;
    return `WHEN contains(t, '${run}') THEN regexp_replace(t, '${run}', '::')`;
  });
  // A list of one, so that the text with all its groups is made once. It has colons at both ends to find whole groups by.
  const shortened = `list_transform([':' || ${groups.join(" || ':' || ")} || ':'], lambda t: CASE ${cases.join(" ")} ELSE t END)[1]`;
  return `regexp_replace(regexp_replace(${shortened}, '^:([^:])', '\\1'), '([^:]):$', '\\1')`;
}
