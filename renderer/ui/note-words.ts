import type { Note } from "../../core/contract/notes.ts";
import { sentenceCount } from "./numbers.ts";
import { formatTime } from "./times.ts";

/** What a note is on, in words. They may hold a name from a capture. */
export function noteWords({ on, source, time }: Note): string {
  switch (on.kind) {
    case "packet":
      return `packet ${sentenceCount(on.number)} of ${on.captureName}, from ${source}`;
    case "flow":
      return time === null ? `the flow of ${source} without a time` : `the flow of ${source} from ${formatTime(time)}`;
    case "source":
      return `the source ${source}`;
  }
}

/** The same where one looks at the flow. */
export function briefWords(note: Note): string {
  if (note.on.kind === "flow") return "this flow";
  return note.on.kind === "source" ? "its source" : `packet ${sentenceCount(note.on.number)}`;
}
