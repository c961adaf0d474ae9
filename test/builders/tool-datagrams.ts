import type { JudgedDatagram } from "../../core/engine/verify/example-capture.ts";
import { drawConditions, sendRun } from "../generator/conditions.ts";
import { Random } from "../generator/random.ts";
import { beginRun, EXTRA_TOOL_IDS } from "../generator/tool-messages.ts";
import { paperTools } from "../generator/tool-table.ts";

/** A datagram of a tool, as the independent generator sends it. */
export interface ToolDatagram extends JudgedDatagram {
  readonly tool: string;
}

/** Datagrams of `rounds` runs of every tool the generator knows, each run under circumstances of its own. */
export function toolDatagrams(rounds: number, packets: number, seed: string): ToolDatagram[] {
  const tools = [...paperTools.map(({ id }) => id), ...EXTRA_TOOL_IDS];
  return tools.flatMap((tool, index) =>
    Array.from({ length: rounds }, (_, round) => {
      const random = new Random(`${seed} ${tool} ${round}`);
      const conditions = { ...drawConditions(random, false), ipv6: false, repeated: 0 };
      const source = `10.${round}.${index}.1`;
      return sendRun(beginRun(tool, random), packets, { ...conditions, source, telescope: "198.51.100." }, random);
    })
      .flat()
      .map(({ endpoints, payload }) => ({ ...endpoints, tool, payload: Buffer.from(payload).toString("latin1") })),
  );
}
