import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { RecentCaptures } from "../../electron/main/recent-captures.ts";
import { temporaryFolder } from "../builders/program.ts";

const DAY = "2026-01-02T03:04:05.000Z";

test("what was opened last comes first, each once, and is there after a restart", () => {
  const folder = temporaryFolder();
  const recent = new RecentCaptures(folder);
  recent.add(["/a.pcap", "/b.pcap"], DAY);
  recent.add(["/b.pcap"], "2026-01-03T00:00:00.000Z");
  const expected = [
    { path: "/b.pcap", openedAt: "2026-01-03T00:00:00.000Z" },
    { path: "/a.pcap", openedAt: DAY },
  ];
  expect(recent.entries).toEqual(expected);
  expect(new RecentCaptures(folder).entries).toEqual(expected);
  recent.clear();
  expect(new RecentCaptures(folder).entries).toEqual([]);
});

test("twelve are remembered", () => {
  const recent = new RecentCaptures(temporaryFolder());
  for (let i = 0; i < 20; i += 1) recent.add([`/${i}.pcap`], DAY);
  expect(recent.entries.map((entry) => entry.path)).toEqual(Array.from({ length: 12 }, (_, i) => `/${19 - i}.pcap`));
});

test.each([
  ["no JSON", "{"],
  ["another shape", '{"path":"/a"}'],
  ["odd entries", '[{"path":1}]'],
  ["nothing", ""],
])("a damaged list counts as empty: %s", (_name, text) => {
  const folder = temporaryFolder();
  fs.writeFileSync(path.join(folder, "recent.json"), text);
  expect(new RecentCaptures(folder).entries).toEqual([]);
});
