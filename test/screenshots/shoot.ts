import fs from "node:fs";
import path from "node:path";
import { type Ringprint, ROOT } from "../e2e/ringprint.ts";

/** Where pictures are put. */
export const FOLDER = path.join(ROOT, ".cache/screenshots");
const SIZES = [
  [1440, 900],
  [1100, 700],
] as const;
const SCHEMES = ["light", "dark"] as const;

/** The same state in both sizes, light and dark. */
export async function shoot({ app, window }: Ringprint, name: string): Promise<void> {
  fs.mkdirSync(FOLDER, { recursive: true });
  for (const [width, height] of SIZES) {
    await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size), [
      width,
      height,
    ] as const);
    for (const scheme of SCHEMES) {
      await window.emulateMedia({ colorScheme: scheme });
      await window.waitForTimeout(700);
      await window.screenshot({ path: path.join(FOLDER, `${name}-${width}-${scheme}.png`) });
    }
  }
}
