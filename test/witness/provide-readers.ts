import { spawnSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import { build, isBuilt } from "../../electron/build.mjs";
import { installCommand, installPackages, isDebian } from "../../electron/runtime/debian-packages.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** Why Chromium and poppler's programs cannot be run here, in a sentence; the empty string where they can. */
    readonly readersMissing: string;
  }
}

const PACKAGES = ["chromium", "poppler-utils"];

/** Before the tests that open reports: a browser and a reader of PDF are here, or it is said why not; and what prints PDF is built. */
export default async function provideReaders(project: TestProject): Promise<void> {
  if (!isBuilt()) await build();
  const missing = supplyReaders();
  project.provide("readersMissing", missing);
  // Skipped tests are easily overlooked; this line stands by itself.
  if (missing !== "") console.warn(`\nNOT RUN: the tests that open reports. ${missing}\n`);
}

function supplyReaders(): string {
  if (isInstalled()) return "";
  if (!isDebian()) return "Chromium or poppler's pdftotext is not installed.";
  if (process.getuid?.() !== 0)
    return `Chromium or pdftotext is not installed. To install them: ${installCommand(PACKAGES)}`;
  const failure = installPackages(PACKAGES);
  return isInstalled() ? "" : `Chromium and pdftotext could not be installed: ${failure ?? "apt-get gave no reason"}`;
}

function isInstalled(): boolean {
  const programs = [
    ["chromium", "--version"],
    ["pdftotext", "-v"],
  ] as const;
  return programs.every(([program, option]) => spawnSync(program, [option]).error === undefined);
}
