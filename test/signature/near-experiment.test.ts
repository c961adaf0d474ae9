import { expect, test } from "vitest";
import type { StrandView } from "../../core/fingerprint/strand-view.ts";
import { explainSignature, matchStrand } from "../../core/signature/match.ts";
import type { CompiledSignature } from "../../core/signature/signature.ts";
import type { Verdict } from "../../core/signature/verdict.ts";
import { type Draft, draftRun, randomText, seededRandom, writeProbe } from "../builders/generated-probes.ts";
import { builtinLibrary } from "../builders/library.ts";
import { strandOf } from "../builders/strand.ts";

/** Changes all messages of a run alike; false where the run has nothing to change. */
type Edit = (run: Draft[], random: () => number) => boolean;

function eachHeader(name: string, change: (value: string, draft: Draft) => string): Edit {
  return (run) => {
    const found = run.flatMap((draft) =>
      draft.headers.filter((header) => header.name === name).map((header) => ({ draft, header })),
    );
    for (const { draft, header } of found) header.value = change(header.value, draft);
    return found.some(({ header }) => header.value !== "");
  };
}

function constantOf(prefix: string): (random: () => number) => string {
  return (random) => `${prefix}${randomText("alpha", 3 + Math.floor(random() * 8), random)}`;
}

function withAll(...edits: readonly Edit[]): Edit {
  return (run, random) => edits.map((edit) => edit(run, random)).some(Boolean);
}

/** A constant drawn once per run, put where `place` says. */
function drawn(draw: (random: () => number) => string, place: (text: string) => Edit): Edit {
  return (run, random) => place(draw(random))(run, random);
}

const replaceName = (value: string, name: string) =>
  value.includes('"') ? value.replace(/"[^"]*"/, `"${name}"`) : value.replace(/^[^<:"]*(?=<)/, name);
const replaceUser = (value: string, user: string) => value.replace(/sip:[^@>;]*@/, `sip:${user}@`);

const EDITS: Readonly<Record<string, Edit>> = {
  "user-agent": drawn(constantOf(""), (agent) => eachHeader("user-agent", () => agent)),
  "display name": drawn(constantOf(""), (name) =>
    withAll(
      eachHeader("from", (value) => replaceName(value, name)),
      eachHeader("to", (value) => replaceName(value, name)),
    ),
  ),
  "user part": drawn(constantOf("u"), (user) =>
    withAll(
      eachHeader("from", (value) => replaceUser(value, user)),
      eachHeader("to", (value) => replaceUser(value, user)),
    ),
  ),
  "user part everywhere": drawn(constantOf("u"), (user) =>
    withAll(
      eachHeader("from", (value) => replaceUser(value, user)),
      eachHeader("to", (value) => replaceUser(value, user)),
      eachHeader("contact", (value) => replaceUser(value, user)),
      (run) => run.map((draft) => (draft.uri = replaceUser(draft.uri, user))).length > 0,
    ),
  ),
  "call-id format": (run, random) =>
    eachHeader("call-id", (_, draft) => `${randomText("hex", 32, random)}@${draft.ends.source}`)(run, random),
  "call-id constant": drawn(constantOf("id-"), (id) => eachHeader("call-id", () => id)),
  "header order": (run, random) => {
    const ranks = new Map(run[0]?.headers.map((header, index) => [`${header.name}${index}`, random()]));
    for (const draft of run) {
      const ranked = draft.headers.map((header, index) => ({ header, rank: ranks.get(`${header.name}${index}`) ?? 0 }));
      draft.headers = ranked.sort((a, b) => a.rank - b.rank).map(({ header }) => header);
    }
    return true;
  },
  "header added": drawn(constantOf("X-"), (name) => (run) => {
    for (const draft of run) draft.headers.push({ name, value: "1" });
    return true;
  }),
  "usual header added": (run) => {
    for (const draft of run) draft.headers.splice(2, 0, { name: "Allow", value: "INVITE, ACK, BYE" });
    return true;
  },
  "header removed": (run, random) => {
    const removable = ["accept", "max-forwards", "contact", "user-agent", "content-length", "supported"];
    const present = removable.filter((name) => run[0]?.headers.some((header) => header.name === name));
    const name = present[Math.floor(random() * present.length)];
    for (const draft of run) draft.headers = draft.headers.filter((header) => header.name !== name);
    return name !== undefined;
  },
  "max-forwards": eachHeader("max-forwards", () => "16"),
  cseq: eachHeader("cseq", (_, draft) => `7 ${draft.method}`),
  "tag shape": (run, random) =>
    eachHeader("from", (value) => value.replace(/;( ?)tag=.*/, `;$1tag=${randomText("alnum", 10, random)}`))(
      run,
      random,
    ),
  "tag constant": drawn(constantOf("t"), (tag) => eachHeader("from", (value) => value.replace(/tag=.*/, `tag=${tag}`))),
  "branch shape": (run, random) =>
    eachHeader("via", (value) => value.replace(/branch=[^;]*/, `branch=z9hG4bK${randomText("alnum", 16, random)}`))(
      run,
      random,
    ),
  method: (run) => {
    for (const draft of run) {
      for (const header of draft.headers)
        if (header.name === "cseq") header.value = header.value.replace(draft.method, "SUBSCRIBE");
      draft.method = "SUBSCRIBE";
    }
    return true;
  },
};

/** The sweeping edit changes four fields by itself and is tried alone only. */
const SWEEPING = "user part everywhere";
const FURTHER = Object.keys(EDITS).filter((name) => name !== SWEEPING);

interface Named {
  readonly family: string;
  readonly tools: readonly string[];
}

/** What the verdict says: the named tool, the tools that tie, or the best near matches. */
function namedBy(verdict: Verdict): Named | null {
  const of = (signatures: readonly { family: string; tool: { id: string } }[]): Named | null => {
    const [first] = signatures;
    if (first === undefined || signatures.some(({ family }) => family !== first.family)) return null;
    return { family: first.family, tools: signatures.map(({ tool }) => tool.id) };
  };
  switch (verdict.kind) {
    case "match":
      return of([verdict.match.signature]);
    case "tie":
      return of(verdict.matches.map(({ signature }) => signature));
    case "near":
      return of(verdict.near.filter(({ score }) => score === verdict.near[0]?.score).map(({ signature }) => signature));
    default:
      return null;
  }
}

/** False where the edits happen to have changed every field the signature requires: then nothing of the tool is left. */
function keepsTrace(strand: StrandView, signature: CompiledSignature): boolean {
  return explainSignature(strand, signature).some(
    ({ key, outcome, required }) => !key.startsWith(":") && required && outcome === "matched",
  );
}

/** Runs of every tool of the paper with the given numbers of edits, named or not. */
function experiment(editsPerRun: readonly number[], rounds: number, seed: number) {
  const random = seededRandom(seed);
  const misses: string[] = [];
  let runs = 0;
  let families = 0;
  let tools = 0;
  // Drafts travel between IPv4 addresses.
  const table = builtinLibrary.signatures.filter(
    ({ definition }) => definition.id.startsWith("paper/") && definition.variant !== "svmap-ipv6",
  );
  for (const signature of table) {
    const { family, tool, id } = signature.definition;
    for (const count of editsPerRun) {
      for (const first of count === 1 ? Object.keys(EDITS) : FURTHER) {
        for (let round = 0; round < rounds; round += 1) {
          const run = draftRun(signature, 12, random);
          const chosen = new Set([first]);
          while (chosen.size < count) chosen.add(FURTHER[Math.floor(random() * FURTHER.length)] as string);
          const applied = [...chosen].filter((name) => (EDITS[name] as Edit)(run, random));
          if (applied.length === 0) continue;
          const strand = strandOf(run.map(writeProbe));
          if (!keepsTrace(strand, signature)) continue;
          const verdict = matchStrand(strand, builtinLibrary);
          const named = namedBy(verdict);
          runs += 1;
          const familyRight = named?.family === family;
          const toolRight = familyRight && (named.tools.includes(tool.id) || named.tools.length > 1);
          if (familyRight) families += 1;
          if (toolRight) tools += 1;
          if (!toolRight)
            misses.push(`${id} ${[...applied].join(" + ")}: ${verdict.kind} ${named?.family} ${named?.tools}`);
        }
      }
    }
  }
  return { runs, families, tools, misses };
}

test("a tool with one edit is told by family always, by tool in at least 90 %", () => {
  const { runs, families, tools, misses } = experiment([1], 3, 1);
  expect(families, misses.join("\n")).toBe(runs);
  expect(tools / runs, misses.join("\n")).toBeGreaterThanOrEqual(0.9);
});

test("a tool with two or three edits is told by family always, by tool in at least 90 %", () => {
  const { runs, families, tools, misses } = experiment([2, 3], 2, 2);
  expect(families, misses.join("\n")).toBe(runs);
  expect(tools / runs, misses.join("\n")).toBeGreaterThanOrEqual(0.9);
});
