import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { VerifiedTargetName, VerifyAnswer } from "../../core/contract/packs.ts";
import { caseIn } from "../builders/case.ts";
import { builtinPack } from "../builders/library.ts";
import { capturePath } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const isInstalled = (program: string) => spawnSync(program, ["--version"]).error === undefined;

function judgedIn(answer: VerifyAnswer): Extract<VerifyAnswer, { kind: "judged" }> {
  if (answer.kind !== "judged") throw new Error(JSON.stringify(answer));
  return answer;
}

test.each<[VerifiedTargetName, string]>([
  ["suricata7", "suricata"],
  ["wireshark", "tshark"],
  ["yara", "yara"],
])(
  "%s: what an installed engine says of examples and of the case, or that it is not there",
  {
    timeout: 120_000,
  },
  async (target, program) => {
    const session = await sessionOn(caseIn(), [SVMAP], true);
    const { verifying } = session.packDesk;
    const signatures = ["paper/1", "paper/5"];
    const ofExamples = await verifying.verify({ signatures, target, over: "examples" });
    if (!isInstalled(program)) {
      expect(ofExamples).toEqual({ kind: "not-installed" });
      return;
    }
    const { engine, complaints, messages, inAll, tools, rows, silent } = judgedIn(ofExamples);
    expect([engine.startsWith(program), complaints, messages]).toEqual([true, [], inAll]);
    expect(tools.map(({ tool }) => tool)).toEqual(signatures);
    expect(rows.map(({ signature, tool }) => [signature, tool])).toEqual(signatures.map((id) => [id, id]));
    expect(rows.map(({ counts }) => counts.map((count) => count > 0))).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(silent).toEqual([0, 0]);
    const ofCase = judgedIn(await verifying.verify({ signatures, target, over: "case" }));
    expect(ofCase.tools.map(({ tool }) => tool)).toEqual(["paper/1"]);
    expect(ofCase.rows[0]?.counts[0]).toBe(ofCase.messages);
    expect(await verifying.verify({ signatures: ["paper/99"], target, over: "case" })).toMatchObject({
      kind: "refused",
    });
  },
);

test.runIf(isInstalled("tshark"))(
  "an engine that runs is ended when it is stopped, and when the case is closed",
  {
    timeout: 120_000,
  },
  async () => {
    const session = await sessionOn(caseIn(), [SVMAP], true);
    const { verifying, exports } = session.packDesk;
    const signatures = builtinPack.signatures.map(({ id }) => id);
    const choice = { signatures, target: "wireshark", over: "examples" } as const;
    const answer = verifying.verify(choice);
    setTimeout(() => verifying.stop(), 300);
    expect(await answer).toEqual({ kind: "stopped" });
    const facts = { id: "own/pack", name: "Ours", packVersion: "1.0.0", licence: "CC0-1.0", authors: ["Ada"] };
    const looked = exports.look({ signatures, target: "wireshark", facts });
    const verified = verifying.verify(choice);
    await session.close();
    expect([await looked, await verified]).toEqual([{ kind: "overtaken" }, { kind: "stopped" }]);
  },
);
