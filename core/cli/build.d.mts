/** The bundled program. */
export const bundlePath: string;
/** Whether the bundle is at least as new as every source file. */
export function isBuilt(): boolean;
/** Builds the command line and its worker, whole or not at all. */
export function build(): Promise<void>;
/** Bundles what Node runs into a folder, by the names of the bundles; whole or not at all. */
export function bundleForNode(folder: string, input: Readonly<Record<string, string>>): Promise<void>;
