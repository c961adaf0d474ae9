import { type ReactNode, useMemo } from "react";
import type { PacketId } from "../../../core/contract/packet-table.ts";
import { useNotesByPlace } from "../../bridge/notes.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { toggleBookmark, writeNote } from "../../commands/notes.ts";
import { Button } from "../../ui/button.tsx";
import { sentenceCount } from "../../ui/numbers.ts";
import styles from "./inspector.module.css";

/** Puts notes and bookmarks on the packet that is chosen; the keys mean it while one is. */
export function PacketNotes({ id, name }: { readonly id: PacketId; readonly name: string }): ReactNode {
  const { capture, number } = id;
  const notes = useNotesByPlace().packet(capture, number);
  const target = useMemo(() => ({ kind: "packet", capture, number }) as const, [capture, number]);
  const words = `packet ${sentenceCount(number)} of ${name}`;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "packet.bookmark",
        title: "Put a bookmark on the packet, or take it away",
        group: "Inspector",
        keys: ["b"],
        run: () => void toggleBookmark(target, notes),
        changes: true,
      },
      {
        id: "packet.note",
        title: "Write a note on the packet…",
        group: "Inspector",
        keys: ["n"],
        run: () => writeNote(target, words),
        changes: true,
      },
    ],
    [target, notes, words],
  );
  useCommands(commands);
  const isMarked = notes.some(({ text }) => text === null);
  return (
    <div className={styles.packetNotes}>
      <Button onClick={() => void toggleBookmark(target, notes)} pressed={isMarked} keyHint="b">
        ★ Bookmark this packet
      </Button>
      <Button onClick={() => writeNote(target, words)} keyHint="n">
        ✎ Note on this packet
      </Button>
    </div>
  );
}
