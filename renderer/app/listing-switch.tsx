import type { ReactNode } from "react";
import { changeWorkspace, useWorkspace } from "../commands/workspace.ts";
import { LISTINGS } from "../commands/workspace-state.ts";
import { Button } from "../ui/button.tsx";
import { Keys } from "../ui/keys.tsx";
import styles from "./listing-switch.module.css";

const TITLES = { flows: "By flow", sources: "By source" } as const;

/** What the view lists: flows, or their sources. */
export function ListingSwitch(): ReactNode {
  const listing = useWorkspace((workspace) => workspace.listing);
  return (
    <fieldset className={styles.bar} aria-label="What is listed">
      {LISTINGS.map((one) => (
        <Button key={one} pressed={one === listing} onClick={() => changeWorkspace(() => ({ listing: one }))}>
          {TITLES[one]}
        </Button>
      ))}
      <Keys keys={["s"]} />
    </fieldset>
  );
}
