/** How `npm start` is used. */
export const USAGE: string;

/** What `npm start` was asked for. */
export interface LaunchArguments {
  readonly options: string[];
  /** Absolute paths. */
  readonly files: string[];
  readonly wantsHelp: boolean;
}

/** Tells options from files; relative files lie in `folder`. */
export function parseArguments(args: readonly string[], folder: string): LaunchArguments;
