import { expect, test } from "vitest";
import {
  cellWords,
  drawPanel,
  type MosaicPanel,
  mosaicKey,
  undrawnWords,
} from "../../../renderer/features/campaigns/mosaic-drawing.ts";

/** A panel with cells as [block, host, visitors]. */
function panel(length: number, order: number, ...cells: readonly (readonly [number, number, number])[]): MosaicPanel {
  return {
    prefix: { network: 0xc6336400, length },
    order,
    cells: {
      blocks: Uint16Array.from(cells, ([block]) => block),
      destinations: Uint32Array.from(cells, () => 1),
      hosts: Uint16Array.from(cells, ([, host]) => host),
      visitors: Uint16Array.from(cells, ([, , visitors]) => visitors),
    },
  };
}

test("an address has the number of the host that alone sent there, and a plus where several did", () => {
  const drawn = drawPanel(panel(24, 4, [0, 0, 1], [1, 11, 1], [2, 0, 3]));
  expect(drawn.side).toBe(16);
  expect(drawn.labels.map(({ text }) => text)).toEqual(["1", "12", "+"]);
  expect(drawn.hosts.map(({ index }) => index)).toEqual([0, 11]);
  expect(drawn.hosts[0]?.path).toBe("M0 0h1v1h-1z");
  expect(drawn.common).not.toBe("");
  expect(drawn.shared).toBe("");
});

test("a wider cell is of the host that sent to most of it, with a stroke where others did, too", () => {
  const drawn = drawPanel(panel(16, 6, [0, 0, 1], [3, 2, 2]));
  expect(drawn.labels).toEqual([]);
  expect(drawn.hosts.map(({ index }) => index)).toEqual([0, 2]);
  expect(drawn.common).toBe("");
  expect(drawn.shared).toMatch(/^M\d+ \d+l1 -1$/);
});

test("what a cell stands for, how it is read and what is not drawn is said", () => {
  expect(cellWords(panel(24, 4))).toBe("1 address a cell");
  expect(cellWords(panel(16, 6))).toBe("16 addresses a cell");
  expect(mosaicKey([panel(24, 4)])).toBe(
    "Along the Hilbert curve: the number of the host that sent there, or grey with a plus: several did.",
  );
  expect(mosaicKey([panel(16, 6)])).toContain("with a stroke where several did");
  expect(undrawnWords({ hosts: [], panels: [], ipv6: 0, outside: 0 })).toBeNull();
  expect(undrawnWords({ hosts: [], panels: [], ipv6: 1, outside: 2 })).toBe(
    "Not drawn: 2 destinations outside of the telescope and 1 IPv6 destination.",
  );
});
