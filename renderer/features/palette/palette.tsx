import { Command as Menu } from "cmdk";
import type { ReactNode } from "react";
import { type Command, isPossible, useAllCommands } from "../../commands/commands.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { keyName } from "../../commands/keys.ts";
import { Dialog, FOCUS_RETURN_MS } from "../../ui/dialog.tsx";
import { Keys } from "../../ui/keys.tsx";
import styles from "./palette.module.css";

/** Every command that can be run now, with its keys, found by typing. */
export function Palette(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "palette");
  return (
    <Dialog opened={opened} title="Commands" size="narrow" close={() => openDialog(null)}>
      <PaletteMenu />
    </Dialog>
  );
}

function PaletteMenu(): ReactNode {
  const commands = useAllCommands().filter((command) => command.id !== "palette" && isPossible(command));
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Menu
      label="Commands"
      loop
      vimBindings={false}
      className={styles.menu}
      onKeyDown={(event) => {
        if (keyName(event) !== "Ctrl+K") return;
        event.preventDefault();
        openDialog(null);
      }}
    >
      <Menu.Input className={styles.input} placeholder="Type what you want to do" data-autofocus />
      <Menu.List className={styles.list} label="Commands">
        <Menu.Empty className={styles.empty}>No command has these words. Try fewer letters.</Menu.Empty>
        {groups.map((group) => (
          <Menu.Group key={group} heading={group} className={styles.group}>
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <Menu.Item
                  key={command.id}
                  value={command.id}
                  keywords={[command.title]}
                  className={styles.item}
                  onSelect={() => runAfterClosing(command)}
                >
                  <span>{command.title}</span>
                  <Keys keys={command.keys} />
                </Menu.Item>
              ))}
          </Menu.Group>
        ))}
      </Menu.List>
    </Menu>
  );
}

/** The command may move the focus, so it runs once closing has put it back. */
function runAfterClosing(command: Command): void {
  openDialog(null);
  setTimeout(command.run, FOCUS_RETURN_MS);
}
