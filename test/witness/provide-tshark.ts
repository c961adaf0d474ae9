import { spawnSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import { installCommand, installPackages, isDebian } from "../../electron/runtime/debian-packages.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** Why tshark and its companions cannot be run here, in a sentence; the empty string where they can. */
    readonly tsharkMissing: string;
  }
}

/** Debian's package of tshark; editcap and randpkt come with the package it needs, wireshark-common. */
const PACKAGE = "tshark";

/** Before the tests that need an independent witness: tshark is here, or it is said why it is not. */
export default function provideTshark(project: TestProject): void {
  const missing = supplyTshark();
  project.provide("tsharkMissing", missing);
  // Skipped tests are easily overlooked; this line stands by itself.
  if (missing !== "") console.warn(`\nNOT RUN: the tests that compare with tshark. ${missing}\n`);
}

function supplyTshark(): string {
  if (isInstalled()) return "";
  if (!isDebian()) return "tshark is not installed. Install Wireshark's command-line programs to run them.";
  if (process.getuid?.() !== 0) return `tshark is not installed. To install it: ${installCommand([PACKAGE])}`;
  const failure = installPackages([PACKAGE]);
  return isInstalled() ? "" : `tshark could not be installed: ${failure ?? "apt-get gave no reason"}`;
}

function isInstalled(): boolean {
  return ["tshark", "editcap", "randpkt"].every((program) => spawnSync(program, ["-h"]).error === undefined);
}
