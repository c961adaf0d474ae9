import { expect, test } from "vitest";
import { FileTokens } from "../../electron/main/file-tokens.ts";

test("a token leads to its path, a path to one token, and nothing else leads anywhere", () => {
  const tokens = new FileTokens();
  const token = tokens.tokenOf("/data/a.pcap");
  expect(tokens.tokenOf("/data/a.pcap")).toBe(token);
  expect(tokens.tokenOf("/data/b.pcap")).not.toBe(token);
  expect(token).not.toContain("data");
  expect(tokens.pathOf(token)).toBe("/data/a.pcap");
  expect(tokens.pathOf("/data/a.pcap")).toBeUndefined();
  expect(tokens.pathOf("__proto__")).toBeUndefined();
});
