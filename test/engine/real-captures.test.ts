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
