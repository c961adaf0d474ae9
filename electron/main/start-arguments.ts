import path from "node:path";

/** What the program was started with. */
export interface StartArguments {
  /** Captures and folders to open, absolute. */
  readonly paths: readonly string[];
  /** Open the bundled sample. */
  readonly sample: boolean;
  /** Check the installation without showing a window, and end. */
  readonly selfTest: boolean;
  /** Print the first of the paths, a page, into the second as PDF without showing a window, and end. */
  readonly printPdf: boolean;
}

/**
 * Reads the arguments behind the program's own name. Switches that Electron and Chromium know are theirs; all other
 * words are captures.
 */
export function readStartArguments(words: readonly string[], workingFolder: string): StartArguments {
  // What follows "--" is a file, whatever its name begins with.
  const end = words.indexOf("--");
  const switches = end < 0 ? words : words.slice(0, end);
  const files = [
    ...switches.filter((word) => word !== "" && !word.startsWith("-")),
    ...words.slice(switches.length + 1),
  ];
  return {
    paths: files.map((file) => path.resolve(workingFolder, file)),
    sample: switches.includes("--sample"),
    selfTest: switches.includes("--self-test"),
    printPdf: switches.includes("--print-pdf"),
  };
}

/** The arguments behind the program's own name: a packaged program is its own, otherwise the application's folder follows. */
export function ownWords(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const rest = argv.slice(1);
  if (isPackaged) return rest;
  const folder = rest.findIndex((word) => !word.startsWith("-"));
  return folder < 0 ? rest : [...rest.slice(0, folder), ...rest.slice(folder + 1)];
}
