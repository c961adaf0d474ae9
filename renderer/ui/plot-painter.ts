import type { Config, Data, Layout, LayoutAxis, PlotlyHTMLElement } from "plotly.js";

export type Plotly = typeof import("plotly.js");

/** What Plotly draws. */
export interface Drawing {
  readonly data: Data[];
  /**
   * Missing in the types: `selections`, what the analyst has brushed (empty takes it away again), and the title of a
   * hover box for all bars at a place.
   */
  readonly layout: Partial<Layout> & {
    readonly selections?: readonly [];
    readonly xaxis?: Partial<LayoutAxis> & { readonly unifiedhovertitle?: { readonly text: string } };
  };
}

// Nothing may be fetched, and nothing but the chart is shown.
const CONFIG: Partial<Config> = {
  displaylogo: false,
  displayModeBar: false,
  plotlyServerURL: "",
  topojsonURL: "",
  doubleClick: false,
};

/**
 * One chart on one element. Plotly draws in several steps, and a step fails if the chart was drawn anew or taken away
 * since the one before. So one thing is done at a time, and of what waits only the newest.
 */
export class PlotPainter {
  private readonly plotly: Plotly;
  private readonly element: PlotlyHTMLElement;
  private waiting: Drawing | null = null;
  private misfit = false;
  private gone = false;
  private busy = false;

  constructor(plotly: Plotly, element: PlotlyHTMLElement) {
    this.plotly = plotly;
    this.element = element;
  }

  /** Draws this in place of what is there; at once, unless Plotly is still at work. */
  paint(drawing: Drawing): void {
    this.waiting = drawing;
    void this.work();
  }

  /** Fits the chart to its element, unless it is hidden. */
  fit(): void {
    this.misfit = true;
    void this.work();
  }

  /** Takes the chart away. Nothing may be asked for afterwards. */
  remove(): void {
    this.gone = true;
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      while (!this.gone && (this.waiting !== null || this.misfit)) await this.step();
    } finally {
      this.busy = false;
      if (this.gone) this.plotly.purge(this.element);
    }
  }

  private async step(): Promise<void> {
    const { waiting } = this;
    if (waiting !== null) {
      this.waiting = null;
      await this.plotly.react(this.element, waiting.data, waiting.layout, CONFIG);
      return;
    }
    this.misfit = false;
    if (this.element.clientWidth > 0) await this.plotly.Plots.resize(this.element);
  }
}
