/** Electron's own download. */
export const officialRuntime: {
  /** The runtime in this folder of the electron package, if its download is whole. */
  findInstalled(folder?: string): string | undefined;
  /** Downloads the runtime: `{ dist }`, or `{ reason }` where it cannot be had. */
  install(options: { isReplaceable: boolean }): Promise<{ dist?: string; reason?: string }>;
};
