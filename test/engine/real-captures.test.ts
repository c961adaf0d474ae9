import { expect, test } from "vitest";
import { analyseFiles, capturePath, capturesIn } from "../builders/program.ts";

/** Counts and tools of the captures of real scanners, as their manifest states them. */
const TOOLS: readonly (readonly [string, Facts])[] = [
  [
    "nmap-7.93-sUsV-sip-probe",
    { packets: 128, requests: 64, responses: 0, verdicts: ["paper/5 base"], strategy: "random" },
  ],
  [
    "sipp-3.6.1-uac-calls",
    {
      packets: 60,
      requests: 36,
      responses: 24,
      verdicts: ["extra/sipp-uac uac", "extra/sipp-uac uac", "extra/sipp-uac uac"],
      strategy: "single-target",
    },
  ],
  [
    "sipsak-0.9.8-options-with-responses",
    { packets: 30, requests: 15, responses: 15, verdicts: ["extra/sipsak base"], strategy: "single-target" },
  ],
  [
    "svmap-0.3.3-invite-randomize",
    { packets: 256, requests: 256, responses: 0, verdicts: ["paper/1 svmap-invite"], strategy: "random" },
  ],
  [
    "svmap-0.3.3-options-cooked-v1",
    { packets: 64, requests: 64, responses: 0, verdicts: ["paper/1 base"], strategy: "sequential" },
  ],
  [
    "svmap-0.3.3-options-cooked-v2",
    { packets: 63, requests: 63, responses: 0, verdicts: ["paper/1 base"], strategy: "undetermined" },
  ],
  [
    "svmap-0.3.3-options-sequential",
    { packets: 256, requests: 256, responses: 0, verdicts: ["paper/1 base"], strategy: "sequential" },
  ],
  [
    "svmap-0.3.3-options-snaplen160",
    { packets: 64, requests: 64, responses: 0, verdicts: ["cut"], strategy: "sequential" },
  ],
  [
    "svmap-0.3.3-options-with-icmp",
    { packets: 128, requests: 64, responses: 0, verdicts: ["paper/1 base"], strategy: "sequential" },
  ],
  [
    "svwar-0.3.3-register-with-responses",
    {
      packets: 124,
      requests: 62,
      responses: 62,
      verdicts: ["extra/sipvicious-svwar svwar"],
      strategy: "single-target",
    },
  ],
  [
    "zmap-2.1.1-sip-options-template",
    { packets: 256, requests: 256, responses: 0, verdicts: ["paper/10 random user"], strategy: "random" },
  ],
];

interface Facts {
  readonly packets: number;
  readonly requests: number;
  readonly responses: number;
  /** Tool and variant of each strand, or the kind of verdict where none is named. */
  readonly verdicts: readonly string[];
  readonly strategy: string;
}

test.each(TOOLS)("%s gives the counts and the tool of its manifest", async (name, facts) => {
  const { report, ending } = await analyseFiles([capturePath(`tools/${name}.pcap`)]);
  expect(ending).toBe("complete");
  expect(report.totals.packets).toBe(facts.packets);
  expect(report.totals.classes.sipRequest).toBe(facts.requests);
  expect(report.totals.classes.sipResponse).toBe(facts.responses);
  expect(report.totals.sources).toBe(1);
  expect(report.strands.map(({ tool, verdict }) => (tool === null ? verdict : `${tool.id} ${tool.variant}`))).toEqual(
    facts.verdicts,
  );
  expect(report.flows.map((flow) => flow.strategy.class)).toEqual([facts.strategy]);
});

/**
 * Class, number and the one source port as the manifest states them; TTL, and the class of IP-IDs as tshark shows them:
 * Linux counts them for each destination, from a random start, and ZMap of that age always says 54321.
 */
const SENDERS: readonly (readonly [string, string, number, number | null, number, string])[] = [
  ["nmap-7.93-sUsV-sip-probe", "per-packet", 64, null, 64, "random"],
  ["sipp-3.6.1-uac-calls", "fixed", 1, 5066, 64, "counter"],
  ["sipsak-0.9.8-options-with-responses", "per-packet", 15, null, 64, "random"],
  ["svmap-0.3.3-invite-randomize", "fixed", 1, 5060, 64, "per-destination"],
  ["svmap-0.3.3-options-cooked-v1", "fixed", 1, 5060, 64, "random"],
  ["svmap-0.3.3-options-cooked-v2", "fixed", 1, 5060, 64, "random"],
  ["svmap-0.3.3-options-sequential", "fixed", 1, 5060, 64, "random"],
  ["svmap-0.3.3-options-snaplen160", "fixed", 1, 5060, 64, "random"],
  ["svmap-0.3.3-options-with-icmp", "fixed", 1, 5060, 64, "random"],
  ["svwar-0.3.3-register-with-responses", "fixed", 1, 5061, 64, "counter"],
  ["zmap-2.1.1-sip-options-template", "per-packet", 255, null, 255, "constant"],
];

test.each(SENDERS)(
  "%s has the source ports, TTL and IP-IDs of its run",
  async (name, ports, distinct, port, ttl, ids) => {
    const { report } = await analyseFiles([capturePath(`tools/${name}.pcap`)]);
    const [flow] = report.flows;
    expect(flow?.sourcePort).toMatchObject({ class: ports, distinct });
    if (port !== null) {
      expect(flow?.sourcePort).toMatchObject({
        first: port,
        ladderStep: port - 5060,
        evidence: { ladderPorts: [port] },
      });
    }
    expect(flow?.ttl).toEqual({ min: ttl, max: ttl, likelyInitial: ttl });
    expect(flow?.ipId).toMatchObject({ class: ids, value: ids === "constant" ? 54_321 : null });
  },
);

test("every capture of tools/ is in both tables", () => {
  const names = capturesIn("tools").map((file) => file.split("/").at(-1)?.replace(".pcap", ""));
  expect(TOOLS.map(([name]) => name).sort()).toEqual(names.sort());
  expect(SENDERS.map(([name]) => name).sort()).toEqual(names);
});

test("a scan cut by the snap length stays unknown, but is compatible with svmap", async () => {
  const { report } = await analyseFiles([capturePath("tools/svmap-0.3.3-options-snaplen160.pcap")]);
  const [strand] = report.strands;
  expect(strand?.tool).toBeNull();
  expect(strand?.compatible).toContain("paper/1");
  expect(strand?.compatible).not.toContain("paper/5");
});

test("svwar's tag gives away the extension, svmap's the target", async () => {
  const traits = async (name: string) =>
    (await analyseFiles([capturePath(`tools/${name}.pcap`)])).report.strands[0]?.traits;
  expect(await traits("svwar-0.3.3-register-with-responses")).toContain("sipvicious-tag-names-extension");
  expect(await traits("svmap-0.3.3-options-sequential")).toContain("sipvicious-tag-names-target");
});

/** All hold the first packets of one svmap scan: two sections hold them twice, simple packet blocks half of them. */
const packetsOf = (file: string) => (/128/.test(file) ? 128 : /svmap32/.test(file) ? 32 : 64);

test.each(capturesIn("formats").map((file) => [file.split("/").at(-1) as string, file]))(
  "%s holds the svmap scan, whatever the container",
  async (_name, file) => {
    const { report, ending } = await analyseFiles([file]);
    expect(ending).toBe("complete");
    const packets = packetsOf(file);
    expect(report.totals).toMatchObject({ packets, sources: 1, classes: { sipRequest: packets } });
    expect(report.sources[0]?.address).toBe("127.110.0.1");
    expect(report.strands).toMatchObject([
      { fingerprint: "sipfp1:opt12_665c37c4769b_578bcc92", tool: { id: "paper/1" }, grade: "stable" },
    ]);
  },
);

test("ordinary phones and servers get none of the 21 numbers, nor any tool", async () => {
  const { report } = await analyseFiles(capturesIn("public"));
  expect(report.totals.classes.sipRequest).toBeGreaterThan(100);
  expect(report.tools).toEqual([]);
});
