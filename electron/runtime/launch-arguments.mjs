import path from "node:path";

export const USAGE = `Usage: npm start -- [options] [capture or folder]...

Opens the window of Ringprint on captures, or on the bundled sample. Builds it first where a source is newer, and sets
up the Electron runtime on the first start.

  --welcome     open no capture
  --self-test   open the sample, check that the window works, and exit
  --help        show this text

Other options go to the app as they are; a value follows its option after "=". What comes after "--" is a file, whatever
its name begins with. Without a display the window opens on a virtual one, and what the captures hold is printed too.
`;

/** What `npm start` was asked for. Files are made absolute: the app runs in another folder than the one they were typed in. */
export function parseArguments(args, folder) {
  const options = [];
  const files = [];
  let onlyFiles = false;
  for (const argument of args) {
    if (!onlyFiles && argument === "--") onlyFiles = true;
    else if (!onlyFiles && argument.startsWith("-")) options.push(argument);
    else files.push(path.resolve(folder, argument));
  }
  return { options, files, wantsHelp: options.some((option) => option === "--help" || option === "-h") };
}
