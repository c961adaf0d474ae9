import { expect, test } from "vitest";
import { Random } from "./random.ts";
import { headerValue } from "./sip-draft.ts";
import { brokenDemands, type SentMessage, strayKeys } from "./table-oracle.ts";
import { beginRun, type Endpoints, EXTRA_TOOL_IDS, type ToolRun, toolMessage } from "./tool-messages.ts";
import { paperTools } from "./tool-table.ts";

const SEEDS = Array.from({ length: 25 }, (_, seed) => `messages ${seed}`);

/** Ten messages of a run to ten destinations, one of them on a port of its own. */
function send(run: ToolRun): SentMessage[] {
  return Array.from({ length: 10 }, (_, index) => {
    const endpoints: Endpoints = {
      source: "192.0.2.7",
      destination: `198.51.100.${index + 10}`,
      sourcePort: index === 3 ? 40123 : 5061,
      destinationPort: 5060,
      timeMs: 1578301200000,
    };
    return { draft: run.draft(endpoints), endpoints };
  });
}

test.each(paperTools.map((tool) => [tool.id, tool] as const))("%s: its own row covers every run", (id, tool) => {
  for (const seed of SEEDS) {
    for (const edition of id === "paper/14" ? ["template"] : [undefined]) {
      const run = beginRun(id, new Random(seed), edition === undefined ? {} : { edition });
      expect(brokenDemands(tool, send(run)), `${id} ${seed}`).toEqual([]);
    }
  }
});

test("what a row does not require is as it says, too", () => {
  for (const id of [...paperTools.map((tool) => tool.id), ...EXTRA_TOOL_IDS]) {
    // SIPPTS names its first target, not this one. Tool 12 sends SIPPTS' Call-ID at times: the row's may be tool 11's.
    const excused = id === "extra/sippts" ? ["from", "to"] : id === "paper/12" ? ["call-id"] : [];
    for (const seed of SEEDS) {
      const run = beginRun(id, new Random(seed), { edition: id === "paper/14" ? "template" : "py2" });
      const stray = new Set(send(run).flatMap((message) => strayKeys(run.tool, message)));
      for (const key of excused) stray.delete(key);
      expect([...stray], `${id} ${seed}`).toEqual([]);
    }
  }
});

test("a seed gives the same bytes, another seed other ones", () => {
  const [{ endpoints }] = send(beginRun("paper/1", new Random("a"))) as [SentMessage];
  for (const id of [...paperTools.map((tool) => tool.id), ...EXTRA_TOOL_IDS]) {
    expect(toolMessage(id, endpoints, new Random("a"))).toEqual(toolMessage(id, endpoints, new Random("a")));
  }
  expect(toolMessage("paper/1", endpoints, new Random("a"))).not.toEqual(
    toolMessage("paper/1", endpoints, new Random("b")),
  );
});

test("what the table leaves open differs between seeds: header order, methods, headers", () => {
  const shapes = (id: string) =>
    new Set(
      SEEDS.map((seed) => {
        const { draft } = send(beginRun(id, new Random(seed)))[0] as SentMessage;
        return [draft.method, ...draft.headers.map((header) => header.key)].join(" ");
      }),
    );
  expect(shapes("paper/1").size).toBeGreaterThan(2);
  expect(shapes("paper/9").size).toBeGreaterThan(20);
  expect(shapes("paper/10").size).toBe(1);
});

test("every message has what makes it a SIP request", () => {
  for (const id of [...paperTools.map((tool) => tool.id), ...EXTRA_TOOL_IDS]) {
    for (const seed of SEEDS) {
      const { draft } = send(beginRun(id, new Random(seed)))[0] as SentMessage;
      expect(draft.uri, `${id} ${seed}`).toMatch(/^sip:[^\s{}]+$/);
      for (const header of draft.headers) expect(header.value, `${id} ${header.key}`).toMatch(/^[^\r\n{}]+$/);
      expect(headerValue(draft, "cseq")?.endsWith(` ${draft.method}`), id).toBe(true);
      for (const key of ["via", "from", "to", "call-id", "cseq"]) expect(headerValue(draft, key)).toBeDefined();
    }
  }
});

test("a run keeps method, header order and spelling", () => {
  for (const { id } of paperTools) {
    const shapes = send(beginRun(id, new Random("one run"))).map(({ draft }) =>
      [draft.method, ...draft.headers.map((header) => header.name)].join(" "),
    );
    expect(new Set(shapes).size, id).toBe(1);
  }
});

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const probe: Endpoints = { source: "192.0.2.7", destination: "198.51.100.9", sourcePort: 5061, destinationPort: 5060 };

test("the SIPVicious tag is the ASCII hex of target and port, 01, and a number", () => {
  const draft = beginRun("paper/1", new Random("tag"), { method: "OPTIONS", edition: "py2" }).draft(probe);
  const tag = /tag=([0-9a-f]+)$/.exec(headerValue(draft, "from") as string)?.[1] as string;
  const [target, number] = text(Uint8Array.from(Buffer.from(tag, "hex"))).split("\x01") as [string, string];
  expect(target).toBe("c633640913c4");
  expect(number).toMatch(/^[1-9]\d{0,9}$/);
});

test("masscan ends without an empty line; version 1.3.2 doubles its start line", () => {
  const template = text(beginRun("paper/14", new Random("m"), { edition: "template" }).next(probe));
  expect(template.endsWith("Content-Length: 0\r\n")).toBe(true);
  expect(template).not.toContain("\r\n\r\n");
  const doubled = text(beginRun("paper/14", new Random("m"), { edition: "masscan-1.3.2" }).next(probe));
  expect(doubled.length).toBe(328);
  expect(doubled).toMatch(/^OPTIONS .*\r\nVia: .*branch=z9hGOPTIONS sip:carol@chicago\.com SIP\/2\.0\r\nVia: /);
});

test("tool 16 carries 209 bytes of SDP whatever the source's length", () => {
  for (const source of ["192.0.2.7", "192.0.2.117", "2001:db8::7"]) {
    const draft = beginRun("paper/16", new Random("sdp")).draft({ ...probe, source });
    expect(draft.body.length).toBe(209);
    expect(headerValue(draft, "content-length")).toBe("209");
  }
});

test("tool 10 is padded with NULs in some runs", () => {
  const paddings = SEEDS.map((seed) => beginRun("paper/10", new Random(seed)).draft(probe).padding);
  expect(paddings).toContain(0);
  expect(paddings.filter((padding) => padding > 0).every((padding) => padding >= 58 && padding <= 62)).toBe(true);
  expect(paddings.some((padding) => padding > 0)).toBe(true);
});

test("sippts names its first target in every message", () => {
  const run = beginRun("extra/sippts", new Random("s"));
  const [first, second] = [run.draft(probe), run.draft({ ...probe, destination: "203.0.113.1" })];
  expect(second.uri).toBe(first.uri);
});
