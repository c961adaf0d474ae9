// What the window needs from the system besides the runtime: shared libraries, a font, and where there is no display,
// the program that makes a virtual one.
import { installCommand, installPackages, isDebian } from "./debian-packages.mjs";
import { isVirtualDisplayInstalled, VIRTUAL_DISPLAY_PACKAGE } from "./display.mjs";
import { say } from "./say.mjs";
import { SetupError } from "./setup-error.mjs";
import { FONT_PACKAGE, hasFonts } from "./system-fonts.mjs";
import { findMissingLibraries, packagesOf } from "./system-libraries.mjs";

/** Sees to it that the system has what the window needs: installs it as root on Debian, and says what to do elsewhere. */
export function supplySystemNeeds(dist, { needsVirtualDisplay }) {
  const needs = findNeeds(dist, needsVirtualDisplay);
  if (needs.packages.length === 0 && needs.unknown.length === 0) return;
  const advice = describeNeeds(needs, isDebian());
  if (!isDebian() || process.getuid() !== 0) {
    if (needs.isBlocking) throw new SetupError(advice);
    say(advice);
    return;
  }
  const failure = installPackages(needs.packages);
  const left = findNeeds(dist, needsVirtualDisplay);
  if (!left.isBlocking) return;
  throw new SetupError([describeNeeds(left, true), ...(failure === undefined ? [] : [failure])].join("\n"));
}

function findNeeds(dist, needsVirtualDisplay) {
  const { missing, glibc } = findMissingLibraries(dist);
  const { packages, unknown } = packagesOf(missing, glibc);
  const parts = [...missing];
  const needsXvfb = needsVirtualDisplay && !isVirtualDisplayInstalled();
  if (needsXvfb) {
    packages.push(VIRTUAL_DISPLAY_PACKAGE);
    parts.push("Xvfb, as there is no display");
  }
  // A window of boxes is still a window.
  const isBlocking = parts.length > 0;
  if (!hasFonts()) {
    packages.push(FONT_PACKAGE);
    parts.push("a font");
  }
  return { parts, packages, unknown, isBlocking };
}

/** What is missing, and what to do about it. */
export function describeNeeds({ parts, packages, unknown }, isDebianHere) {
  const lines = [`This system lacks what the window needs: ${parts.join(", ")}.`];
  if (!isDebianHere) {
    lines.push("Install the packages of your distribution that hold these files. Their names on Debian are:");
    lines.push(`  ${packages.join(" ")}`);
  } else if (packages.length > 0) {
    lines.push("To install it:", `  ${installCommand(packages)}`);
  }
  if (unknown.length > 0) {
    lines.push(`No package is known for ${unknown.join(", ")}; apt-file or your distribution's search finds it.`);
  }
  return lines.join("\n");
}
