import { describe, expect, test } from "vitest";
import { RAW_LANGUAGE } from "../../../core/pack/rule/packet-rule.ts";
import { readRuleMessage } from "../../../core/pack/rule/rule-message.ts";

const START = "OPTIONS sip:a@b SIP/2.0\r\n";

test("a folded line is no header, as no rule takes it for one", () => {
  const message = readRuleMessage(`${START}Subject: a\r\n User-Agent: b\r\nVia \t: c \r\n\r\n`, RAW_LANGUAGE);
  const named = ["subject", "user-agent", "via"].map(
    (name) => message?.headers.find((header) => header.name === name)?.value,
  );
  expect(named).toEqual(["a", undefined, "c"]);
});

describe("a large message is read in time that grows as it does", () => {
  const RUN = 60_000;
  test.each([
    ["blanks in a value", " "],
    ["NUL bytes in a value", "\0"],
    ["a long line", "a"],
  ])("%s", (_name, byte) => {
    const payload = `${START}X: a${byte.repeat(RUN)}b\r\n\r\n`;
    const startedAt = performance.now();
    for (const seesEnd of [true, false]) {
      const value = readRuleMessage(payload, { ...RAW_LANGUAGE, seesEnd })?.headers[0]?.value;
      expect(value?.length).toBe(RUN + 2);
    }
    // Without it: several seconds.
    expect(performance.now() - startedAt).toBeLessThan(300);
  });
});
