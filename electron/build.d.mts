/** Whether the bundle is at least as new as every source file. */
export function isBuilt(): boolean;
/** Builds main process, workers, preload script and window, whole or not at all. */
export function build(): Promise<void>;
