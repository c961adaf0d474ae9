import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { _electron, test as base, type ElectronApplication, expect, type Locator, type Page } from "@playwright/test";
import type { Bridge, RequestName, RequestParams, RequestResult } from "../../core/contract/window.ts";
import { appEnvironment } from "../../electron/runtime/app-environment.mjs";

/** Root of the repository. */
export const ROOT: string = path.resolve(import.meta.dirname, "../..");
/** The bundled sample. */
export const SAMPLE: string = path.join(ROOT, "resources/samples/telescope-sample.pcapng");

/** Path of a capture below `test/captures`. */
export function capturePath(name: string): string {
  return path.join(ROOT, "test/captures", name);
}

/** The running program and its window. */
export interface Ringprint {
  readonly app: ElectronApplication;
  readonly window: Page;
  /** Folder of what the program remembers. */
  readonly profile: string;
}

/** How to start it. */
export interface StartOptions {
  /** What stands behind the program's name on the command line. */
  readonly args?: readonly string[];
  /** Left out: a fresh one. */
  readonly profile?: string;
  readonly sandbox?: boolean;
  /** A packaged program; left out: the checkout's own. */
  readonly executable?: string;
  /** Messages the test provokes: refusals that Chromium logs. */
  readonly expected?: RegExp;
}

interface Fixtures {
  /** A folder for the files of one test. */
  readonly folder: string;
  /** Starts the real program. When the test ends, it is closed, and must have logged no error and asked for nothing outside. */
  readonly start: (options?: StartOptions) => Promise<Ringprint>;
}

/** Tests that drive the real program, each from an empty profile. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from the pattern
  folder: async ({}, use) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ringprint-e2e-"));
    await use(folder);
    fs.rmSync(folder, { recursive: true, force: true });
  },
  start: async ({ folder }, use) => {
    const running: ElectronApplication[] = [];
    const faults: string[] = [];
    await use(
      async ({ args = [], profile = path.join(folder, "profile"), sandbox = false, executable, expected } = {}) => {
        const app = await _electron.launch({
          args: [...(executable === undefined ? [ROOT] : []), `--user-data-dir=${profile}`, ...args],
          ...(executable === undefined ? {} : { executablePath: executable }),
          cwd: ROOT,
          chromiumSandbox: sandbox,
          env: appEnvironment(process.env) as Record<string, string>,
        });
        running.push(app);
        const window = await app.firstWindow();
        watch(window, (fault) => expected?.test(fault) !== true && faults.push(fault));
        await window.waitForLoadState("domcontentloaded");
        return { app, window, profile };
      },
    );
    for (const app of running) await app.close();
    expect(faults).toEqual([]);
  },
});

export { expect };

function watch(window: Page, note: (fault: string) => void): void {
  window.on("pageerror", (error) => note(`error in the page: ${error.message}`));
  window.on("dialog", (dialog) => note(`dialog: ${dialog.message()}`));
  window.on("console", (message) => {
    if (message.type() === "error") note(`logged: ${message.text()}`);
  });
  window.on("request", (request) => {
    if (!/^(app|blob|devtools):/.test(request.url())) note(`asked for ${request.url()}`);
  });
}

/** Asks the main process through the bridge, as the window's own code does. */
export async function ask<Name extends RequestName>(
  window: Page,
  name: Name,
  params: RequestParams<Name>,
): Promise<RequestResult<Name>> {
  const reply = await window.evaluate(
    ([request, given]) => (globalThis as unknown as { ringprint: Bridge<unknown> }).ringprint.call(request, given),
    [name, params] as const,
  );
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
  return reply.value as RequestResult<Name>;
}

/** Waits until the reading has ended, one way or the other. */
export async function waitForEnding(window: Page): Promise<RequestResult<"reading.state">> {
  await expect
    .poll(async () => (await ask(window, "reading.state", {})).phase, { timeout: 60_000 })
    .toMatch(/ended|stopped/);
  return ask(window, "reading.state", {});
}

/** The bottom line, which says how the reading stands. */
export function statusLine(window: Page): Locator {
  return window.getByRole("contentinfo");
}

/** The value of a figure at the top of the overview, with its note. */
export function figure(window: Page, title: string): Locator {
  return window.getByRole("definition").and(window.locator(`dt:text-is("${title}") + dd`));
}

/** The first number of a text as the window writes it, with thin spaces or commas. */
export function numberIn(text: string | null): number {
  return Number((/\d[\d,\u202f]*/.exec(text ?? "")?.[0] ?? "NaN").replaceAll(/[,\u202f]/g, ""));
}

/** Has a text in the field that a key leads to, once that has the focus: keys do not wait for a window that is slow. */
export async function typeBehind(window: Page, key: string, text: string): Promise<void> {
  await window.keyboard.press(key);
  await expect(window.locator("input:focus, textarea:focus")).toBeVisible();
  await window.keyboard.press("Control+a");
  await window.keyboard.type(text);
}

/** Runs the command of the palette that has these words, which no other has. */
export async function runCommand(window: Page, words: string): Promise<void> {
  await window.keyboard.press("Control+k");
  const palette = window.getByRole("dialog", { name: "Commands" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await window.keyboard.type(words);
  await expect(palette.getByRole("option", { name: words, selected: true })).toBeVisible();
  await window.keyboard.press("Enter");
  await expect(palette).toHaveCount(0);
}

/** Chooses an entry of the native menu, by its words. */
export async function chooseFromMenu(app: ElectronApplication, label: string): Promise<void> {
  await app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    const found = items.find((item) => item.label === wanted);
    if (found === undefined) throw new Error(`no entry ${wanted}`);
    found.click();
  }, label);
}
