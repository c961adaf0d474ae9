import type { ReactNode } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { changeWorkspace, useWorkspace } from "../commands/workspace.ts";
import styles from "./inspected-split.module.css";
import { ViewBoundary } from "./view-boundary.tsx";

/** A list with the inspector beside it, in the widths the analyst left them. */
export function InspectedSplit(props: { readonly inspector: ReactNode; readonly children: ReactNode }): ReactNode {
  const { inspector, children } = props;
  const inspectorOpen = useWorkspace((workspace) => workspace.inspectorOpen);
  const width = useWorkspace((workspace) => workspace.inspectorWidth);
  if (!inspectorOpen) return children;
  return (
    <Group
      orientation="horizontal"
      className={styles.group}
      defaultLayout={{ list: 100 - width, inspector: width }}
      onLayoutChanged={(layout) => {
        const wanted = layout.inspector;
        if (wanted !== undefined) changeWorkspace(() => ({ inspectorWidth: Math.min(70, Math.max(15, wanted)) }));
      }}
    >
      <Panel id="list" minSize="30%">
        {children}
      </Panel>
      <Separator className={styles.separator} aria-label="Width of the inspector" />
      <Panel id="inspector" minSize="15%" maxSize="70%">
        <aside className={styles.inspector} aria-label="Inspector">
          <ViewBoundary title="The inspector">{inspector}</ViewBoundary>
        </aside>
      </Panel>
    </Group>
  );
}
