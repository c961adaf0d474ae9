/** The Debian package that holds Xvfb. */
export const VIRTUAL_DISPLAY_PACKAGE: string;
/** Whether the machine has a display of its own. */
export function hasDisplay(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): boolean;
/** Whether Xvfb is in the path. */
export function isVirtualDisplayInstalled(searchPath?: string): boolean;
/** Starts Xvfb on a free display: the variables that name it, and how to stop it. */
export function startVirtualDisplay(): Promise<{
  env: { DISPLAY: string; XAUTHORITY: string };
  stop(): Promise<void>;
}>;
/** The number of the display that the server chose, once its line is complete. */
export function parseDisplayNumber(answer: string): number | undefined;
/** An Xauthority file with one cookie that fits every display. */
export function formatAuthority(cookie: Buffer): Buffer;
