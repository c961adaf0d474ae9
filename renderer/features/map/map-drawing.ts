import { countOf, formatCount } from "../../ui/numbers.ts";
import type { Drawing } from "../../ui/plot-painter.ts";
import { alpha3 } from "./country-codes.ts";
import { type Place, placeName } from "./place-words.ts";

/** What is drawn of a country. */
export interface DrawnPlace {
  readonly place: Place;
  readonly counts: { readonly sources: number; readonly packets: number; readonly flows: number };
}

/** Countries that the borders have, in the order they are drawn in. */
export function drawnPlaces(shown: readonly DrawnPlace[], borders: ReadonlySet<string>): readonly DrawnPlace[] {
  return shown.filter(({ place }) => place.country !== null && borders.has(alpha3(place.country) ?? ""));
}

/** Powers of ten up to the largest count, for the scale. */
export function scaleTicks(largest: number): readonly number[] {
  const powers = Math.floor(Math.log10(Math.max(1, largest)));
  const ticks = Array.from({ length: powers + 1 }, (_, power) => 10 ** power);
  return ticks.at(-1) === largest ? ticks : [...ticks, largest];
}

/** Countries shaded by the logarithm of a count; one without sources stays as the land is. */
export function drawMap(
  drawn: readonly DrawnPlace[],
  measure: "sources" | "packets",
  colour: (variable: string) => string,
): Drawing {
  const largest = Math.max(1, ...drawn.map(({ counts }) => counts[measure]));
  const ticks = scaleTicks(largest);
  const codes = drawn.map(({ place }) => alpha3(place.country as string) as string);
  const trace = {
    type: "choropleth",
    locationmode: "ISO-3",
    locations: codes,
    z: drawn.map(({ counts }) => Math.log10(counts[measure])),
    zmin: 0,
    zmax: Math.max(Math.log10(largest), 0.001),
    colorscale: [
      [0, colour("--map-least")],
      [1, colour("--map-most")],
    ],
    marker: { line: { color: colour("--surface"), width: 0.5 } },
    customdata: drawn.map(({ place, counts }) => [
      `${placeName(place.country)}<br>${countOf(counts.sources, "source")}<br>${countOf(counts.packets, "packet")} in ${countOf(counts.flows, "flow")}`,
    ]),
    hovertemplate: "%{customdata[0]}<extra></extra>",
    colorbar: {
      title: { text: measure, side: "top", font: { size: 12 } },
      orientation: "h",
      x: 0,
      xanchor: "left",
      y: 0,
      yanchor: "bottom",
      len: 0.3,
      thickness: 8,
      tickvals: ticks.map((tick) => Math.log10(tick)),
      ticktext: ticks.map(formatCount),
      tickfont: { size: 11 },
      outlinewidth: 0,
    },
  };
  return {
    data: [trace as unknown as Drawing["data"][number]],
    layout: {
      dragmode: false,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      geo: {
        resolution: 50,
        bgcolor: colour("--surface"),
        showframe: false,
        showcoastlines: false,
        showland: true,
        landcolor: colour("--grid"),
        showcountries: true,
        countrycolor: colour("--surface"),
        countrywidth: 0.5,
        projection: { type: "natural earth" },
        lataxis: { range: [-58, 84] },
        lonaxis: { range: [-180, 180] },
      },
    },
  };
}
