import type { ExportFacts, Found, PackTarget, RuleFidelityRow, VerifyAnswer } from "../../../../core/contract/packs.ts";
import { countOf, sentenceCount } from "../../../ui/numbers.ts";

type Judged = Extract<VerifyAnswer, { kind: "judged" }>;

/** What signatures can leave as, in words. */
export const TARGET_WORDS: Readonly<Record<PackTarget, string>> = {
  ringpack: "signature pack (.ringpack)",
  suricata7: "Suricata 7 rules",
  suricata8: "Suricata 8 rules",
  snort3: "Snort 3 rules",
  zeek: "Zeek signatures",
  wireshark: "Wireshark display filters",
  yara: "YARA rules",
  stix: "STIX 2.1 bundle",
  misp: "MISP event",
  csv: "CSV table",
  json: "JSON",
};

/** Programs that read a format and can be asked what they find. */
export const ENGINE_WORDS: Readonly<Partial<Record<PackTarget, string>>> = {
  suricata7: "Suricata 7",
  suricata8: "Suricata 8",
  wireshark: "tshark 4",
  yara: "YARA 4",
};

/** What a rule finds, in few words. */
export function foundWords({ hits, misses, falseHits }: Found): string {
  return [
    countOf(hits, "hit"),
    ...(misses > 0 ? [countOf(misses, "miss", "misses")] : []),
    ...falseHits.map(({ signature, messages }) => `${sentenceCount(messages)} of ${signature ?? "no signature"}`),
  ].join(", ");
}

/** Whether a rule finds what it should and nothing else. */
export function isExact({ misses, falseHits }: Found): boolean {
  return misses === 0 && falseHits.length === 0;
}

/** How the fields of a signature fare, in few words. */
export function fateWords({ fields }: RuleFidelityRow): string {
  const count = (fate: RuleFidelityRow["fields"][number]["fate"]) =>
    fields.filter((field) => field.fate === fate).length;
  const parts = (["kept", "weakened", "dropped"] as const).flatMap((fate) => {
    const of = count(fate);
    return of === 0 ? [] : [`${of} ${fate}`];
  });
  return parts.join(", ");
}

/** What rules find in all, in a sentence. */
export function sumOfFound(found: readonly Found[]): string {
  const sum = (of: (one: Found) => number) => found.reduce((all, one) => all + of(one), 0);
  const falseHits = sum((one) => one.falseHits.reduce((all, { messages }) => all + messages, 0));
  return `${countOf(
    sum(({ hits }) => hits),
    "hit",
  )}, ${countOf(
    sum(({ misses }) => misses),
    "miss",
    "misses",
  )}, ${countOf(falseHits, "false hit")}`;
}

/** Why a pack that says this of itself cannot leave; null where it can, as far as the window knows. */
export function whatIsMissing({ id, name, packVersion, licence, authors }: ExportFacts): string | null {
  if (licence === "") return "Say under which licence it may be passed on.";
  const missing = [
    ...(id === "" ? ["an id"] : []),
    ...(name === "" ? ["a name"] : []),
    ...(packVersion === "" ? ["a version"] : []),
    ...(authors.length === 0 ? ["an author"] : []),
  ];
  return missing.length === 0 ? null : `A pack needs ${missing.join(" and ")}.`;
}

/** Names as they are written in one field. */
export function namesIn(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** What is not asked as it stands, by what became of it and why. */
export function lostFields({ fields }: RuleFidelityRow): readonly {
  readonly fate: string;
  readonly because: string;
  readonly keys: readonly string[];
}[] {
  const groups = new Map<string, { fate: string; because: string; keys: string[] }>();
  for (const { key, fate, because } of fields) {
    if (fate === "kept") continue;
    const name = `${fate} ${because}`;
    const group = groups.get(name) ?? { fate, because, keys: [] };
    group.keys.push(key);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** What rules said of messages, in a sentence. */
export function judgedSentence({ tools, rows, silent }: Pick<Judged, "tools" | "rows" | "silent">): string {
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const own = rows.map(({ tool, counts }) => counts[tools.findIndex((column) => column.tool === tool)] ?? 0);
  const elsewhere = sum(rows.flatMap(({ counts }) => counts)) - sum(own);
  return [
    `${countOf(sum(own), "message")} named by a rule of their own tool`,
    `${sentenceCount(elsewhere)} by one of another`,
    `${sentenceCount(sum(silent))} by none.`,
  ].join(", ");
}
