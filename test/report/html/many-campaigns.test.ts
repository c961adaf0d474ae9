import fs from "node:fs";
import path from "node:path";
import { HtmlValidate } from "html-validate";
import { expect, test } from "vitest";
import { loadPaperFacts } from "../../../core/engine/load-paper-facts.ts";
import { formatHtml } from "../../../core/report/html/format-html.ts";
import { reportDocument } from "../../../core/report/html/report-document.ts";
import { writeManyCampaigns } from "../../builders/many-campaigns.ts";
import { analyseFiles, ROOT, temporaryFolder } from "../../builders/program.ts";

test("with 300 campaigns every figure has room: nothing written lies over another text, and all of it on the page", async () => {
  const file = path.join(temporaryFolder(), "campaigns.pcap");
  writeManyCampaigns(file);
  const { report } = await analyseFiles([file]);
  expect(report.campaigns.length).toBeGreaterThan(250);
  const facts = loadPaperFacts(path.join(ROOT, "resources"));
  const html = formatHtml(reportDocument({ report, facts, version: "0.0.0", release: null }));
  const { results } = await new HtmlValidate({ root: true, extends: ["html-validate:standard"] }).validateString(html);
  expect(results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line} ${message}`))).toEqual([]);
  const drawings = [...html.matchAll(/<svg viewBox="0 0 (\d+) ([\d.]+)".*?<\/svg>/gs)];
  expect(drawings.length).toBeGreaterThan(6);
  for (const [drawing, width, height] of drawings) {
    const texts = textsOf(drawing);
    for (const text of texts) {
      expect(text.left, text.words).toBeGreaterThanOrEqual(-0.5);
      expect(text.right, text.words).toBeLessThanOrEqual(Number(width) + 0.5);
      expect(text.bottom, text.words).toBeLessThanOrEqual(Number(height));
    }
    const over = texts.flatMap((one, index) =>
      texts
        .slice(index + 1)
        .filter((other) => overlap(one, other))
        .map((other) => `${one.words} | ${other.words}`),
    );
    expect(over).toEqual([]);
  }
  fs.mkdirSync(path.join(ROOT, ".cache/report"), { recursive: true });
  fs.writeFileSync(path.join(ROOT, ".cache/report/300-campaigns.html"), html);
}, 600_000);

interface PlacedText {
  readonly words: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Texts of a drawing that lie level, with the room that text of 11 pixels takes in common fonts. */
function textsOf(drawing: string): PlacedText[] {
  return [...drawing.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)"([^>]*)>([^<]*)<\/text>/g)].flatMap(
    ([, x, y, further = "", words = ""]) => {
      if (further.includes("transform")) return [];
      const width = words.length * 6;
      const left = Number(x) - (further.includes('"end"') ? width : further.includes('"middle"') ? width / 2 : 0);
      return [{ words, left, right: left + width, top: Number(y) - 8, bottom: Number(y) + 1 }];
    },
  );
}

function overlap(a: PlacedText, b: PlacedText): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
