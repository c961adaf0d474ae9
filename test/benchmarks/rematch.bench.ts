import path from "node:path";
import type { Page } from "@playwright/test";
import { ask, expect, test } from "../e2e/ringprint.ts";
import { writeManyTools } from "../large/many-tools.ts";

const STRANDS = 100_000;
const SIGNATURES = 60;
/** Times a signature is changed and the case matched again. */
const TURNS = 5;
/** Between an answer and the next question meanwhile. */
const PAUSE_MS = 250;

test("the window answers while a hundred thousand strands are matched again", async ({ start, folder }) => {
  const file = process.env.MANY_TOOLS ?? path.join(folder, "many-tools.pcap");
  if (process.env.MANY_TOOLS === undefined) writeManyTools(file, STRANDS);
  const { window } = await start({ args: [file] });
  const phase = async () => (await ask(window, "reading.state", {})).phase;
  await expect.poll(phase, { timeout: 3_600_000 }).toMatch(/ended|stopped/);
  const { signatures } = await ask(window, "signatures.list", {});
  for (let number = signatures.length; number < SIGNATURES; number += 1) await writeAnother(window, number);
  const { definition } = await ask(window, "signature.inspect", { signature: "paper/1" });
  for (let turn = 0; turn < TURNS; turn += 1) {
    const draft = { ...definition, notes: `turn ${turn}`, varies: turn % 2 === 0 ? [] : definition.varies };
    await ask(window, "signature.change", { change: { kind: "write", draft, isNew: false }, reason: null });
    console.info("one changed:", await timedRematch(window));
  }
  const all = await ask(window, "signatures.list", {});
  for (const { id } of all.signatures) await renameTool(window, id);
  for (let turn = 0; turn < TURNS; turn += 1) {
    // So that they are matched again.
    const { definition: renamed } = await ask(window, "signature.inspect", { signature: "paper/1" });
    const draft = { ...renamed, notes: `all ${turn}` };
    await ask(window, "signature.change", { change: { kind: "write", draft, isNew: false }, reason: null });
    console.info("all changed:", await timedRematch(window));
  }
});

/** A signature of another tool that names the same messages. */
async function renameTool(window: Page, signature: string): Promise<void> {
  const { definition } = await ask(window, "signature.inspect", { signature });
  const draft = { ...definition, tool: { id: `${definition.tool.id}-again`, name: `${definition.tool.name} again` } };
  await ask(window, "signature.change", { change: { kind: "write", draft, isNew: false }, reason: null });
}

/** A signature that names nothing here. */
async function writeAnother(window: Page, number: number): Promise<void> {
  const { definition } = await ask(window, "signature.inspect", { signature: "paper/1" });
  const name = `measured ${number}`;
  const draft = {
    ...definition,
    id: `own/measured-${number}`,
    tool: { id: `own/measured-${number}`, name },
    parent: null,
    fields: { "user-agent": name },
    required: ["user-agent"],
    varies: [],
    examples: { positive: [exampleWith(name)], negative: [] },
  };
  await ask(window, "signature.change", { change: { kind: "write", draft, isNew: true }, reason: null });
}

function exampleWith(userAgent: string) {
  const [first, via] = ["OPTIONS sip:a@198.51.100.7 SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.1:5060"] as const;
  return {
    message: [first, via, `User-Agent: ${userAgent}`, "", ""],
    lineEnd: "crlf" as const,
    source: "192.0.2.1",
    destination: "198.51.100.7",
    sourcePort: 5060,
    destinationPort: 5060,
  };
}

/** How long a re-match takes, and a page of flows that is asked for meanwhile, again and again. */
async function timedRematch(window: Page): Promise<string> {
  const start = performance.now();
  let end: number | null = null;
  const preview = ask(window, "rematch.preview", {}).finally(() => {
    end = performance.now();
  });
  const waits: number[] = [];
  while (end === null) {
    const asked = performance.now();
    const query = { sort: "packets", descending: true, text: "", span: null } as const;
    await ask(window, "flows.page", { query, offset: 1000 * waits.length, limit: 100 });
    waits.push(performance.now() - asked);
    await window.waitForTimeout(PAUSE_MS);
  }
  const summary = await preview;
  if (summary.kind !== "summary") throw new Error(summary.kind);
  const seconds = ((end - start) / 1000).toFixed(2);
  const most = Math.max(...waits).toFixed(0);
  return `${summary.strands} strands, ${summary.changed} named otherwise: ${seconds} s; ${waits.length} pages, ${most} ms at most`;
}
