import { expect, test } from "vitest";
import { addToSource, emptySource } from "../../core/flow/source-state.ts";
import { countNumbers, reportDialled } from "../../core/report/dialled-report.ts";
import { type JudgedFlow, judgeFlow } from "../../core/report/flow-report.ts";
import { numbersOf } from "../../core/report/numbers.ts";
import { builtinLibrary } from "../builders/library.ts";
import { addressOf, observedRequest } from "../builders/observed-request.ts";

/** Users of request URI and of From. */
type Call = readonly [called: string, caller: string];

/** The flow of a source that sends these INVITEs. */
function flowOf(address: string, calls: readonly Call[]): JudgedFlow {
  const source = emptySource();
  for (const [index, [called, caller]] of calls.entries()) {
    const text = `INVITE sip:${called}@192.0.2.1 SIP/2.0\r\nTo: <sip:${called}@192.0.2.1>\r\nFrom: <sip:${caller}@192.0.2.1>\r\n\r\n`;
    const endpoints = { source: address, destination: "192.0.2.1", sourcePort: 5060, destinationPort: 5060 };
    addToSource(source, observedRequest({ text, ...endpoints }, index + 1), 1_200_000_000_000n);
  }
  const [flow] = source.flows;
  if (flow === undefined) throw new Error("no flow");
  return judgeFlow(addressOf(address), flow, [], builtinLibrary, "default");
}

const SWEDEN = "+46441408560";

test("packets and sources are those of the number, whatever was dialled before it", () => {
  const flows = [
    flowOf("198.51.100.1", [
      ["01146441408560", "100"],
      ["01146441408560", "100"],
      ["90046441408560", "100"],
      // Nobody knows this prefix; the number behind it is the same.
      ["55546441408560", "100"],
    ]),
    flowOf("198.51.100.2", [["+46441408560", "0012025550123"]]),
    flowOf("198.51.100.3", [["100", "46441408560"]]),
    flowOf("198.51.100.4", [["5551234567", "100"]]),
  ];
  expect(reportDialled(flows)).toEqual({
    numbers: [
      {
        number: "+12025550123",
        country: "US",
        packets: 1,
        called: 0,
        sources: 1,
        forms: [{ form: "0012025550123", prefix: "00", packets: 1 }],
      },
      {
        number: SWEDEN,
        country: "SE",
        packets: 6,
        called: 5,
        sources: 3,
        forms: [
          { form: "01146441408560", prefix: "011", packets: 2 },
          { form: "+46441408560", prefix: "+", packets: 1 },
          { form: "46441408560", prefix: "", packets: 1 },
          { form: "55546441408560", prefix: "555", packets: 1 },
          { form: "90046441408560", prefix: "900", packets: 1 },
        ],
      },
      {
        number: "5551234567",
        country: null,
        packets: 1,
        called: 1,
        sources: 1,
        forms: [{ form: "5551234567", prefix: null, packets: 1 }],
      },
    ],
    totals: { numbers: 3, packets: 8, leftOutPackets: 0 },
  });
});

test("a number of fewer than ten digits is one number behind all its prefixes", () => {
  // Ascension: country code 247 and five digits.
  const report = reportDialled([
    flowOf("198.51.100.1", [
      ["24762889", "100"],
      ["+24762889", "100"],
      ["0024762889", "100"],
    ]),
    flowOf("198.51.100.2", [["01124762889", "100"]]),
  ]);
  expect(report.numbers).toMatchObject([{ number: "+24762889", country: "AC", packets: 4, called: 4, sources: 2 }]);
  expect(report.numbers[0]?.forms.map(({ prefix }) => prefix)).toEqual(["+", "00", "011", ""]);
});

test("of too many numbers those with most packets are listed, and what is left out is counted", () => {
  const flows = [
    flowOf("198.51.100.1", [
      ["0046441408560", "100"],
      ["0046441408560", "100"],
    ]),
    flowOf("198.51.100.2", [
      ["00442071838750", "100"],
      ["00442071838751", "100"],
    ]),
  ];
  const report = reportDialled(flows, 2);
  expect(report.numbers.map(({ number }) => number)).toEqual(["+442071838750", SWEDEN]);
  expect(report.totals).toEqual({ numbers: 2, packets: 4, leftOutPackets: 1 });
  const flood = Array.from({ length: 300 }, (_, index): Call => [`00${442071830000 + index}`, "100"]);
  const { numbers, totals } = reportDialled([flowOf("198.51.100.1", flood)]);
  expect([numbers.length, totals]).toEqual([256, { numbers: 256, packets: 300, leftOutPackets: 44 }]);
});

test("countries add up their numbers; flows and sources count once for a number with several ends", () => {
  const flows = [
    flowOf("198.51.100.1", [
      // Two numbers of Ascension, of which one has two ends: 24762889 and 0024762889.
      ["24762889", "24762000"],
      ["0024762889", "100"],
    ]),
    flowOf("198.51.100.2", [
      ["0024762889", "100"],
      ["5551234567", "100"],
    ]),
  ];
  const { numbers, countries, totals } = numbersOf(countNumbers(flows));
  expect(numbers.map(({ number, packets, sources, flows }) => [number, packets, sources, flows])).toEqual([
    ["+24762889", 3, 2, 2],
    ["+24762000", 1, 1, 1],
    ["5551234567", 1, 1, 1],
  ]);
  expect(numbers[0]?.tails).toEqual(["0024762889", "24762889"]);
  expect(countries).toEqual([
    { country: "AC", numbers: 2, called: 3, packets: 4 },
    { country: null, numbers: 1, called: 1, packets: 1 },
  ]);
  expect(totals).toEqual({ numbers: 3, packets: 5, leftOutPackets: 0 });
});
