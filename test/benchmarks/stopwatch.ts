import type { ElectronApplication, Locator, Page } from "@playwright/test";

/** What must be on the screen before a question counts as answered. */
export type Answered =
  /** Every row of the table that is in view. */
  | { readonly table: string }
  /** The element has no busy part and says nothing of being awaited. */
  | { readonly settled: string };

interface Action {
  /** Kind of the event it ends with. */
  readonly event: string;
  readonly act: () => Promise<void>;
  readonly answered: readonly Answered[];
}

/** What an answer should take at most, in milliseconds. */
const WANTED_MS = 200;

/** What a question took, in milliseconds. */
interface Taken {
  readonly wall: number;
  /** Of the processor, in the process that has the engine: on a busy machine it tells more than the wall clock. */
  readonly engine: number;
}

/** Times from what the analyst does, by the time the window was told, until the answer is painted. */
export class Stopwatch {
  private readonly app: ElectronApplication;
  private readonly window: Page;
  private readonly times = new Map<string, Taken[]>();

  constructor(app: ElectronApplication, window: Page) {
    this.app = app;
    this.window = window;
  }

  async measure(what: string, { event, act, answered }: Action): Promise<void> {
    const before = await this.engineMs();
    const timed = this.window.evaluate(timeAction, { event, answered });
    // Whoever listens for the event has to be there first.
    await this.window.evaluate(() => undefined);
    await act();
    const known = this.times.get(what) ?? [];
    const wall = await timed;
    known.push({ wall, engine: (await this.engineMs()) - before });
    this.times.set(what, known);
  }

  press(what: string, key: string, answered: readonly Answered[]): Promise<void> {
    return this.measure(what, { event: "keydown", act: () => this.window.keyboard.press(key), answered });
  }

  click(what: string, target: Locator, answered: readonly Answered[]): Promise<void> {
    return this.measure(what, { event: "click", act: () => target.click(), answered });
  }

  /** A line for each question: how often it was asked, medians and most; marked where that is more than is wanted. */
  report(): string {
    const lines = Array.from(this.times, ([what, times]) => {
      const wall = times.map((taken) => taken.wall).sort((a, b) => a - b);
      const engine = times.map((taken) => taken.engine).sort((a, b) => a - b);
      const most = wall.at(-1) ?? 0;
      const numbers = [times.length, middle(wall), most, middle(engine)];
      return `${most > WANTED_MS ? "!" : " "}${numbers.map((number) => number.toFixed().padStart(7)).join("")}  ${what}`;
    });
    return ["   asked median   most engine (ms)", ...lines].join("\n");
  }

  private engineMs(): Promise<number> {
    return this.app.evaluate(() => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    });
  }
}

function middle(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Runs in the window. Gives up after a minute. */
function timeAction({ event, answered }: Pick<Action, "event" | "answered">): Promise<number> {
  const inView = (table: string): boolean => {
    const grid = document.querySelector(`[role=grid][aria-label="${table}"]`);
    if (grid === null || grid.getAttribute("aria-busy") === "true") return false;
    const box = grid.getBoundingClientRect();
    const rows = [...grid.querySelectorAll("[data-index]")].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > box.top && top < box.bottom;
    });
    // Where no row matches, a sentence stands beside the grid.
    const isTold = rows.length > 0 || (grid.parentElement?.children.length ?? 0) > 1;
    return isTold && rows.every((row) => row.getAttribute("aria-busy") !== "true");
  };
  const isSettled = (selector: string): boolean => {
    const element = document.querySelector(selector);
    if (element === null || element.matches("[aria-busy=true]")) return false;
    return element.querySelector("[aria-busy=true]") === null && !/Asking for the/.test(element.textContent ?? "");
  };
  const isAnswered = () => answered.every((part) => ("table" in part ? inView(part.table) : isSettled(part.settled)));
  return new Promise((resolve) => {
    const begin = ({ timeStamp }: Event) => {
      const look = () => {
        if (!isAnswered() && performance.now() - timeStamp < 60_000) return void requestAnimationFrame(look);
        // Behind the next frame what is there now has been painted.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
      };
      requestAnimationFrame(look);
    };
    addEventListener(event, begin, { capture: true, once: true });
  });
}
