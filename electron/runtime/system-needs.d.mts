/** What the system lacks. */
export interface SystemNeeds {
  /** In words. */
  readonly parts: readonly string[];
  /** Debian packages that hold it. */
  readonly packages: readonly string[];
  /** Libraries for which no package is known. */
  readonly unknown: readonly string[];
}

/** Sees to it that the system has what the window needs: installs it as root on Debian, and says what to do elsewhere. */
export function supplySystemNeeds(dist: string, options: { needsVirtualDisplay: boolean }): void;
/** What is missing, and what to do about it. */
export function describeNeeds(needs: SystemNeeds, isDebianHere: boolean): string;
