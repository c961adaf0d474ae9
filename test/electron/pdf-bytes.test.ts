import { expect, test } from "vitest";
import { reproduciblePdf } from "../../electron/main/pdf-bytes.ts";

/** Of a PDF what tells when and after what it was printed: a heading, and a cell that names it. */
function pdfOf(hour: string, heading: string, cell: string): Buffer {
  const [low, high] = [heading, cell].sort() as [string, string];
  const object = (id: string) => (id === heading ? "7 0 R" : "12 0 R");
  return Buffer.from(
    [
      `<</CreationDate (D:20261129${hour}0000+00'00')\n/ModDate (D:20261129${hour}0000+00'00')>>`,
      `<</S /TH\n/ID (node${heading})>>`,
      `<</S /TD\n/A [<</Headers [(node${heading})]>>]\n/ID (node${cell})>>`,
      `<</Limits [(node${low}) (node${high})]\n/Names [(node${low}) ${object(low)} (node${high}) ${object(high)}]>>`,
      "\u00e9\u0000\u00ff",
    ].join("\n"),
    "latin1",
  );
}

test("the hour and the numbers of nodes leave no trace, whatever their order was", () => {
  const one = reproduciblePdf(pdfOf("10", "00000034", "00000061"));
  const other = reproduciblePdf(pdfOf("23", "00000062", "00000002"));
  expect(other.equals(one)).toBe(true);
  expect(one.toString("latin1")).toContain("/Names [(node00000001) 7 0 R (node00000002) 12 0 R]");
  expect(one.toString("latin1")).toContain("/Headers [(node00000001)]");
});

test("nothing in it moves, and no other byte changes", () => {
  const before = pdfOf("10", "00000061", "00000034");
  const after = reproduciblePdf(before);
  expect(after).toHaveLength(before.length);
  expect(after.subarray(-4).equals(before.subarray(-4))).toBe(true);
  const untagged = Buffer.from("%PDF-1.4\n(node00000007) \u00ff", "latin1");
  expect(reproduciblePdf(untagged).equals(untagged)).toBe(true);
});
