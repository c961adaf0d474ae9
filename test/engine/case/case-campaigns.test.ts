import path from "node:path";
import { expect, test } from "vitest";
import { campaignListSchema, campaignMembersSchema } from "../../../core/contract/campaigns.ts";
import { usualRules } from "../../../core/engine/case/campaign-settings.ts";
import { CaseCampaigns } from "../../../core/engine/case/case-campaigns.ts";
import { judgeCase } from "../../../core/engine/case/judge-case.ts";
import { Turns } from "../../../core/engine/case/turns.ts";
import { loadPacks } from "../../../core/engine/load-packs.ts";
import { formatDay } from "../../../core/report/time-text.ts";
import { analyseOpened, caseIn, openedCase } from "../../builders/case.ts";
import { ROOT, USUAL_RULES } from "../../builders/program.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");

test.each(["default", "paper"] as const)(
  "the window is told the campaigns of the report, preset %s",
  async (preset) => {
    const packs = loadPacks(path.join(ROOT, "resources"), []);
    if ("errors" in packs) throw new Error(packs.errors.join());
    const opened = await openedCase(caseIn(), true);
    try {
      const { report } = await analyseOpened(opened, [SAMPLE], { givenRules: { preset } });
      const judging = { rules: { ...USUAL_RULES, preset }, library: packs.library, packs: packs.packs };
      expect(await judgeCase(opened, judging, () => "all")).toBe(true);
      const turns = new Turns(await opened.connect());
      const seenWith = { geoTables: [], decisions: [] };
      const campaigns = await CaseCampaigns.of(turns, judging, () => seenWith);
      const list = campaignListSchema.parse(await campaigns.list({ text: "", span: null }, 1));
      if (list.kind !== "found") throw new Error("all is read");
      expect((await campaigns.all()).statistics).toEqual(report.campaignStatistics);
      expect(list.campaigns.map(({ number }) => number)).toEqual(report.campaigns.map(({ id }) => id));
      expect(list).toMatchObject({
        rules: usualRules(preset),
        presetRules: usualRules(preset),
        inAll: report.campaigns.length,
        sources: report.campaignStatistics.sources,
      });
      for (const [
        index,
        { members, activeDays, packets, ratePps, coverage, overlap, purity },
      ] of report.campaigns.entries()) {
        const row = list.campaigns[index];
        expect(row).toMatchObject({ sources: members.length, packets, ratePps, coverage, overlap, purity });
        expect(row?.days.map(([day]) => formatDay(day))).toEqual(activeDays);
        const shown = campaignMembersSchema.parse(await campaigns.members(row?.id ?? ""));
        expect(shown.members.map(({ address }) => address)).toEqual(members);
        for (const { address, days, packets: sent } of shown.members) {
          const source = report.sources.find((one) => one.address === address);
          expect([days.map(formatDay), sent]).toEqual([source?.activeDays, source?.packets]);
        }
      }
      expect(await campaigns.members("c00000000")).toBeNull();
    } finally {
      await opened.close();
    }
  },
);
