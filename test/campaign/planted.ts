import type { CampaignSource } from "../../core/campaign/campaign-source.ts";
import { CoveredDays } from "../../core/campaign/covered-days.ts";
import { Random } from "../generator/random.ts";

/** Sources with planted campaigns, and others that only seem to be some. */
export interface PlantedCase {
  readonly covered: CoveredDays;
  readonly sources: readonly CampaignSource[];
  /** Members of each planted campaign, as addresses. */
  readonly campaigns: readonly ReadonlySet<number>[];
}

const DAY_NS = 86_400_000_000_000n;
const FIRST_DAY = 18_000;
const TOOLS = ["paper/1", "paper/4", "paper/10", "sipfp1:opt11_unnamed"];

/**
 * 8 to 14 campaigns of 5 to 40 hosts on 3 to 30 days of their own, and 3 of one day that start within half an hour; of
 * each tool up to 12 always-active hosts; on 6 days 5 to 9 hosts of one tool and one day each, at any hour; hosts of
 * one to four days of their own. `missed`: chance that a host of a campaign misses one of its days.
 */
export function plantCampaigns(seed: number, missed: number): PlantedCase {
  const random = new Random(`campaigns ${seed}`);
  const dayCount = random.int(60, 500);
  const sources: CampaignSource[] = [];
  const campaigns: Set<number>[] = [];
  const addresses = random.shuffle(Array.from({ length: 6000 }, (_, index) => 0xc0000200 + index));
  const someDays = (count: number) => {
    const days = new Set<number>();
    while (days.size < count) days.add(random.int(0, dayCount - 1));
    return [...days];
  };
  const add = (software: string, given: readonly number[], hour: number | null): number => {
    const days = given.map((day) => FIRST_DAY + day).sort((a, b) => a - b);
    const address = addresses[sources.length] as number;
    const minute = hour === null ? random.int(0, 24 * 60 - 1) : hour * 60 + random.int(0, 29);
    const startNs = BigInt(days[0] as number) * DAY_NS + BigInt(minute) * 60_000_000_000n;
    sources.push({ address, days, startNs, software });
    return address;
  };
  for (let campaign = random.int(8, 14); campaign > 0; campaign--) {
    const software = random.pick(TOOLS);
    const days = someDays(random.int(3, 30));
    const hosts = Array.from({ length: random.int(5, 40) }, () => {
      const sent = days.filter(() => !random.chance(missed));
      return add(software, sent.length === 0 ? days : sent, null);
    });
    campaigns.push(new Set(hosts));
  }
  for (let campaign = 0; campaign < 3; campaign++) {
    const software = random.pick(TOOLS);
    const day = random.int(0, dayCount - 1);
    const hour = random.int(0, 22);
    campaigns.push(new Set(Array.from({ length: random.int(5, 40) }, () => add(software, [day], hour))));
  }
  for (const software of TOOLS) {
    for (let host = random.int(0, 12); host > 0; host--) {
      add(
        software,
        Array.from({ length: dayCount }, (_, day) => day).filter(() => !random.chance(0.03)),
        null,
      );
    }
    for (let host = random.int(10, 60); host > 0; host--) add(software, someDays(random.int(1, 4)), null);
  }
  for (let coincidence = 0; coincidence < 6; coincidence++) {
    const software = random.pick(TOOLS);
    const day = random.int(0, dayCount - 1);
    // Hours apart, so that no five of them start together.
    for (let host = random.int(5, 9); host > 0; host--) add(software, [day], host * 2);
  }
  const covered = new CoveredDays([[FIRST_DAY, FIRST_DAY + dayCount - 1]]);
  return { covered, sources: random.shuffle(sources), campaigns };
}
