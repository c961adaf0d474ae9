import { expect, test } from "vitest";
import { describeBlindSpeed, describeExtrapolation, describeTelescope } from "../../../renderer/ui/telescope-words.ts";

const TELESCOPE = {
  prefixes: ["192.0.2.0/24"],
  prefixCount: 1,
  inferred: true,
  addresses: 256,
  blindSpeedPps: 13_981,
  flowTimeoutSeconds: 1200,
};
const NO_ANSWER = { reason: "not-random", factor: null, ratePps: null, ratePpsInterval: null } as const;

test("where nothing can be said, the reason and the local rate", () => {
  expect(describeExtrapolation(NO_ANSWER, 12)).toBe(
    "Not applicable: only a random order tells of addresses outside the telescope. The local rate is 12.0 packets a second.",
  );
  expect(describeExtrapolation({ ...NO_ANSWER, reason: "no-time-passed" }, null)).toBe(
    "Not applicable: no time passed between the packets. The local rate is unknown.",
  );
});

test("a rate comes with its interval and its factor, and with doubt where no line carries it", () => {
  const answer = { reason: null, factor: 65_536, ratePps: 655.36, ratePpsInterval: [600, 710] } as const;
  const plain = "655 packets a second, 600 to 710 with 95 % confidence: the local rate times 65\u202f536.";
  expect(describeExtrapolation(answer, 0.01)).toBe(plain);
  expect(describeExtrapolation({ ...answer, ratePps: 1e12 }, 0.01)).toContain("it hardly scans all of IPv4");
});

test("a guess is called one, and a long list is cut", () => {
  expect(describeTelescope(TELESCOPE)).toBe(
    "Inferred from the destinations, not given: 192.0.2.0/24, 256 IPv4 addresses.",
  );
  expect(describeTelescope({ ...TELESCOPE, inferred: false, prefixCount: 1201 })).toBe(
    "As given: 192.0.2.0/24 and 1,200 more, 256 IPv4 addresses.",
  );
  expect(describeTelescope({ ...TELESCOPE, prefixes: ["2001:db8::/32"], addresses: 0 })).toBe(
    "Inferred from the destinations, not given: 2001:db8::/32.",
  );
  expect(describeTelescope({ ...TELESCOPE, prefixes: [], prefixCount: 0, addresses: 0 })).toContain("Unknown");
});

test("the blind speed says what it means; its shares are those of exponential gaps", () => {
  const words = describeBlindSpeed(TELESCOPE);
  expect(words).toContain("13\u202f981 packets a second over all of IPv4");
  for (const times of [1, 3, 0.5]) expect(words).toContain(` ${Math.round(100 * Math.exp(-times))} %`);
  expect(describeBlindSpeed({ ...TELESCOPE, addresses: 0, blindSpeedPps: null })).toContain("Not applicable");
});
