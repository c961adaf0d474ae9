/** Runs the app until it ends: its exit code, and the last of what it wrote to standard error, which is passed on. */
export function runApp(
  executable: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; errors: string }>;
/** Whether a line says only that Chromium does without something. */
export function isComplaint(line: string): boolean;
