import type { VerifiedTargetName } from "../../contract/packs.ts";
import type { Endpoints } from "../../fingerprint/endpoints.ts";
import { formatAddress } from "../../net/address.ts";
import { type Confusion, confusionOf } from "../../pack/export/confusion.ts";
import { exportPack } from "../../pack/export/export-pack.ts";
import type { ReadyPack } from "../../pack/export/rule-revisions.ts";
import type { SignatureExample, SignatureLibrary } from "../../signature/signature.ts";
import type { StrandMessages } from "../case/messages-of-case.ts";
import { judgeMessages } from "./verify-export.ts";

/** A message that engines judge, and the tool it is of. */
export interface NamedMessage {
  readonly tool: string | null;
  readonly message: SignatureExample;
}

/** What the engine of a target says about messages, signature by tool. */
export interface VerifiedTarget {
  readonly target: string;
  readonly engine: string;
  readonly complaints: readonly string[];
  readonly confusion: Confusion;
}

/** Has the installed engine of a target judge messages by the rules of a pack; null: none is installed. Rejects where it is aborted. */
export async function verifyTarget(
  { pack, library }: ReadyPack,
  target: VerifiedTargetName,
  messages: readonly NamedMessage[],
  signal: AbortSignal,
): Promise<VerifiedTarget | null> {
  const judged = await judgeMessages(
    target,
    exportPack(pack, library, target).text,
    library.signatures.map(({ definition }) => definition.id),
    messages.map(({ message }) => message),
    signal,
  );
  if (judged === null) return null;
  const { engine, complaints, spoken } = judged;
  const confusion = confusionOf(messages.map(({ tool }, index) => ({ tool, spoken: spoken[index] ?? [] })));
  return { target, engine, complaints, confusion };
}

/** The positive examples of a library. */
export function namedExamples({ signatures }: SignatureLibrary): NamedMessage[] {
  return signatures.flatMap(({ definition }) =>
    definition.examples.positive.map((message) => ({ tool: definition.tool.id, message })),
  );
}

/** The messages kept of a strand. */
export function namedMessages({ signature, messages }: StrandMessages): NamedMessage[] {
  const tool = signature?.tool.id ?? null;
  return messages.map(({ payload, endpoints }) => ({ tool, message: messageOf(payload, endpoints) }));
}

function messageOf(payload: string, { source, destination, ...ports }: Endpoints): SignatureExample {
  return {
    message: [payload],
    lineEnd: "crlf",
    source: formatAddress(source),
    destination: formatAddress(destination),
    ...ports,
  };
}
