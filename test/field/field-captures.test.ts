import { expect, test } from "vitest";
import type { ReportStrand } from "../../core/report/report.ts";
import { analyseFiles, capturePath, capturesIn } from "../builders/program.ts";

/** Name, requests, responses, strands in order of method, and the strategy of the one flow. */
type Row = readonly [string, number, number, readonly string[], string];

/** What tshark counts in each capture of `field/`, and what the tool that was run is called. */
const CAPTURES: readonly Row[] = [
  ["svmap-0.3.3-register", 64, 0, ["REGISTER paper/1 svmap-register"], "sequential"],
  ["svmap-0.3.3-compact-options", 64, 4, ["OPTIONS extra/sipvicious-compact compact"], "sequential"],
  ["svmap-0.3.3-compact-register", 64, 0, ["REGISTER extra/sipvicious-compact compact"], "sequential"],
  ["svmap-0.3.3-compact-invite", 40, 0, ["INVITE extra/sipvicious-compact compact"], "undetermined"],
  ["svmap-0.3.3-external-ip", 64, 0, ["OPTIONS paper/1 base"], "sequential"],
  ["svmap-0.3.3-first-7", 7, 0, ["OPTIONS paper/1 base"], "undetermined"],
  ["svmap-0.3.3-fromname-amoot", 64, 0, ["OPTIONS paper/4 AmooT"], "sequential"],
  ["svmap-0.3.3-fromname-eyebeam", 64, 0, ["OPTIONS like paper/1: from, to"], "sequential"],
  ["svmap-0.3.3-extension-2001", 64, 0, ["OPTIONS like paper/1: :uri, contact"], "sequential"],
  ["svmap-0.3.3-ipv6", 1, 0, ["OPTIONS paper/1 svmap-ipv6"], "single-target"],
  ["svmap-0.3.3-ports-5060-5062", 32, 0, ["OPTIONS paper/1 base"], "undetermined"],
  ["svmap-0.3.3-two-at-once", 200, 0, ["OPTIONS paper/1 base", "OPTIONS paper/1 base"], "sequential"],
  ["svwar-0.3.3-ipv6", 7, 7, ["REGISTER extra/sipvicious-svwar svwar"], "single-target"],
  ["svwar-0.3.3-options", 40, 40, ["OPTIONS extra/sipvicious-svwar svwar"], "single-target"],
  ["svwar-0.3.3-padded", 30, 30, ["REGISTER extra/sipvicious-svwar svwar"], "single-target"],
  [
    "svcrack-0.3.3-register",
    40,
    40,
    ["REGISTER extra/sipvicious-svcrack svcrack", "REGISTER extra/sipvicious-svcrack svcrack"],
    "single-target",
  ],
  [
    "svcrack-0.3.3-word-list",
    11,
    11,
    ["REGISTER extra/sipvicious-svcrack svcrack", "REGISTER extra/sipvicious-svcrack svcrack"],
    "single-target",
  ],
  ["nmap-7.93-silent-hosts", 64, 0, ["OPTIONS paper/5 base"], "sequential"],
  ["nmap-7.93-all-probes", 1, 0, ["OPTIONS paper/5 base"], "single-target"],
  ["nmap-7.93-sip-methods", 8, 8, ["OPTIONS extra/nmap-nse nse"], "undetermined"],
  ["nmap-7.93-sip-enum-users", 42, 42, ["REGISTER extra/nmap-nse nse"], "single-target"],
  ["nmap-7.93-sip-brute", 8, 8, ["REGISTER extra/nmap-nse nse", "REGISTER extra/nmap-nse nse"], "single-target"],
  ["sipsak-0.9.8.1-options", 40, 0, ["OPTIONS extra/sipsak base"], "undetermined"],
  ["sipp-3.6.1-uac-unanswered", 30, 0, ["INVITE extra/sipp-uac uac"], "single-target"],
  ["sipp-3.6.1-regexp", 30, 30, ["ACK extra/sipp-uac uac", "INVITE extra/sipp-uac uac"], "single-target"],
  ["zmap-2.1.1-template-22", 200, 0, ["OPTIONS paper/10 random user"], "random"],
  ["masscan-1.3.2-port-range", 200, 0, ["OPTIONS paper/14 masscan-1.3.2"], "random"],
  ["masscan-1.3.2-three-ports", 65, 0, ["OPTIONS paper/14 masscan-1.3.2"], "random"],
  [
    "svwar-0.3.3-invite-acknowledged",
    60,
    30,
    ["ACK extra/sipvicious-svwar svwar-ack", "INVITE extra/sipvicious-svwar svwar"],
    "single-target",
  ],
  ["svwar-0.3.3-word-list", 11, 11, ["REGISTER extra/sipvicious-svwar svwar"], "single-target"],
  ["svwar-0.3.3-domain", 30, 30, ["REGISTER extra/sipvicious-svwar svwar-domain"], "single-target"],
  ["svwar-0.3.3-compact", 30, 30, ["REGISTER extra/sipvicious-svwar svwar-compact"], "single-target"],
  [
    "svcrack-0.3.3-invite",
    30,
    30,
    ["INVITE extra/sipvicious-svcrack svcrack", "INVITE extra/sipvicious-svcrack svcrack"],
    "single-target",
  ],
  [
    "svcrack-0.3.3-domain",
    30,
    30,
    ["REGISTER extra/sipvicious-svcrack svcrack", "REGISTER extra/sipvicious-svcrack svcrack"],
    "single-target",
  ],
  [
    "svcrack-0.3.3-compact",
    30,
    30,
    ["REGISTER extra/sipvicious-svcrack svcrack-compact", "REGISTER extra/sipvicious-svcrack svcrack-compact"],
    "single-target",
  ],
  ["nmap-7.93-sip-call-spoof", 1, 1, ["INVITE extra/nmap-nse nse-other-agent"], "single-target"],
  ["sipsak-0.9.8.1-flood", 40, 0, ["OPTIONS extra/sipsak flood or usrloc mode"], "single-target"],
  ["sipsak-0.9.8.1-usrloc", 5, 5, ["REGISTER extra/sipsak flood or usrloc mode"], "single-target"],
  [
    "sipsak-0.9.8.1-usrloc-garbled",
    30,
    30,
    ["REGISTER extra/sipsak flood or usrloc mode", "REGISTER extra/sipsak flood or usrloc mode"],
    "single-target",
  ],
  [
    "sipp-3.6.1-branchc",
    31,
    41,
    [
      "ACK extra/sipp-uac other scenario",
      "BYE extra/sipp-uac other scenario",
      "INVITE extra/sipp-uac other scenario",
      "REGISTER extra/sipp-uac other scenario",
    ],
    "single-target",
  ],
];

/** Method with tool and variant; or what the strand is most like and in which keys it differs. */
function describeStrand({ method, tool, near }: ReportStrand): string {
  if (tool !== null) return `${method} ${tool.id} ${tool.variant}`;
  const [best] = near;
  return best === undefined ? `${method} unlike any` : `${method} like ${best.signature}: ${best.differs.join(", ")}`;
}

test.each(CAPTURES)(
  "%s: counts, tools and strategy are those of the run",
  async (name, requests, responses, strands, strategy) => {
    const { report, ending } = await analyseFiles([capturePath(`field/${name}.pcap`)]);
    expect(ending).toBe("complete");
    expect(report.totals.classes).toMatchObject({ sipRequest: requests, sipResponse: responses });
    expect(report.strands.map(describeStrand).sort()).toEqual(strands);
    expect(report.flows.map((flow) => flow.strategy.class)).toEqual([strategy]);
  },
);

test("every capture of the folder is in the table", () => {
  const names = capturesIn("field").map((file) => file.split("/").at(-1)?.replace(".pcap", ""));
  expect(names.sort()).toEqual(CAPTURES.map(([name]) => name).sort());
});

test("one tool has one fingerprint, whatever its source, targets and answers", async () => {
  const svmap = [
    "field/svmap-0.3.3-two-at-once",
    "field/svmap-0.3.3-ports-5060-5062",
    "tools/svmap-0.3.3-options-sequential",
  ];
  const { report } = await analyseFiles(svmap.map((name) => capturePath(`${name}.pcap`)));
  expect(report.totals.sources).toBe(svmap.length);
  expect(report.fingerprints.map(({ id }) => id)).toEqual(["sipfp1:opt12_665c37c4769b_578bcc92"]);
  for (const tool of ["nmap-7.93-s", "masscan-1.3.2", "zmap-2.1.1"]) {
    const runs = [...capturesIn("field"), ...capturesIn("tools")].filter(
      (file) => file.includes(tool) && !file.includes("nmap-7.93-sip"),
    );
    const all = await analyseFiles(runs);
    expect(all.report.totals.sources).toBe(runs.length);
    expect(all.report.fingerprints).toHaveLength(1);
  }
});
