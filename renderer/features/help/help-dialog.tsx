import type { ReactNode } from "react";
import { type Command, useAllCommands } from "../../commands/commands.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Keys } from "../../ui/keys.tsx";
import styles from "./help-dialog.module.css";
import { helpSections } from "./help-sections.ts";

/** The keys that work now, by where they work. */
export function HelpDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "help");
  return (
    <Dialog opened={opened} title="Keys of this view" size="wide" close={() => openDialog(null)}>
      <HelpSections />
    </Dialog>
  );
}

function HelpSections(): ReactNode {
  const sections = helpSections(useAllCommands());
  return (
    <>
      <div className={styles.sections}>
        {sections.map(({ title, entries }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl className={styles.list}>
              {entries.map((entry) => (
                <HelpEntry key={entry.title} entry={entry} />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles.hint}>
        Single keys work while no text field has the keyboard. Every command, with or without a key, is found with{" "}
        <kbd>Ctrl</kbd> <kbd>K</kbd>.
      </p>
    </>
  );
}

function HelpEntry({ entry }: { readonly entry: Pick<Command, "title" | "keys"> }): ReactNode {
  return (
    <div>
      <dt>
        <Keys keys={entry.keys} />
      </dt>
      <dd>{entry.title}</dd>
    </div>
  );
}
