import fs from "node:fs";
import path from "node:path";
import { HtmlValidate } from "html-validate";
import { expect, test } from "vitest";
import { loadPaperFacts } from "../../core/engine/load-paper-facts.ts";
import { captureOfDatagrams } from "../../core/engine/verify/example-capture.ts";
import { HOSTILE_VALUES } from "../builders/hostile-values.ts";
import { ROOT, runProgram, temporaryFolder } from "../builders/program.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const NETWORKS = path.join(ROOT, "resources/samples/telescope-sample-networks.csv");
/** As `sample-facts.json` tells. */
const TELESCOPE = "192.0.2.128/25,198.51.100.0/24,203.0.113.0/24,2001:db8:5060::/64";

const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard", "html-validate:a11y"] });

/** Nothing a validator says of a page. */
async function expectValid(html: string): Promise<void> {
  const { results } = await validator.validateString(html);
  const said = results.flatMap(({ messages }) =>
    messages.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`),
  );
  expect(said).toEqual([]);
}

/** Nothing in a page that runs, is fetched, or leads out of it. */
function expectSelfContained(html: string): void {
  expect(html).not.toMatch(/<(?:script|img|iframe|object|embed|link|base|form|image|use|foreignObject)\b/i);
  expect(html).not.toMatch(/<[^>]*\s(?:on\w+|src|srcset|xlink:href|action|style)=/i);
  expect([...html.matchAll(/<[^>]*\shref="([^"]*)"/g)].filter(([, target]) => !target?.startsWith("#"))).toEqual([]);
  expect(html).not.toMatch(/url\(|@import/);
}

function caseOf(
  capture: string,
  ...further: readonly string[]
): { readonly caseFile: string; readonly folder: string } {
  const folder = temporaryFolder();
  const caseFile = path.join(folder, "study.ringcase");
  const { status, stderr } = runProgram(["analyse", capture, "--case", caseFile, ...further]);
  expect([status, stderr]).toEqual([0, ""]);
  return { caseFile, folder };
}

test("the report of the sample is one valid page that needs nothing, with every fact of the paper, the same each time", async () => {
  const { caseFile, folder } = caseOf(SAMPLE, "--telescope", TELESCOPE);
  const [first, second] = ["a.html", "b.html"].map((name) => path.join(folder, name)) as [string, string];
  for (const out of [first, second]) {
    expect(runProgram(["report", caseFile, "--geo", NETWORKS, "--out", out])).toMatchObject({
      status: 0,
      stdout: "",
      stderr: "",
    });
  }
  const html = fs.readFileSync(first, "utf8");
  expect(fs.readFileSync(second, "utf8")).toBe(html);
  expectSelfContained(html);
  await expectValid(html);
  for (const { what } of loadPaperFacts(path.join(ROOT, "resources")).facts) expect(html).toContain(`>${what}</th>`);
  // Five figures, each described, drawn, and with its numbers as a table.
  for (const figure of html
    .split("<figure")
    .slice(1)
    .map((part) => part.slice(0, part.indexOf("</figure>")))) {
    expect(figure).toMatch(/<h3 id="figure-[a-z]+(?:-\d+)?-caption">Figure \d/);
    expect(figure).toMatch(/<p class="description"[^>]*>[^<]{40,}/);
    expect(figure).toMatch(/<svg [^>]*role="img"[^>]*aria-describedby="figure-/);
    expect(figure).toMatch(/<table><caption>.*<tbody><tr>/s);
  }
  expect([...html.matchAll(/>Figure (\d)/g)].map(([, number]) => number)).toEqual(["2", "3", "4", "5", "6"]);
  // The telescope is counted, and not named.
  expect(html).toContain("640 IPv4 addresses in 4 blocks, as given");
  for (const prefix of TELESCOPE.split(",")) expect(html).not.toContain(prefix.split("/")[0]?.replace(/\.0$/, "."));
});

test("a report that would give the telescope away is not written, and the place is named", () => {
  // The telescope is inferred here, and holds addresses of senders.
  const { caseFile, folder } = caseOf(SAMPLE);
  const out = path.join(folder, "report.html");
  const refused = runProgram(["report", caseFile, "--out", out]);
  expect(refused).toMatchObject({ status: 2, stdout: "" });
  expect(refused.stderr).toMatch(
    /^ringprint: Members of campaigns, row 1, Sources holds 192\.0\.2\.11 of the telescope as text\.$/m,
  );
  expect(refused.stderr).toContain("The telescope is inferred from the destinations in whole blocks");
  expect(fs.readdirSync(folder)).toEqual(["study.ringcase"]);
  expect(runProgram(["report", caseFile, "--out", out, "--telescope", TELESCOPE]).status).toBe(0);
  const released = runProgram(["report", caseFile, "--out", out, "--allow-telescope", "for <our> eyes"]);
  expect(released).toMatchObject({ status: 0, stderr: "" });
  const html = fs.readFileSync(out, "utf8");
  expect(html).toContain("for &lt;our&gt; eyes");
  expect(html).toContain("198.51.100.0/24");
});

test("what was given for the case is guarded, whatever is given later", () => {
  const { caseFile, folder } = caseOf(SAMPLE, "--telescope", "192.0.2.0/24");
  const out = path.join(folder, "report.html");
  const refused = runProgram(["report", caseFile, "--out", out, "--telescope", "198.51.100.0/24"]);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("holds 192.0.2.11 of the telescope");
  expect(refused.stderr).not.toContain("is inferred");
});

test("what hostile messages and names of files say is text, and stays visible", async () => {
  const folder = temporaryFolder();
  const capture = path.join(folder, "a'<img src=x onerror=1>\u202e\u001b[31m.pcap");
  const payloads = HOSTILE_VALUES.flatMap((value, index) =>
    Array.from({ length: 6 }, (_, packet) =>
      [
        `OPTIONS sip:100@198.51.100.${index} SIP/2.0`,
        `Via: SIP/2.0/UDP 203.0.113.${index + 1}:5060;branch=z9hG4bK-${index}${packet}`,
        `User-Agent: ${value}`,
        `From: <sip:${value.slice(0, 200)}@example>;tag=1`,
        `To: <sip:a@example>`,
        `Call-ID: ${index}-${packet}`,
        "CSeq: 1 OPTIONS",
        "",
        "",
      ].join("\r\n"),
    ),
  );
  const datagrams = payloads.map((payload, index) => ({
    source: `203.0.113.${Math.floor(index / 6) + 1}`,
    destination: `198.51.100.${Math.floor(index / 6)}`,
    sourcePort: 5060,
    destinationPort: 5060,
    payload,
  }));
  fs.writeFileSync(capture, captureOfDatagrams(datagrams));
  const caseFile = path.join(folder, "hostile.ringcase");
  expect(runProgram(["analyse", capture, "--case", caseFile, "--telescope", "198.51.100.0/24"]).status).toBe(0);
  const out = path.join(folder, "report.html");
  expect(runProgram(["report", caseFile, "--out", out])).toMatchObject({ status: 0, stderr: "" });
  const html = fs.readFileSync(out, "utf8");
  await expectValid(html);
  expectSelfContained(html);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(html).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/);
  expect(html).toContain("a&#39;&lt;img src=x onerror=1&gt;\\u{202e}\\x1b[31m.pcap");
  expect(html).toContain("user-agent:&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(html).toContain("user-agent:nul\\x00nul");
});

test("a report without SIP, without times or tables says so and is valid", async () => {
  const { caseFile, folder } = caseOf(path.join(ROOT, "test/captures/tcpdump-tests/syslog_udp.pcap"));
  const out = path.join(folder, "report.html");
  expect(runProgram(["report", caseFile, "--out", out])).toMatchObject({ status: 0, stderr: "" });
  const html = fs.readFileSync(out, "utf8");
  await expectValid(html);
  expect(html).toContain("no table of countries was given");
  expect(html).toContain('<td class="number">not applicable</td>');
});

test("what cannot be written is said, and nothing is", () => {
  const { caseFile, folder } = caseOf(path.join(ROOT, "test/captures/tools/nmap-7.93-sUsV-sip-probe.pcap"));
  const before = fs.readFileSync(caseFile);
  const tried = (...args: readonly string[]) => {
    const { status, stdout, stderr } = runProgram(["report", ...args]);
    expect([status, stdout]).toEqual([2, ""]);
    return stderr;
  };
  expect(tried(caseFile)).toContain("report needs --out");
  expect(tried(caseFile, "--out", path.join(folder, "r.txt"))).toContain("ends in .html or .pdf");
  expect(tried(caseFile, "--out", path.join(folder, "none", "r.html"))).toContain("cannot be written (ENOENT)");
  expect(tried(path.join(folder, "none.ringcase"), "--out", path.join(folder, "r.html"))).toContain("none.ringcase");
  expect(tried(caseFile, "--out", path.join(folder, "r.html"), "--allow-telescope", " ")).toContain("needs a reason");
  const alias = path.join(folder, "alias.html");
  fs.linkSync(caseFile, alias);
  expect(tried(caseFile, "--out", alias)).toContain("choose another file");
  expect(fs.readFileSync(caseFile).equals(before)).toBe(true);
  expect(fs.readdirSync(folder).sort()).toEqual(["alias.html", "study.ringcase"]);
});
