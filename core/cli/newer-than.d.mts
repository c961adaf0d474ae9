/** Whether a bundle is at least as new as every file in these folders, and as these files. */
export function isNewerThan(bundle: string, sources: readonly string[]): boolean;
