import { expect, test } from "vitest";
import type { CampaignList, CampaignRequest } from "../../core/contract/campaigns.ts";
import type { Session } from "../../core/engine/session.ts";
import { writeCampaigns } from "../builders/campaign-capture.ts";
import { caseIn, mergeAll } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { temporaryFolder } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";

const EVERYTHING = { text: "", span: null };
const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);
const addresses = (...sources: number[]) => sources.map((source) => `192.0.2.${source}`);
const REASON = "said so";

type Found = Extract<CampaignList, { kind: "found" }>;

async function listed(session: Session, filter = EVERYTHING): Promise<Found> {
  const list = await session.campaignList(filter);
  if (list.kind !== "found") throw new Error("all is read");
  return list;
}

/** Campaigns with their members, as text. */
async function told(session: Session): Promise<string[]> {
  const { campaigns } = await listed(session);
  return Promise.all(
    campaigns.map(async ({ id, name, pinned }) => {
      const members = (await session.campaigns?.members(id))?.members ?? [];
      const last = members.map(({ address }) => address.slice("192.0.2.".length));
      return `${name ?? id}${pinned ? " pinned" : ""}: ${last.join(" ")}`;
    }),
  );
}

async function decide(session: Session, request: Omit<CampaignRequest, "reason"> & Record<string, unknown>) {
  const { fault } = await session.actions.decideCampaign({ reason: REASON, ...request } as CampaignRequest);
  expect(fault).toBeNull();
}

const EARLY = [
  { sources: from(10, 6), days: [0, 3, 9] },
  { sources: from(30, 7), days: [1, 5, 12] },
];
const LATE = [
  { sources: from(10, 8), days: [20, 24, 31] },
  { sources: from(60, 5), days: [22, 27, 33] },
];

test("a campaign keeps its id when captures are added or removed, and new and sleeping ones are told", async () => {
  const folder = temporaryFolder();
  const early = writeCampaigns(folder, "early.pcap", EARLY);
  const late = writeCampaigns(folder, "late.pcap", LATE);
  const session = await sessionOn(caseIn(folder), [early], true);
  const first = await listed(session);
  const [one, two] = first.campaigns.map(({ id }) => id);
  expect(first.campaigns.map(({ news }) => news)).toEqual([null, null]);
  expect(first.gone).toEqual([]);

  await session.read([late]);
  const grown = await listed(session);
  expect(grown.campaigns.map(({ id, sources, news }) => [id, sources, news])).toEqual([
    [one, 8, null],
    [two, 7, { kind: "asleep" }],
    [expect.stringMatching(/^c[0-9a-f]{8}$/), 5, { kind: "new" }],
  ]);
  const third = grown.campaigns[2]?.id;

  expect((await session.remove(fileHash(late))).fault).toBeNull();
  const shrunk = await listed(session);
  expect(shrunk.campaigns.map(({ id }) => id)).toEqual([one, two]);
  expect(shrunk.gone).toEqual([{ id: third, name: null, into: null }]);

  await session.read([late]);
  expect((await listed(session)).campaigns.map(({ id }) => id)).toEqual([one, two, third]);

  // A case that finds the same gives the same ids, in whatever order its captures are named.
  const other = await sessionOn(caseIn(folder, "other.ringcase"), [late, early], true);
  const again = await sessionOn(caseIn(folder, "again.ringcase"), [early, late], true);
  expect(await told(other)).toEqual(await told(again));
});

test("what the analyst decides outlives captures, parameters and a merge of cases, and is undone and done again", async () => {
  const folder = temporaryFolder();
  const early = writeCampaigns(folder, "early.pcap", EARLY);
  const late = writeCampaigns(folder, "late.pcap", LATE);
  const file = caseIn(folder);
  const session = await sessionOn(file, [early], true);
  const before = await told(session);
  const [one, two] = (await listed(session)).campaigns.map(({ id }) => id) as [string, string];

  await decide(session, { deed: "name", campaign: one, name: "Morning" });
  await decide(session, { deed: "split", campaign: two, members: addresses(30, 31) });
  const off = (await listed(session)).campaigns.find(({ sources }) => sources === 2)?.id ?? "";
  await decide(session, { deed: "name", campaign: off, name: "Two of them" });
  await decide(session, { deed: "merge", campaign: one, others: [two] });
  await decide(session, { deed: "pin", campaign: off });
  const decided = ["Morning: 10 11 12 13 14 15 32 33 34 35 36", "Two of them pinned: 30 31"];
  expect(await told(session)).toEqual(decided);
  const [morning] = (await listed(session)).campaigns;
  expect(morning?.said.map(({ words, reason }) => [words.split(" ")[0], reason])).toEqual([
    ["the", REASON],
    ["splitting", REASON],
    ["merging", REASON],
  ]);

  const refused = await session.actions.decideCampaign({ deed: "merge", campaign: one, others: [one], reason: REASON });
  expect(refused.fault).toMatch(/^Two campaigns are needed/);

  // All of it is taken back, one after the other, and done again.
  for (let step = 0; step < 5; step++) await session.actions.step("undo");
  expect(await told(session)).toEqual(before);
  for (let step = 0; step < 5; step++) await session.actions.step("redo");
  expect(await told(session)).toEqual(decided);

  // Under rules that find nothing only what is pinned is left.
  await session.setCampaignRules({ ...(await listed(session)).rules, minClusterSize: 50 });
  expect(await told(session)).toEqual(["Two of them pinned: 30 31"]);
  await session.setCampaignRules(null);
  expect(await told(session)).toEqual(decided);

  await session.read([late]);
  const grown = ["Morning: 10 11 12 13 14 15 16 17 32 33 34 35 36", "Two of them pinned: 30 31"];
  expect((await told(session)).slice(0, 2)).toEqual(grown);
  await session.close();

  const reopened = await sessionOn(file, []);
  const all = await told(reopened);
  expect(all.slice(0, 2)).toEqual(grown);
  await reopened.close();

  const third = writeCampaigns(folder, "third.pcap", [{ sources: from(90, 5), days: [2, 6, 13] }]);
  const others = caseIn(folder, "others.ringcase");
  const further = await sessionOn(others, [third], true);
  const [lone] = (await listed(further)).campaigns;
  await decide(further, { deed: "name", campaign: lone?.id ?? "", name: "Lone" });
  await further.close();
  for (const [index, order] of [
    [file, others],
    [others, file],
  ].entries()) {
    const merged = caseIn(folder, `merged-${index}.ringcase`);
    expect(await mergeAll(order, merged)).toMatchObject({ cases: 2, captures: 3 });
    expect(await told(await sessionOn(merged, []))).toEqual([...all, "Lone: 90 91 92 93 94"]);
  }
});

test("campaigns follow the filter, a period narrows what counts, and a source leads to its campaign", async () => {
  const folder = temporaryFolder();
  const session = await sessionOn(caseIn(folder), [writeCampaigns(folder, "early.pcap", EARLY)], true);
  const { campaigns, extent, rules } = await listed(session);
  const filtered = await listed(session, { text: "src in {192.0.2.31, 192.0.2.32}", span: null });
  expect(filtered.campaigns.map(({ id, matching, sources }) => [id, matching, sources])).toEqual([
    [campaigns[1]?.id, 2, 7],
  ]);
  expect(filtered.inAll).toBe(2);
  expect(await session.campaigns?.ofSource("192.0.2.33")).toEqual({ id: campaigns[1]?.id, number: 2, name: null });
  expect(await session.campaigns?.ofSource("192.0.2.99")).toBeNull();

  const members = await session.campaigns?.members(campaigns[1]?.id ?? "");
  // All send the same message: what one shows, all show.
  expect(members?.traits).toEqual([["call-id-without-host", 7]]);

  // On the days of one of them only: the others sent nothing that counts.
  const [day] = extent as readonly [number, number];
  await session.setCampaignRules({ ...rules, period: [day + 5, day + 12] });
  const within = await listed(session);
  expect(within.covered).toEqual([[day + 5, day + 12]]);
  expect(within.campaigns.map(({ sources, days }) => [sources, days])).toEqual([
    [6, [[day + 9, 6]]],
    [
      7,
      [
        [day + 5, 7],
        [day + 12, 7],
      ],
    ],
  ]);
  const packets = campaigns.map((row) => row.packets);
  expect(within.campaigns.map((row) => row.packets)).toEqual([
    (packets[0] as number) / 3,
    ((packets[1] as number) / 3) * 2,
  ]);
});
