/** What decides about switches. */
export interface Machine {
  readonly platform?: NodeJS.Platform;
  readonly uid?: number;
  /** Size of /dev/shm, 0 where there is none. */
  readonly sharedMemoryBytes?: number;
}

/** The switches this machine needs, none on an ordinary one. */
export function chromiumSwitches(machine?: Machine): string[];
