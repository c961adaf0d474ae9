import type { Channels } from "../../../theme/css-colour.ts";

/** Colours as canvas pixels have them, in the byte order of this machine's. */
export interface MapInk {
  readonly field: number;
  readonly line: number;
  /** Colours from the first moment to the last one. */
  readonly scale: Uint32Array;
  /** Colour of cells without a time. */
  readonly undated: number;
}

/** CSS variables of the scale's colours, the first moment's first. */
export const SCALE_VARIABLES = [
  "--time-0",
  "--time-1",
  "--time-2",
  "--time-3",
  "--time-4",
  "--time-5",
  "--time-6",
] as const;

const SHADES = 256;

/** Mixes the inks of the theme that is shown. */
export function mixInk(channels: (variable: string) => Channels): MapInk {
  const stops = SCALE_VARIABLES.map(channels);
  const scale = new Uint32Array(SHADES);
  for (const shade of scale.keys()) {
    const place = (shade / (SHADES - 1)) * (stops.length - 1);
    const below = Math.min(Math.floor(place), stops.length - 2);
    const from = stops[below] as Channels;
    const to = stops[below + 1] as Channels;
    const between = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (place - below));
    scale[shade] = pixel([between(0), between(1), between(2)]);
  }
  return {
    field: pixel(channels("--map-field")),
    line: pixel(channels("--map-line")),
    scale,
    undated: pixel(channels("--series-main")),
  };
}

const PIXEL_BYTES = new Uint8Array(4);
const PIXEL = new Uint32Array(PIXEL_BYTES.buffer);

/** An opaque pixel. */
function pixel([red, green, blue]: Channels): number {
  PIXEL_BYTES.set([red, green, blue, 255]);
  return PIXEL[0] as number;
}
