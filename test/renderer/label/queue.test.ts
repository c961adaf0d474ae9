import { describe, expect, test } from "vitest";
import type { FingerprintRow } from "../../../core/contract/fingerprint-table.ts";
import type { SaidOfFingerprint } from "../../../core/contract/labels.ts";
import { countParts, queueOf, stepFrom } from "../../../renderer/features/label/queue.ts";

const by = { author: "ann", at: "2026-11-29T09:00:00.000Z" };
const label = { tool: "svmap", family: null, variant: null, certainty: null, reason: null, ...by };
const said = (fingerprint: string, more: Partial<SaidOfFingerprint>): SaidOfFingerprint => ({
  fingerprint,
  label: null,
  rival: null,
  reviews: [],
  ...more,
});
const review = (verdict: SaidOfFingerprint["reviews"][number]["verdict"], author = "ann") => ({
  verdict,
  reason: null,
  ...by,
  author,
});
const row = (fingerprint: string): FingerprintRow => ({
  id: fingerprint,
  fingerprint,
  tool: null,
  labels: [],
  method: "OPTIONS",
  grade: "stable",
  fingerprints: 1,
  members: [fingerprint],
  packets: 1,
  sources: 1,
  flows: 1,
  destinations: 1,
  days: 1,
  firstPacketAt: null,
  lastPacketAt: null,
  near: [],
  novelty: null,
  score: null,
  rank: 1,
});

describe("the queue", () => {
  test("has each fingerprint in one part", () => {
    const rows = ["new", "odd", "no", "known", "doubted", "twice"].map(row);
    const entries = queueOf(rows, [
      said("odd", { reviews: [review("rejected"), review("flagged", "bob")] }),
      said("no", { reviews: [review("rejected")] }),
      said("known", { label, reviews: [review("agrees", "bob")] }),
      said("doubted", { label, reviews: [review("dissents", "bob")] }),
      said("twice", { label, rival: { ...label, tool: "nmap" } }),
    ]);
    expect(entries.map(({ part }) => part)).toEqual([
      "waiting",
      "flagged",
      "rejected",
      "labelled",
      "disputed",
      "disputed",
    ]);
    expect(countParts(entries)).toEqual({ waiting: 1, flagged: 1, rejected: 1, labelled: 1, disputed: 2 });
  });

  test("lists labels of what signatures name behind the unknown, and no review of it", () => {
    const entries = queueOf([row("new")], [said("named", { label }), said("gone", { reviews: [review("flagged")] })]);
    expect(entries.map(({ fingerprint, part }) => [fingerprint, part])).toEqual([
      ["new", "waiting"],
      ["named", "labelled"],
    ]);
  });

  test("goes on from an entry, and begins where that is not listed", () => {
    const entries = queueOf(["a", "b", "c"].map(row), []);
    expect(stepFrom(entries, "b", 1)).toBe("c");
    expect(stepFrom(entries, "c", 1)).toBe("c");
    expect(stepFrom(entries, "a", -1)).toBe("a");
    expect(stepFrom(entries, "z", 1)).toBe("a");
    expect(stepFrom([], null, 1)).toBe(null);
  });
});
