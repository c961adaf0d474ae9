import type { VerifyAnswer, VerifyChoice } from "../contract/packs.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import { messagesOfCase } from "./case/messages-of-case.ts";
import type { ExportedFrom } from "./export-desk.ts";
import { inSlices } from "./in-slices.ts";
import { packOfCase } from "./pack-of-case.ts";
import { unlessAborted } from "./prepared-export.ts";
import { type NamedMessage, namedExamples, namedMessages, verifyTarget } from "./verify/verified-target.ts";

/** Most messages an engine is given: each is a packet of a capture, or a file. */
const MOST_JUDGED = 50_000;

/** Messages to judge, and how many there are. */
interface JudgedMessages {
  readonly messages: readonly NamedMessage[];
  readonly inAll: number;
}

/** Has installed engines judge rules of the signatures of a case; one at a time. */
export class VerifyDesk {
  private readonly desk: ExportedFrom;
  private running: AbortController | null = null;

  constructor(desk: ExportedFrom) {
    this.desk = desk;
  }

  /** What the engine of a target says; what was asked before is stopped. */
  async verify({ signatures, target, over }: VerifyChoice): Promise<VerifyAnswer> {
    if (!this.desk.isStill()) return { kind: "reading" };
    this.stop();
    const made = packOfCase(this.desk.packs, this.desk.signatures().written, signatures, {});
    if ("kind" in made) return made;
    const stop = new AbortController();
    this.running = stop;
    const { signal } = stop;
    const judged = over === "examples" ? examplesOf(made.library) : await this.kept(made.library, signal);
    const verified = await unlessAborted(verifyTarget(made, target, judged.messages, signal), signal);
    if (signal.aborted || verified === undefined) return { kind: "stopped" };
    if (verified === null) return { kind: "not-installed" };
    const { engine, complaints, confusion } = verified;
    const { tools, rows, silent } = confusion;
    const toolOf = new Map(made.pack.signatures.map(({ id, tool }) => [id, tool.id]));
    return {
      kind: "judged",
      engine,
      complaints: [...complaints],
      messages: judged.messages.length,
      inAll: judged.inAll,
      tools: tools.map((tool) => ({ ...tool })),
      rows: rows.map(({ signature, counts }) => ({
        signature,
        tool: toolOf.get(signature) ?? "",
        counts: [...counts],
      })),
      silent: [...silent],
    };
  }

  /** Ends the engine that is running. */
  stop(): void {
    this.running?.abort();
    this.running = null;
  }

  /** The messages kept in the case, the first of them where they are too many. */
  private async kept(library: SignatureLibrary, signal: AbortSignal): Promise<JudgedMessages> {
    const { opened, rules } = this.desk;
    const isWanted = () => !signal.aborted;
    const messages: NamedMessage[] = [];
    let inAll = 0;
    await inSlices(
      messagesOfCase(opened, rules, library, isWanted),
      (strand) => {
        const named = namedMessages(strand);
        inAll += named.length;
        messages.push(...named.slice(0, MOST_JUDGED - messages.length));
      },
      isWanted,
    );
    return { messages, inAll };
  }
}

function examplesOf(library: SignatureLibrary): JudgedMessages {
  const messages = namedExamples(library);
  return { messages, inAll: messages.length };
}
