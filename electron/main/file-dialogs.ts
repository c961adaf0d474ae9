import { type BrowserWindow, dialog } from "electron";

export const CAPTURE_FILES: Electron.FileFilter = {
  name: "Packet captures",
  extensions: ["pcap", "pcapng", "cap", "gz", "zst"],
};
export const CASE_FILES: Electron.FileFilter = { name: "Cases", extensions: ["ringcase"] };
export const PACK_FILES: Electron.FileFilter = { name: "Signature packs", extensions: ["ringpack", "json"] };
export const ALL_FILES: Electron.FileFilter = { name: "All files", extensions: ["*"] };

/** Files or folders the analyst chooses; none where the dialog is closed without a choice. */
export async function chosenPaths(
  window: BrowserWindow | null,
  options: Electron.OpenDialogOptions,
): Promise<readonly string[]> {
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return filePaths;
}

/** Where the analyst wants a file; null where the dialog is closed without a choice. */
export async function chosenPlace(
  window: BrowserWindow | null,
  options: Electron.SaveDialogOptions,
): Promise<string | null> {
  const { filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return filePath === "" ? null : filePath;
}
