import { createContext, useContext, useMemo } from "react";
import type { Note } from "../../core/contract/notes.ts";
import type { Answer } from "./use-request.ts";

const NotesContext = createContext<Answer<readonly Note[]>>({
  value: undefined,
  error: undefined,
  asking: true,
  retry: () => {},
});

/** Hands all notes and bookmarks of the case to everything below; the app shell asks for them once. */
export const NotesProvider = NotesContext.Provider;

/** All notes and bookmarks of the case, in the order they were made. */
export function useNotes(): Answer<readonly Note[]> {
  return useContext(NotesContext);
}

const NONE: readonly Note[] = [];

/** What is noted of the things that are listed. */
export interface NotesByPlace {
  /** Of a flow, with its packets and its source. */
  flow(id: string, source: string): readonly Note[];
  source(source: string): readonly Note[];
  packet(capture: string, number: number): readonly Note[];
}

/** The same by what they are on. */
export function useNotesByPlace(): NotesByPlace {
  const notes = useNotes().value ?? NONE;
  return useMemo(() => {
    const places = new Map<string, Note[]>();
    const add = (place: string, note: Note) => places.set(place, [...(places.get(place) ?? []), note]);
    for (const note of notes) {
      if (note.on.kind === "source") add(`source ${note.source}`, note);
      else for (const flow of note.flows) add(`flow ${flow}`, note);
      if (note.on.kind === "packet") add(`packet ${note.on.capture} ${note.on.number}`, note);
    }
    const at = (place: string) => places.get(place) ?? NONE;
    return {
      flow: (id, source) => [...at(`flow ${id}`), ...at(`source ${source}`)],
      source: (source) => at(`source ${source}`),
      packet: (capture, number) => at(`packet ${capture} ${number}`),
    };
  }, [notes]);
}
