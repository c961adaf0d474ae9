import fc from "fast-check";
import { expect, test } from "vitest";
import { drawEvolution, placeNodes } from "../../../renderer/features/evolution/evolution-drawing.ts";
import {
  coverageWords,
  type Evolution,
  evolutionWords,
  isSamePart,
  linkPart,
  nodePart,
  partWords,
} from "../../../renderer/features/evolution/evolution-words.ts";

const period = (name: string, coveredDays = 31) => ({ period: name, days: 31, coveredDays, sources: 9, recurring: 7 });
const EVOLUTION: Evolution = {
  unit: "month",
  periods: [period("2020-01"), period("2020-02", 12), period("2020-03")],
  nodes: [
    { period: "2020-01", tool: "paper/1", sources: 4, severalTools: 1 },
    { period: "2020-01", tool: null, sources: 3, severalTools: 0 },
    { period: "2020-03", tool: "paper/1", sources: 5, severalTools: 0 },
    { period: "2020-03", tool: null, sources: 2, severalTools: 0 },
  ],
  links: [
    { from: 0, to: 2, sources: 4 },
    { from: 1, to: 2, sources: 1 },
    { from: 1, to: 3, sources: 2 },
  ],
  sources: 1204,
  recurring: 7,
  undatedFlows: 1,
};

test("a place in the nodes or links is the part that is asked for, and is said in words", () => {
  expect(evolutionWords(EVOLUTION)).toBe(
    "7 of 1,204 sources (0.6\u202f%) were seen in more than one month. 1 flow without a time left out.",
  );
  expect(coverageWords(EVOLUTION.periods[1] as Evolution["periods"][number])).toBe("12 of 31 days");
  expect(coverageWords(EVOLUTION.periods[0] as Evolution["periods"][number])).toBe("all days");
  const link = linkPart(EVOLUTION, 1);
  expect(link).toEqual({ from: { period: "2020-01", tool: null }, to: { period: "2020-03", tool: "paper/1" } });
  expect(link && partWords(link)).toMatch(/^\? unknown in 2020-01, then . paper\/1 in 2020-03$/);
  const node = nodePart(EVOLUTION, 3);
  expect(node && partWords(node)).toBe("? unknown in 2020-03");
  expect([linkPart(EVOLUTION, 3), nodePart(EVOLUTION, 9)]).toEqual([null, null]);
  expect(link && isSamePart({ ...link }, link)).toBe(true);
  expect(node && isSamePart(link, node)).toBe(false);
});

test("every ribbon and node of the diagram says its numbers, in the colour of its tool", () => {
  const { data, layout } = drawEvolution(EVOLUTION, new Map([["paper/1", "A<b>"]]), () => "#102030");
  const { node, link } = data[0] as unknown as {
    node: { label: string[]; customdata: string[][] };
    link: { value: number[]; color: string[]; customdata: string[][] };
  };
  expect(node.label[0]).toMatch(/^. paper\/1: 4$/);
  expect(node.customdata[0]?.[0]).toContain("2020-01: 4 sources<br>1 of them with further tools");
  expect(link.value).toEqual([4, 1, 2]);
  expect(link.color[0]).toBe("rgba(16, 32, 48, 0.35)");
  expect(link.customdata[1]?.[0]).toContain("1 source<br>? unknown, 2020-01");
  // Only columns with nodes have a name.
  expect(layout.annotations?.map(({ text }) => text)).toEqual(["2020-01<br>all days", "2020-03<br>all days"]);
});

test("with more periods less is written beside the nodes, and the tools stand below", () => {
  const drawnOver = (count: number) => {
    const periods = Array.from({ length: count }, (_, index) => period(`${2000 + index}`));
    const nodes = periods.map(({ period: name }, index) => ({
      period: name,
      tool: index % 2 === 0 ? "paper/1" : null,
      sources: 1200,
      severalTools: 0,
    }));
    const links = nodes.slice(1).map((_, index) => ({ from: index, to: index + 1, sources: 1200 }));
    const { data, layout } = drawEvolution({ ...EVOLUTION, periods, nodes, links }, new Map(), () => "#102030");
    const { node } = data[0] as unknown as { node: { label: string[] } };
    const below = layout.annotations?.flatMap(({ y, text }) => (y === 0 ? [text] : []));
    return { labels: [node.label[0], node.label[1], node.label.at(-1)], below };
  };
  const key = '<span style="color:#102030">○</span> paper/1    <span style="color:#102030">?</span> unknown';
  expect(drawnOver(3)).toEqual({
    labels: ["○ paper/1: 1\u202f200", "? unknown: 1\u202f200", "○ paper/1: 1\u202f200"],
    below: [],
  });
  expect(drawnOver(10)).toEqual({ labels: ["○ 1\u202f200", "? 1\u202f200", "?"], below: [key] });
  expect(drawnOver(20)).toEqual({ labels: ["○", "?", ""], below: [key] });
  expect(drawnOver(60)).toEqual({ labels: ["", "", ""], below: [key] });
});

test("nodes stand in the column of their period, below each other in their order, inside the drawing", () => {
  const months = ["2020-01", "2020-02", "2020-03", "2020-04"];
  const evolutions = fc
    .array(fc.record({ at: fc.nat(3), sources: fc.integer({ min: 1, max: 1000 }) }), { minLength: 1, maxLength: 20 })
    .map((some): Evolution => {
      const nodes = some
        .sort((a, b) => a.at - b.at)
        .map(({ at, sources }, index) => ({
          period: months[at] as string,
          tool: `t/${index}`,
          sources,
          severalTools: 0,
        }));
      const links = nodes.flatMap((node, from) =>
        nodes.flatMap((other, to) =>
          other.period > node.period && (from + to) % 3 === 0 ? [{ from, to, sources: node.sources }] : [],
        ),
      );
      return { ...EVOLUTION, periods: months.map((name) => period(name)), nodes, links };
    });
  fc.assert(
    fc.property(evolutions, (evolution) => {
      const places = placeNodes(evolution);
      expect(places).toHaveLength(evolution.nodes.length);
      for (const [index, { x, y }] of places.entries()) {
        expect(x > 0 && x < 1 && y > 0 && y < 1).toBe(true);
        const before = evolution.nodes[index - 1];
        const [node, above] = [evolution.nodes[index], places[index - 1]];
        if (before === undefined || above === undefined) continue;
        if (before.period === node?.period) expect(above.x === x && above.y <= y).toBe(true);
        else expect(above.x).toBeLessThan(x);
      }
    }),
  );
});
