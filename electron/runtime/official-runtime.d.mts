/** The runtime in this folder of the electron package, if its download is whole. */
export function findInstalled(folder?: string): string | undefined;
/** Downloads the runtime: `{ dist }`, or `{ reason }` where it cannot be had. */
export function install(options: { isReplaceable: boolean }): Promise<{ dist?: string; reason?: string }>;
