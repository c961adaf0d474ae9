import { expect, test } from "vitest";
import { describeGroup } from "../../../renderer/features/inspector/group-sentence.ts";

const ALONE = { fingerprint: "sipfp1:a", fingerprints: 1, packets: 1234, flows: 1, sources: 1, provisional: false };

test.each([
  [ALONE, "No other fingerprint is in its group: 1,234 packets in 1 flow of 1 source."],
  [
    { ...ALONE, fingerprints: 3, flows: 4, sources: 2 },
    "It heads a group of 3 fingerprints, 1,234 packets in 4 flows of 2 sources: it covers the others, which rest on few messages.",
  ],
  [
    { ...ALONE, fingerprints: 2, flows: 2, provisional: true },
    "Provisionally in a group of 2 fingerprints, 1,234 packets in 2 flows of 1 source: sipfp1:a covers it. Few messages keep constants by accident.",
  ],
])("%j", (group, sentence) => expect(describeGroup({ group })).toBe(sentence));
