import { spawnSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import { installCommand, installPackages, isDebian } from "../../electron/runtime/debian-packages.mjs";
import { knowBackports } from "./backports.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Why Suricata 7 cannot be run here, in a sentence; the empty string where it can. */
    readonly suricataMissing: string;
    /** The same of YARA. */
    readonly yaraMissing: string;
  }
}

/** Before the tests that run exported rules: the engines are here, or it is said why they are not. */
export default function provideEngines(project: TestProject): void {
  const suricata = supply("Suricata 7", "suricata", isSuricata7, knowBackports);
  const yara = supply(
    "YARA",
    "yara",
    () => spawnSync("yara", ["--version"]).error === undefined,
    () => undefined,
  );
  project.provide("suricataMissing", suricata);
  project.provide("yaraMissing", yara);
  // Skipped tests are easily overlooked; these lines stand by themselves.
  for (const missing of [suricata, yara]) {
    if (missing !== "") console.warn(`\nNOT RUN: tests of exported rules. ${missing}\n`);
  }
}

/** Debian 12 has Suricata 6, and 7 in its backports. */
function isSuricata7(): boolean {
  const { error, stdout } = spawnSync("suricata", ["-V"], { encoding: "utf8" });
  return error === undefined && /version (?:[7-9]|\d\d)\./.test(stdout);
}

function supply(name: string, debianName: string, isHere: () => boolean, suite: () => string | undefined): string {
  if (isHere()) return "";
  if (!isDebian()) return `${name} is not installed.`;
  if (process.getuid?.() !== 0) return `${name} is not installed. To install it: ${installCommand([debianName])}`;
  const failure = installPackages([debianName], suite());
  return isHere() ? "" : `${name} could not be installed: ${failure ?? "apt-get gave no reason"}`;
}
