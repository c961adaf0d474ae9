import { type FormEvent, type ReactNode, useState } from "react";
import { MOST_NOTE_TEXT } from "../../../core/contract/notes.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { saveNote, useWriting } from "../../commands/notes.ts";
import { useNotices } from "../../commands/notices.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./notes.module.css";

/** Where a note is written. It is closed once the note is saved. */
export function NoteDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "note");
  const isNew = useWriting((writing) => writing.note === null);
  return (
    <Dialog opened={opened} title={isNew ? "New note" : "Change the note"} size="narrow" close={() => openDialog(null)}>
      <NoteForm />
    </Dialog>
  );
}

function NoteForm(): ReactNode {
  const { words, note } = useWriting();
  const [text, setText] = useState(note?.text ?? "");
  const [failed, setFailed] = useState<string | null>(null);
  const isEmpty = text.trim() === "";
  const save = async () => {
    if (isEmpty) return;
    if (await saveNote(text)) openDialog(null);
    else setFailed(useNotices.getState().failure);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <label htmlFor="note-text">
        On <SafeText text={words} mono={false} expandable={false} />
      </label>
      <textarea
        id="note-text"
        data-autofocus
        value={text}
        maxLength={MOST_NOTE_TEXT}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void save();
          }
        }}
      />
      {failed !== null && (
        <p role="alert">
          ▲ <SafeText text={failed} mono={false} />
        </p>
      )}
      <div className={styles.buttons}>
        <span className={styles.hint}>It is kept in the case, and can be undone.</span>
        <Button onClick={() => openDialog(null)}>Cancel</Button>
        <Button primary disabled={isEmpty} keyHint="Ctrl+Enter">
          Save
        </Button>
      </div>
    </form>
  );
}
