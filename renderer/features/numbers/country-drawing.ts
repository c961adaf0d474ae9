import { formatCount } from "../../ui/numbers.ts";
import type { Drawing } from "../../ui/plot-painter.ts";
import { type CalledCountries, calledName } from "./number-words.ts";

/** Countries that have room as bars; the table beside them has all. */
const MOST_BARS = 20;

/** INVITEs that call numbers of each country, most first, as bars with their counts. */
export function drawCountries({ countries }: CalledCountries, colour: (variable: string) => string): Drawing {
  const drawn = countries.filter(({ called }) => called > 0).slice(0, MOST_BARS);
  const font = { size: 12 };
  return {
    data: [
      {
        type: "bar",
        orientation: "h",
        x: drawn.map(({ called }) => called),
        y: drawn.map(({ country }) => calledName(country)),
        text: drawn.map(({ called }) => formatCount(called)),
        textposition: "outside",
        textfont: { size: 12, color: colour("--text") },
        cliponaxis: false,
        marker: { color: colour("--series-main") },
        customdata: drawn.map(({ numbers }) => formatCount(numbers)),
        hovertemplate: "%{y}<br>%{x} INVITEs that call<br>%{customdata} numbers<extra></extra>",
      },
    ],
    layout: {
      dragmode: false,
      bargap: 0.35,
      margin: { l: 8, r: 60, t: 8, b: 70 },
      xaxis: {
        title: { text: "INVITEs that call a number of the country", standoff: 8, font },
        rangemode: "tozero",
        fixedrange: true,
        gridcolor: colour("--grid"),
        linecolor: colour("--border-strong"),
        nticks: 5,
      },
      yaxis: { autorange: "reversed", automargin: true, fixedrange: true, tickfont: font },
    },
  };
}
