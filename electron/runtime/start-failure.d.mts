/** What the explanation needs to know. */
export interface FailedStart {
  /** Folder of the runtime. */
  readonly dist: string;
  readonly display?: string | undefined;
  /** Value of a kernel setting, by its path below /proc/sys. */
  readonly readSetting?: (name: string) => string | undefined;
}

/** What to do about the errors with which the app ended, or undefined where they are not known. */
export function explainFailure(errors: string, start: FailedStart): string | undefined;
