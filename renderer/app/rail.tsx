import type { ReactNode } from "react";
import { runCommand } from "../commands/commands.ts";
import { useWorkspace } from "../commands/workspace.ts";
import type { ColourScheme, View } from "../commands/workspace-state.ts";
import { Icon } from "../ui/icons.tsx";
import { CompareTray } from "./compare-tray.tsx";
import styles from "./rail.module.css";

const VIEW_TITLES: readonly { view: View; title: string; key: string }[] = [
  { view: "overview", title: "Overview", key: "Ctrl+1" },
  { view: "flows", title: "Flows", key: "Ctrl+2" },
  { view: "fingerprints", title: "Fingerprints", key: "Ctrl+3" },
  { view: "label", title: "Label", key: "Ctrl+4" },
  { view: "diff", title: "Diff", key: "Ctrl+D" },
  { view: "campaigns", title: "Campaigns", key: "Ctrl+6" },
  { view: "evolution", title: "Evolution", key: "Ctrl+7" },
  { view: "map", title: "Map", key: "Ctrl+8" },
  { view: "numbers", title: "Numbers", key: "Ctrl+9" },
  { view: "signatures", title: "Signatures", key: "S" },
  { view: "report", title: "Report", key: "R" },
  { view: "captures", title: "Captures", key: "p" },
];

const SCHEME_WORDS: Readonly<Record<ColourScheme, string>> = { system: "System", light: "Light", dark: "Dark" };

/** The views, and what belongs to the whole window. `views` is false while no captures are open. */
export function Rail({ views }: { readonly views: boolean }): ReactNode {
  const current = useWorkspace((workspace) => workspace.view);
  const scheme = useWorkspace((workspace) => workspace.colourScheme);
  return (
    <nav className={styles.rail} aria-label="Views">
      {views &&
        VIEW_TITLES.map(({ view, title, key }) => (
          <button
            key={view}
            type="button"
            className={styles.entry}
            aria-current={view === current ? "page" : undefined}
            title={`${title} (${key})`}
            onClick={() => runCommand(`view.${view}`)}
          >
            <Icon name={view} />
            {title}
          </button>
        ))}
      <span className={styles.space} />
      {views && <CompareTray />}
      <button
        type="button"
        className={styles.entry}
        title="Find a command (Ctrl+K)"
        onClick={() => runCommand("palette")}
      >
        <Icon name="palette" />
        Commands
      </button>
      <button
        type="button"
        className={styles.entry}
        title={`Colours: ${SCHEME_WORDS[scheme]}. Press for the next scheme`}
        aria-label={`Colours: ${SCHEME_WORDS[scheme]}. Press for the next scheme`}
        onClick={() => runCommand("theme")}
      >
        <Icon name="theme" />
        {SCHEME_WORDS[scheme]}
      </button>
      <button type="button" className={styles.entry} title="Keys of this view (?)" onClick={() => runCommand("help")}>
        <Icon name="help" />
        Keys
      </button>
    </nav>
  );
}
