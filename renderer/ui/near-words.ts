import type { FingerprintRow, NearSignature } from "../../core/contract/fingerprint-table.ts";
import { countOf, sentenceCount } from "./numbers.ts";

/** Keys named in a line. */
const MOST_KEYS = 4;

/** What messages without a tool are like, in a line: `paper/1 0.76: from, to, user-agent`. */
export function describeNear({ signature, score, differs }: NearSignature): string {
  if (score === null) return `fits ${signature} and others`;
  const shown = listKeys(differs);
  return `${signature} ${score.toFixed(2)}${shown === "" ? "" : `: ${shown}`}`;
}

/** The same in a sentence, with the name of the tool. */
export function nearSentence({ signature, name, score, differs }: NearSignature): string {
  if (score === null) return `${signature} ${name}: it fits, and others do.`;
  const shown = listKeys(differs);
  return `${signature} ${name}, likeness ${score.toFixed(2)}${shown === "" ? "" : `; differs in ${shown}`}.`;
}

function listKeys(differs: readonly string[]): string {
  const keys = differs.map((key) => (key === ":order" ? "header order" : key.replace(/^:/, "")));
  const more = keys.length > MOST_KEYS ? [`${keys.length - MOST_KEYS + 1} more`] : [];
  return [...keys.slice(0, more.length > 0 ? MOST_KEYS - 1 : MOST_KEYS), ...more].join(", ");
}

/** Why an unknown group stands where it does; null for one with a tool. */
export function describeRank(row: FingerprintRow): string | null {
  const { rank, novelty, packets, sources, destinations, days } = row;
  if (rank === null) return null;
  const size = `${countOf(packets, "packet")}, ${countOf(sources, "source")}, ${countOf(destinations, "destination")}, ${countOf(days, "day")}`;
  if (novelty === null) return `Look ${sentenceCount(rank)}: ${size}. What it is like was not compared.`;
  const new_ = novelty === 1 ? "like nothing known" : `${Math.round(novelty * 100)} % of it is new`;
  return `Look ${sentenceCount(rank)}: ${new_}; ${size}.`;
}
