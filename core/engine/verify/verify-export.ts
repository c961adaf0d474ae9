import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { payloadOfExample } from "../../pack/example-payload.ts";
import type { TargetName } from "../../pack/export/export-pack.ts";
import { type FoundExamples, findExamples } from "../../pack/export/fidelity.ts";
import { ruleName } from "../../pack/export/rule-name.ts";
import { ruleNumbers } from "../../pack/export/rule-number.ts";
import type { SignatureExample, SignatureLibrary } from "../../signature/signature.ts";
import type { EngineAnswer } from "./engine-answer.ts";
import { captureOfDatagrams } from "./example-capture.ts";
import { askSuricata } from "./suricata.ts";
import { askTshark } from "./tshark.ts";
import { askYara } from "./yara.ts";

const run = promisify(execFile);

/** What an installed engine finds with exported rules. */
export interface EngineVerdict {
  /** Its name and version. */
  readonly engine: string;
  /** Its warnings and errors; where it refused the rules, what it said, and nothing is found. */
  readonly complaints: readonly string[];
  readonly rules: readonly ({ readonly signature: string } & FoundExamples)[];
}

interface Engine {
  readonly name: string;
  readonly versionArguments: readonly string[];
  /** Lowest major version that reads the target. */
  readonly from: number;
  /** What it calls the rules of these signatures, in their order. */
  namesOf(ids: readonly string[]): readonly string[];
  ask(rules: string, examples: readonly SignatureExample[], folder: string, signal: AbortSignal): Promise<EngineAnswer>;
}

const SURICATA = {
  name: "suricata",
  versionArguments: ["-V"],
  namesOf: (ids: readonly string[]) => {
    const numbers = ruleNumbers(ids);
    return ids.map((id) => String(numbers.get(id)));
  },
  ask: (rules: string, examples: readonly SignatureExample[], folder: string, signal: AbortSignal) =>
    askSuricata(rules, writeCapture(examples, folder), folder, signal),
};

const ENGINES: Partial<Record<TargetName, Engine>> = {
  suricata7: { ...SURICATA, from: 7 },
  suricata8: { ...SURICATA, from: 8 },
  wireshark: {
    name: "tshark",
    versionArguments: ["--version"],
    from: 4,
    namesOf: (ids) => ids.map((id) => `Ringprint ${id}`),
    ask: (rules, examples, folder, signal) => askTshark(rules, writeCapture(examples, folder), folder, signal),
  },
  yara: {
    name: "yara",
    versionArguments: ["--version"],
    from: 4,
    namesOf: (ids) => ids.map(ruleName),
    ask: (rules, examples, folder, signal) => askYara(rules, examples.map(payloadOfExample), folder, signal),
  },
};

/**
 * What the installed engine of a target finds among all positive examples of a library, by rules that were exported from
 * it; null where the target has no engine, or it is not installed. Rejects where it is aborted.
 */
export async function verifyExport(
  target: TargetName,
  rules: string,
  library: SignatureLibrary,
  signal: AbortSignal,
): Promise<EngineVerdict | null> {
  return withEngine(target, async (engine, name, folder) => ({
    engine: name,
    ...(await verifyWith(engine, rules, library, folder, signal)),
  }));
}

/** What an engine says about messages. */
export interface JudgedMessages {
  readonly engine: string;
  readonly complaints: readonly string[];
  /** Ids of the signatures whose rules spoke, for each message. */
  readonly spoken: readonly (readonly string[])[];
}

/** What the installed engine of a target says about messages, by rules that were exported; null as for `verifyExport`. */
export async function judgeMessages(
  target: TargetName,
  rules: string,
  ids: readonly string[],
  messages: readonly SignatureExample[],
  signal: AbortSignal,
): Promise<JudgedMessages | null> {
  return withEngine(target, async (engine, name, folder) => {
    const answer = await askOf(engine, rules, messages, folder, signal);
    const idOf = new Map(engine.namesOf(ids).map((rule, index) => [rule, ids[index] as string]));
    const spoken = messages.map((_, index) =>
      (answer.spoken.get(index + 1) ?? []).map((rule) => idOf.get(rule) ?? rule),
    );
    return { engine: name, complaints: answer.complaints, spoken };
  });
}

/** Works with the engine of a target in a folder of its own; null where it has none, or none is installed. */
async function withEngine<Value>(
  target: TargetName,
  work: (engine: Engine, name: string, folder: string) => Promise<Value>,
): Promise<Value | null> {
  const engine = ENGINES[target];
  const version = engine === undefined ? null : await versionOf(engine);
  if (engine === undefined || version === null || Number.parseInt(version, 10) < engine.from) return null;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ringprint-verify-"));
  try {
    return await work(engine, `${engine.name} ${version}`, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function verifyWith(
  engine: Engine,
  rules: string,
  library: SignatureLibrary,
  folder: string,
  signal: AbortSignal,
) {
  const ids = library.signatures.map(({ definition }) => definition.id);
  const examples = library.signatures.flatMap(({ definition }) => definition.examples.positive);
  const answer = await askOf(engine, rules, examples, folder, signal);
  const idOf = new Map(engine.namesOf(ids).map((name, index) => [name, ids[index] as string]));
  const place = new Map(examples.map((example, index) => [example, index + 1]));
  const found = findExamples(library, (example) =>
    (answer.spoken.get(place.get(example) as number) ?? []).map((name) => idOf.get(name) ?? name),
  );
  return {
    complaints: answer.complaints,
    rules: ids.map((signature) => ({ signature, ...(found.get(signature) as FoundExamples) })),
  };
}

/** An engine that ends with an error has found nothing, and said why. */
async function askOf(
  engine: Engine,
  rules: string,
  messages: readonly SignatureExample[],
  folder: string,
  signal: AbortSignal,
): Promise<EngineAnswer> {
  try {
    return await engine.ask(rules, messages, folder, signal);
  } catch (error) {
    signal.throwIfAborted();
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
    return { spoken: new Map(), complaints: (stderr || message).trim().split("\n") };
  }
}

async function versionOf({ name, versionArguments }: Engine): Promise<string | null> {
  try {
    const { stdout } = await run(name, [...versionArguments]);
    return /\d+\.\d+(?:\.\d+)?/.exec(stdout)?.[0] ?? null;
  } catch {
    return null;
  }
}

function writeCapture(examples: readonly SignatureExample[], folder: string): string {
  const capture = path.join(folder, "examples.pcap");
  fs.writeFileSync(
    capture,
    captureOfDatagrams(examples.map((example) => ({ ...example, payload: payloadOfExample(example) }))),
  );
  return capture;
}
