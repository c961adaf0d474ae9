import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** A font that any Debian has, and that has the letters of many scripts. */
export const FONT_PACKAGE = "fonts-dejavu-core";

const FONT_FOLDERS = [
  "/usr/share/fonts",
  "/usr/local/share/fonts",
  path.join(os.homedir(), ".fonts"),
  path.join(os.homedir(), ".local/share/fonts"),
];

/** Whether any of these folders holds a font; without one every letter in the window is a box. */
export function hasFonts(folders = FONT_FOLDERS) {
  return folders.some(holdsFont);
}

function holdsFont(folder) {
  let entries;
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return false;
  }
  const fonts = entries.filter(({ name }) => /\.(ttf|ttc|otf|pf[ab])$/i.test(name));
  return fonts.length > 0 || entries.some((entry) => entry.isDirectory() && holdsFont(path.join(folder, entry.name)));
}
