import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { PacketPage } from "../../core/contract/packet-table.ts";
import { CasePackets } from "../../core/engine/case/case-packets.ts";
import { foldRulesText } from "../../core/engine/case/case-settings.ts";
import { Turns } from "../../core/engine/case/turns.ts";
import { analyseInto, caseIn, openedCase } from "../builders/case.ts";
import { capturePath, ROOT, USUAL_RULES } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const ZMAP = capturePath("tools/zmap-2.1.1-sip-options-template.pcap");

test("captures without a packet index are named, and get one when they are read again", async () => {
  const file = caseIn();
  await analyseInto(file, [SVMAP], { make: true, index: false });
  await analyseInto(file, [ZMAP], { index: true });
  const session = await sessionOn(file, []);
  const all = { sort: "first", descending: false, text: "", span: null } as const;
  const { rows } = await session.results.flowPage(all, 0, 10);
  const pages = async () => {
    const found: PacketPage[] = [];
    for (const { id } of rows) {
      found.push(await session.packetPage({ flow: id, strand: null, text: "", sort: "time", descending: false }, 0, 1));
    }
    return found.map((page) => (page.kind === "page" ? [page.total, page.unlisted] : page.kind));
  };
  expect(await pages()).toEqual([
    [0, [path.basename(SVMAP)]],
    [256, []],
  ]);
  await session.index();
  expect(await pages()).toEqual([
    [256, []],
    [256, []],
  ]);
});

test("the packets of a case can be looked at while more captures are read into it", async () => {
  const file = caseIn();
  const session = await sessionOn(file, [SVMAP], true);
  const all = { sort: "packets", descending: true, text: "", span: null } as const;
  const { rows } = await session.results.flowPage(all, 0, 1);
  const query = { flow: rows[0]?.id ?? "", strand: null, text: "", sort: "time", descending: false } as const;
  const before = await session.packetPage(query, 0, 10);
  let read = false;
  const reading = session.read([SAMPLE]).finally(() => {
    read = true;
  });
  let asked = 0;
  while (!read) {
    const page = await session.packetPage(query, 0, 10);
    if (page.kind !== "page" || before.kind !== "page") throw new Error("the packets are listed");
    if (session.state().phase === "reading") asked += 1;
    expect([page.rows, page.total]).toEqual([before.rows, before.total]);
    await setTimeout(20);
  }
  await reading;
  expect(asked).toBeGreaterThan(1);
  expect((await session.results.flowPage(all, 0, 1)).total).toBeGreaterThan(100);
});

test("the text of an address that a case of others holds stays a text", async () => {
  const file = caseIn();
  await (await sessionOn(file, [SVMAP], true)).close();
  const opened = await openedCase(file, false);
  await opened.use((connection) => connection.run("UPDATE flow SET source_text = $$a'b$$"));
  const turns = new Turns(await opened.connect());
  const packets = new CasePackets(turns, await opened.connect(), foldRulesText(USUAL_RULES));
  const overview = await packets.overviewOf({ text: "packets > 0", span: null }, []);
  await opened.close();
  expect(overview).toMatchObject({ kind: "filtered", topSources: [{ address: "a'b", flows: 1, destinations: 256 }] });
});
