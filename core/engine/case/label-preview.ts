import type { DuckDBConnection } from "@duckdb/node-api";
import { type LabelPreview, MOST_PREVIEWED } from "../../contract/labels.ts";
import type { SignatureLibrary } from "../../signature/signature.ts";
import { chunksOf } from "./ask.ts";
import { type CaseLabel, coversOf, type LabelGround } from "./labels.ts";

/** What would be covered: of each tool that is named, and of each fingerprint, the strands and packets. */
const COVERED = "strand s JOIN previewed p ON p.mask = s.mask";

/** What a label on a fingerprint would touch beside the labels that hold. */
export async function previewLabel(
  connection: DuckDBConnection,
  fingerprint: string,
  ground: LabelGround,
  labels: readonly CaseLabel[],
  library: SignatureLibrary,
  caseName: string,
): Promise<LabelPreview> {
  await connection.run("CREATE OR REPLACE TEMP TABLE previewed (mask UINTEGER NOT NULL)");
  const masks = await masksCovered(connection, fingerprint, ground, labels, caseName);
  for (let start = 0; start < masks.length; start += MASKS_AT_ONCE) {
    const values = masks.slice(start, start + MASKS_AT_ONCE).map((mask) => `(${mask})`);
    await connection.run(`INSERT INTO previewed VALUES ${values.join(", ")}`);
  }
  const [[strands, flows, sources, packets] = []] = await rowsOf(
    connection,
    `SELECT count(*), count(DISTINCT s.flow), count(DISTINCT s.source), sum(s.packets)::DOUBLE FROM ${COVERED}`,
  );
  const fingerprints = await rowsOf(
    connection,
    `SELECT s.fingerprint, count(*), sum(s.packets)::DOUBLE FROM ${COVERED} GROUP BY ALL ORDER BY 3 DESC, 1`,
  );
  const named = await rowsOf(
    connection,
    `SELECT s.tool, count(*), sum(s.packets)::DOUBLE FROM ${COVERED} WHERE s.tool IS NOT NULL
     GROUP BY ALL ORDER BY 3 DESC, 1 LIMIT ${MOST_PREVIEWED}`,
  );
  const taken = await rowsOf(
    connection,
    `SELECT l.fingerprint, l.tool, count(*) FROM ${COVERED} JOIN labelled l ON l.mask = s.mask
     WHERE l.fingerprint <> ? GROUP BY ALL ORDER BY 3 DESC, 1 LIMIT ${MOST_PREVIEWED}`,
    [fingerprint],
  );
  const names = new Map(library.signatures.map(({ definition: { tool } }) => [tool.id, tool.name]));
  return {
    kind: "preview",
    strands: Number(strands),
    flows: Number(flows),
    sources: Number(sources),
    packets: Number(packets),
    fingerprintsInAll: fingerprints.length,
    fingerprints: fingerprints
      .slice(0, MOST_PREVIEWED)
      .map(([id, its, count]) => ({ id: String(id), strands: Number(its), packets: Number(count) })),
    named: named.map(([tool, its, count]) => ({
      tool: String(tool),
      name: names.get(String(tool)) ?? String(tool),
      strands: Number(its),
      packets: Number(count),
    })),
    taken: taken.map(([of, tool, its]) => ({ fingerprint: String(of), tool: String(tool), strands: Number(its) })),
  };
}

/** Numbers of masks in one statement. */
const MASKS_AT_ONCE = 10_000;

/** The masks that the label would cover: of several labels that cover one, that with most literal bytes has it. */
async function masksCovered(
  connection: DuckDBConnection,
  fingerprint: string,
  { template }: LabelGround,
  labels: readonly CaseLabel[],
  caseName: string,
): Promise<number[]> {
  const others = labels.filter((label) => label.fingerprint !== fingerprint);
  const wanted = { fingerprint, template };
  const covers = coversOf([...others, wanted], caseName);
  // Only masks of the same method and order can be covered, and their texts begin alike.
  const { method, order } = template;
  const start = JSON.stringify({ method, order }).slice(0, -1);
  const masks = "SELECT id, fingerprint, template FROM mask WHERE starts_with(template, ?) OR fingerprint = ?";
  const covered: number[] = [];
  for await (const chunk of chunksOf(connection, masks, [start, fingerprint])) {
    for (const [id, of, text] of chunk.getRows()) {
      if (covers.findForTemplate(String(of), JSON.parse(String(text))) === wanted) covered.push(Number(id));
    }
  }
  return covered;
}

async function rowsOf(connection: DuckDBConnection, sql: string, values: string[] = []) {
  return (await connection.runAndReadAll(sql, values)).getRows();
}
