import type { PlotlyHTMLElement } from "plotly.js";
import { expect, test } from "vitest";
import { type Drawing, type Plotly, PlotPainter } from "../../../renderer/ui/plot-painter.ts";

/** Stands for Plotly, which needs a page: says what it is asked for, and draws until it is told to be done. */
function slowPlotly() {
  const asked: string[] = [];
  let finish: () => void = () => undefined;
  const begin = (what: string) => {
    asked.push(what);
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  const plotly = {
    react: (_element: unknown, data: readonly { name: string }[]) => begin(`draw ${data[0]?.name}`),
    Plots: { resize: () => begin("resize") },
    purge: () => asked.push("purge"),
  };
  const done = async () => {
    finish();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { plotly: plotly as unknown as Plotly, asked, done };
}

const elementOfWidth = (clientWidth: number) => ({ clientWidth }) as Partial<PlotlyHTMLElement> as PlotlyHTMLElement;
const shown = elementOfWidth(400);
const drawing = (name: string): Drawing => ({ data: [{ name }], layout: {} });

test("the first drawing begins at once", () => {
  const { plotly, asked } = slowPlotly();
  new PlotPainter(plotly, shown).paint(drawing("a"));
  expect(asked).toEqual(["draw a"]);
});

test("what comes while Plotly draws waits, and only the newest of it is drawn", async () => {
  const { plotly, asked, done } = slowPlotly();
  const painter = new PlotPainter(plotly, shown);
  for (const name of ["a", "b", "c"]) painter.paint(drawing(name));
  painter.fit();
  painter.fit();
  expect(asked).toEqual(["draw a"]);
  await done();
  expect(asked).toEqual(["draw a", "draw c"]);
  await done();
  expect(asked).toEqual(["draw a", "draw c", "resize"]);
  await done();
  expect(asked).toEqual(["draw a", "draw c", "resize"]);
});

test("a chart that is left while Plotly draws is taken away behind that, and nothing that waited is drawn", async () => {
  const { plotly, asked, done } = slowPlotly();
  const painter = new PlotPainter(plotly, shown);
  painter.paint(drawing("a"));
  painter.paint(drawing("b"));
  painter.remove();
  expect(asked).toEqual(["draw a"]);
  await done();
  expect(asked).toEqual(["draw a", "purge"]);
});

test("an idle chart is taken away at once", async () => {
  const { plotly, asked, done } = slowPlotly();
  const painter = new PlotPainter(plotly, shown);
  painter.paint(drawing("a"));
  await done();
  painter.remove();
  expect(asked).toEqual(["draw a", "purge"]);
});

test("a hidden chart is not fitted: Plotly refuses that", () => {
  const { plotly, asked } = slowPlotly();
  new PlotPainter(plotly, elementOfWidth(0)).fit();
  expect(asked).toEqual([]);
});
