import { expect, test } from "vitest";
import { fingerprintOf } from "../../core/fingerprint/fingerprint.ts";
import { type CaseBlock, readCaseFile, wireText } from "../builders/case-file.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest, type Probe } from "../builders/observed-request.ts";

test.each(readCaseFile("sipfp1-examples.md"))("$title", ({ blocks }) => {
  const packets = blocks.filter(({ label }) => label.startsWith("packet "));
  const state = foldInOrder(packets.map((packet, index) => observedRequest(probeOf(packet), index + 1)));
  const { id, text, classes } = fingerprintOf(state);
  const linesOf = (label: string) => blocks.find((block) => block.label === label)?.lines;
  expect(text.split("\n")).toEqual(linesOf("text"));
  expect([...classes].map(([key, template]) => `${key}:${template}`)).toEqual(linesOf("shown") ?? []);
  expect([id]).toEqual(linesOf("id"));
});

function probeOf({ label, lines }: CaseBlock): Probe {
  const match = /^packet from=(\S+):(\d+) to=(\S+):(\d+)$/.exec(label);
  if (match === null) throw new Error(`no addresses: ${label}`);
  const [, source, sourcePort, destination, destinationPort] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    text: wireText(lines),
    source,
    sourcePort: Number(sourcePort),
    destination,
    destinationPort: Number(destinationPort),
  };
}
