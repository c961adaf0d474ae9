import path from "node:path";
import { onTestFinished } from "vitest";
import { CancelFlag } from "../../core/engine/cancel-flag.ts";
import { CasePackets } from "../../core/engine/case/case-packets.ts";
import { foldRulesText } from "../../core/engine/case/case-settings.ts";
import { judgeCase } from "../../core/engine/case/judge-case.ts";
import { Turns } from "../../core/engine/case/turns.ts";
import { loadPacks } from "../../core/engine/load-packs.ts";
import { readCapture } from "../../core/engine/read-capture.ts";
import type { FoundRequest } from "../../core/flow/capture-fold.ts";
import type { AnalysisRules } from "../../core/flow/rule-texts.ts";
import { analyseOpened, caseIn, openedCase } from "./case.ts";
import { ROOT, USUAL_RULES } from "./program.ts";

/** A flow as its table has it. */
export interface StoredFlow {
  readonly id: string;
  readonly packets: number;
}

/** Captures in a case, and the packets of it. */
export interface PacketCase {
  readonly packets: CasePackets;
  readonly flows: readonly StoredFlow[];
  /** Runs a statement on the tables of the case. */
  readonly change: (sql: string) => Promise<void>;
  /** Ids of all strands. */
  readonly strands: readonly { readonly id: string; readonly flow: string; readonly packets: number }[];
}

/** Reads captures into a case of its own, which is closed when the test has finished. */
export async function packetCase(
  captures: readonly string[],
  preset: AnalysisRules["preset"] = "default",
): Promise<PacketCase> {
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join());
  const rules = { ...USUAL_RULES, preset };
  const opened = await openedCase(caseIn(), true);
  onTestFinished(() => opened.close());
  await analyseOpened(opened, captures);
  await judgeCase(opened, { rules, library: packs.library, packs: packs.packs }, () => "all");
  const connection = await opened.connect();
  const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const flows = await rowsOf("SELECT id, packets FROM flow ORDER BY id");
  const strands = await rowsOf("SELECT id, flow, packets FROM strand ORDER BY id");
  return {
    packets: new CasePackets(new Turns(connection), await opened.connect(), foldRulesText(rules)),
    change: async (sql) => void (await connection.run(sql)),
    flows: flows.map(([id, packets]) => ({ id: String(id), packets: Number(packets) })),
    strands: strands.map(([id, flow, packets]) => ({ id: String(id), flow: String(flow), packets: Number(packets) })),
  };
}

/** A request as the reader finds it in its capture, with bytes of its own. */
export interface ReadRequest extends FoundRequest {
  readonly captureName: string;
  readonly payload: string;
}

/** All requests of captures, by the reader alone: no case, no index. */
export async function readRequests(captures: readonly string[]): Promise<ReadRequest[]> {
  const requests: ReadRequest[] = [];
  const rules = { ports: USUAL_RULES.ports, flowTimeoutNs: 1_200_000_000_000n, tunnels: true };
  for (const capture of captures) {
    const request = { id: 1, path: capture, rules, chunkBytes: 1 << 16, store: null };
    await readCapture(
      { ...request, cancelFlag: new CancelFlag().shared },
      {
        onProgress: () => undefined,
        onChunk: () => undefined,
        onRequest: (found) => {
          const payload = Buffer.from(found.datagram.payload).toString("latin1");
          requests.push({ ...found, captureName: path.basename(capture), payload });
        },
      },
    );
  }
  return requests;
}
