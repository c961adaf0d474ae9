import type { DuckDBValue } from "@duckdb/node-api";
import { addressOf } from "../case/address-of-key.ts";
import { chunksOf } from "../case/ask.ts";
import { type CaseCapture, listCaptures } from "../case/case-captures.ts";
import type { CaseFile } from "../case/case-file.ts";
import { foldRulesText } from "../case/case-settings.ts";
import { bytesOf } from "../case/row-values.ts";
import type { Choice, ChosenPackets } from "./chosen-packets.ts";
import { FlowWords, type WantedFlows } from "./flow-words.ts";

const SELECT = `SELECT p.number, p.time_ns, p.source, p.source_port, p.method, p.header_order,
  p.payload_at IS NULL FROM packet p WHERE p.capture = ? ORDER BY p.number`;

/** Chooses the requests of the packet index whose flows are wanted. Throws for a filter that is none. */
export async function choosePackets(opened: CaseFile, wanted: WantedFlows): Promise<Choice> {
  const flows = await FlowWords.of(opened, wanted);
  const text = foldRulesText(wanted.rules);
  const held = (await opened.use(listCaptures)).filter(({ rules }) => rules === text);
  const captures: ChosenPackets[] = [];
  for (const from of held) {
    if (!wanted.isWanted()) break;
    const chosen = await chooseOf(opened, from, flows);
    if (chosen.numbers.length > 0) captures.push(chosen);
  }
  const unlisted = held.filter(({ indexed }) => !indexed).map(({ capture }) => capture.name);
  return { captures, unlisted };
}

async function chooseOf(
  opened: CaseFile,
  { id, path, capture }: CaseCapture,
  flows: FlowWords,
): Promise<ChosenPackets> {
  const numbers: number[] = [];
  const said: number[] = [];
  const placeOfWords = new Map<string, number>();
  const fragmented = new Set<number>();
  await opened.use(async (connection) => {
    for await (const chunk of chunksOf(connection, SELECT, [id])) {
      for (const values of chunk.getRows()) {
        const found = flows.find(requestOf(values));
        if (found === null) continue;
        const number = Number(values[0]);
        const place = placeOfWords.get(found) ?? placeOfWords.size;
        placeOfWords.set(found, place);
        numbers.push(number);
        said.push(place);
        if (values[6] === true) fragmented.add(number);
      }
    }
  });
  const { name, bytes, sha256 } = capture;
  return {
    from: { path, name, bytes, sha256 },
    numbers: Float64Array.from(numbers),
    said: Uint32Array.from(said),
    words: [...placeOfWords.keys()],
    fragmented,
  };
}

function requestOf([, timeNs, source, sourcePort, method, order]: readonly DuckDBValue[]) {
  return {
    timeNs: typeof timeNs === "bigint" ? timeNs : null,
    source: addressOf(bytesOf(source)),
    sourcePort: Number(sourcePort),
    method: String(method),
    order: String(order),
  };
}
