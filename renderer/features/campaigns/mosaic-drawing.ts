import { pointOf } from "../../../core/behaviour/hilbert.ts";
import type { CampaignMosaic } from "../../../core/contract/campaign-mosaic.ts";
import { countOf } from "../../ui/numbers.ts";

export type MosaicPanel = CampaignMosaic["panels"][number];

/** Colours there are; hosts beyond them are told by their numbers. */
const COLOURS = 8;
/** A panel whose cells are addresses. Its cells have room for the numbers of hosts. */
export function showsAddresses({ prefix, order }: MosaicPanel): boolean {
  return prefix.length + 2 * order === 32;
}

/** The colour of a host, as a variable of the theme. */
export function hostColour(index: number): string {
  return `--tool-${index % COLOURS}`;
}

/** A square as it is drawn, a pixel a cell. */
export interface DrawnPanel {
  readonly side: number;
  /** Cells of each host as one path, in the order of the hosts: those it alone sent to, or to which it sent most. */
  readonly hosts: readonly { readonly index: number; readonly path: string }[];
  /** Addresses that several hosts sent to: they are of none. */
  readonly common: string;
  /** A stroke over each wider cell that several hosts sent to. */
  readonly shared: string;
  /** Number of the host, or a plus where several sent there; none where there is no room. */
  readonly labels: readonly { readonly x: number; readonly y: number; readonly text: string }[];
}

/** What is drawn of a square. */
export function drawPanel(panel: MosaicPanel): DrawnPanel {
  const { order, cells } = panel;
  const ofAddresses = showsAddresses(panel);
  const paths = new Map<number, string[]>();
  const common: string[] = [];
  const shared: string[] = [];
  const labels: { x: number; y: number; text: string }[] = [];
  for (const [at, block] of cells.blocks.entries()) {
    const { x, y } = pointOf(block, order);
    const host = cells.hosts[at] as number;
    const cell = `M${x} ${y}h1v1h-1z`;
    const isShared = (cells.visitors[at] as number) > 1;
    if (ofAddresses && isShared) common.push(cell);
    else addTo(paths, host, cell);
    if (ofAddresses) labels.push({ x: x + 0.5, y: y + 0.5, text: isShared ? "+" : String(host + 1) });
    else if (isShared) shared.push(`M${x} ${y + 1}l1 -1`);
  }
  return {
    side: 2 ** order,
    hosts: [...paths].sort(([a], [b]) => a - b).map(([index, path]) => ({ index, path: path.join("") })),
    common: common.join(""),
    shared: shared.join(""),
    labels,
  };
}

function addTo(paths: Map<number, string[]>, host: number, cell: string): void {
  const path = paths.get(host);
  if (path === undefined) paths.set(host, [cell]);
  else path.push(cell);
}

/** Addresses a cell stands for, in words. */
export function cellWords({ prefix, order }: MosaicPanel): string {
  return `${countOf(2 ** (32 - prefix.length - 2 * order), "address", "addresses")} a cell`;
}

/** How to read the squares. */
export function mosaicKey(panels: readonly MosaicPanel[]): string {
  const parts = [
    ...(panels.some(showsAddresses)
      ? ["the number of the host that sent there, or grey with a plus: several did"]
      : []),
    ...(panels.every(showsAddresses)
      ? []
      : ["the colour of the host that sent to most of a cell, with a stroke where several did"]),
  ];
  return `Along the Hilbert curve: ${parts.join("; ")}.`;
}

/** What cannot be drawn, in words; null: all is. */
export function undrawnWords({ ipv6, outside }: CampaignMosaic): string | null {
  const parts = [
    ...(outside > 0 ? [`${countOf(outside, "destination")} outside of the telescope`] : []),
    ...(ipv6 > 0 ? [countOf(ipv6, "IPv6 destination")] : []),
  ];
  return parts.length === 0 ? null : `Not drawn: ${parts.join(" and ")}.`;
}
