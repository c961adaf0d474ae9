import { readCaseFile, wireText } from "./case-file.ts";

/** A payload of a case file and how it is to be read. */
export interface MessageCase {
  readonly title: string;
  /** Latin-1 text that stands for bytes. */
  readonly payload: string;
  /** Bytes cut off by the snap length. */
  readonly missingBytes: number;
  /** The lines of the `reading` block behind it. */
  readonly reading: readonly string[] | undefined;
}

/** The pairs of `wire` and `reading` blocks of a case file. */
export function readMessageCases(name: string): MessageCase[] {
  return readCaseFile(name).flatMap(({ title, blocks }) =>
    blocks.flatMap(({ label, lines }, index) =>
      label.startsWith("wire")
        ? [
            {
              title,
              payload: wireText(lines),
              missingBytes: Number(/missing=(\d+)/.exec(label)?.[1] ?? 0),
              reading: blocks[index + 1]?.lines,
            },
          ]
        : [],
    ),
  );
}
