/** The archive in the package registry. */
export const registryRuntime: {
  /** Whether the registry holds a runtime for this kind of machine. */
  isAvailable(platform?: string, arch?: string): boolean;
  /** The runtime in this folder, the cache, if it is whole and made by the recipe of this checkout. */
  findInstalled(folder?: string): string | undefined;
  /** Fetches the archive and makes the runtime, beside its place and then by one rename. */
  install(): Promise<string>;
};
/** Writes down what is in a finished runtime. */
export function recordContents(dist: string): void;
/** Where a file of the archive belongs in the runtime, or undefined for what is Cypress' own. */
export function nameInRuntime(fileName: string): string | undefined;
