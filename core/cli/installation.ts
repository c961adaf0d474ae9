/** Where the program's own files lie. */
export interface Installation {
  readonly version: string;
  /** Folder with packs and schemas. */
  readonly resources: string;
  readonly workerUrl: URL;
  readonly crossCheckWorkerUrl: URL;
  /** What prints a page as PDF; it comes with the window. */
  readonly printerPath: string;
}
