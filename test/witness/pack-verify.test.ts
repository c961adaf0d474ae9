import path from "node:path";
import { expect, inject, test } from "vitest";
import { runProgram, temporaryFolder } from "../builders/program.ts";

const missing = inject("tsharkMissing");

test.skipIf(missing !== "")("tshark speaks of the examples of each tool by the rule of that tool alone", () => {
  const pack = path.join(temporaryFolder(), "two.ringpack");
  const only = ["--only", "paper/5", "--only", "paper/10"];
  expect(runProgram(["pack", "build", "builtin", ...only, "--out", pack]).status).toBe(0);
  const { stdout, stderr } = runProgram(["pack", "verify", pack, "--format", "json"]);
  expect(stderr).not.toContain("wireshark: not run");
  const verdicts: {
    target: string;
    confusion: { tools: { tool: string; messages: number }[]; rows: unknown; silent: number[] };
  }[] = JSON.parse(stdout);
  const wireshark = verdicts.find(({ target }) => target === "wireshark");
  if (wireshark === undefined) throw new Error(stdout);
  const { tools, rows, silent } = wireshark.confusion;
  const messages = (tool: string) => tools.find((counted) => counted.tool === tool)?.messages ?? 0;
  expect([messages("paper/5") > 0, messages("paper/10") > 0, silent]).toEqual([true, true, [0, 0]]);
  expect(rows).toEqual([
    { signature: "paper/10", counts: [messages("paper/10"), 0] },
    { signature: "paper/5", counts: [0, messages("paper/5")] },
  ]);
});
