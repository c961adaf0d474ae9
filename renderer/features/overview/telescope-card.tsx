import type { ReactNode } from "react";
import type { Overview } from "../../../core/contract/overview.ts";
import { describeBlindSpeed, describeTelescope } from "../../ui/telescope-words.ts";
import { Card } from "./card.tsx";
import styles from "./overview-table.module.css";

/** The monitored prefixes, and which scanners they are too few for. */
export function TelescopeCard({ overview: { telescope } }: { readonly overview: Overview }): ReactNode {
  return (
    <Card title="Telescope">
      <p className={styles.say}>{describeTelescope(telescope)}</p>
      <p className={styles.say}>Blind speed: {describeBlindSpeed(telescope)}</p>
    </Card>
  );
}
