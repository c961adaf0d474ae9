import { expect, test } from "vitest";
import { formatPrefix } from "../../core/behaviour/telescope.ts";
import { DEFAULT_RULES, ruleTextsSchema } from "../../core/contract/rule-texts.ts";
import { nanoseconds, readFlowTimeout, readPorts, readRules, readTelescope } from "../../core/flow/rule-texts.ts";

test.each([
  ["5060", [5060]],
  ["5061, 5060,5060", [5060, 5061]],
  ["1,65535", [1, 65_535]],
])("ports %j", (text, ports) => {
  const read = readPorts(text);
  expect(read.ok && read.value !== "any" && [...read.value].sort((a, b) => a - b)).toEqual(ports);
});

test("any port", () => expect(readPorts(" any ")).toEqual({ ok: true, value: "any" }));

test.each(["", "0", "65536", "5060,", "any,5060", "5060-5070", "sip"])("no ports: %j", (text) => {
  expect(readPorts(text)).toEqual({
    ok: false,
    message: `"${text}" is neither "any" nor a list of ports such as 5060,5061.`,
  });
});

test.each([
  ["20m", 1200],
  ["90", 90],
  ["1.5h", 5400],
  ["1d", 86_400],
  ["0.000000001s", 1e-9],
])("timeout %j", (text, value) => expect(readFlowTimeout(text)).toEqual({ ok: true, value }));

test.each(["", "0", "-1m", "20 min", "1w", "1e3"])("no timeout: %j", (text) => {
  expect(readFlowTimeout(text)).toEqual({
    ok: false,
    message: `"${text}" is no time above zero such as 20m, 90s or 1h.`,
  });
});

test("a timeout is whole nanoseconds", () => expect(nanoseconds(1200)).toBe(1_200_000_000_000n));

test("prefixes stand with commas, blanks or line ends between them", () => {
  const read = readTelescope(" 192.0.2.0/24,198.51.100.7\n2001:db8::/32 ");
  expect(read.ok && read.value.map(formatPrefix)).toEqual(["192.0.2.0/24", "198.51.100.7/32", "2001:db8::/32"]);
});

test("each text that is no rule is told by itself", () => {
  const read = readRules({ ports: "x", flowTimeout: "x", tunnels: true, telescope: "192.0.2.1/24" });
  expect(read).toEqual({
    ok: false,
    faults: {
      ports: '"x" is neither "any" nor a list of ports such as 5060,5061.',
      flowTimeout: '"x" is no time above zero such as 20m, 90s or 1h.',
      telescope: '"192.0.2.1/24" has bits set behind its length; the block is 192.0.2.0/24.',
    },
  });
});

test("the default rules are those of the paper, with tunnels opened and the telescope inferred", () => {
  expect(readRules(ruleTextsSchema.parse(DEFAULT_RULES))).toEqual({
    ok: true,
    rules: { ports: new Set([5060]), flowTimeoutSeconds: 1200, tunnels: true, telescope: null },
  });
});
