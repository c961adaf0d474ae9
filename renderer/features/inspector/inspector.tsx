import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { usePacketJump } from "../../commands/packet-jump.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { showSource } from "../../commands/workspace-state.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { FlowHeader } from "./flow-header.tsx";
import { FlowNotes } from "./flow-notes.tsx";
import styles from "./inspector.module.css";
import { showPackets, showTab, toggleByteForm } from "./inspector-store.ts";
import { InspectorTabs } from "./inspector-tabs.tsx";
import { StrandList } from "./strand-list.tsx";
import { chooseStrand } from "./strand-order.ts";

/** What is known of the selected flow: its strands, their fingerprints, matches and messages. */
export function Inspector(): ReactNode {
  const flow = useWorkspace((workspace) => workspace.selectedFlow);
  if (flow === null) {
    return (
      <EmptyState title="No flow selected">
        Choose one in the list of flows: click it, or press t, go there with the arrow keys and press Enter.
      </EmptyState>
    );
  }
  return <FlowInspector key={flow} flow={flow} />;
}

function FlowInspector({ flow }: { readonly flow: string }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const wanted = useWorkspace((workspace) => workspace.selectedStrand);
  const { value, error, retry } = useRequest("flow.inspect", { flow }, revision);
  const panel = useRef<HTMLDivElement>(null);

  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "inspector.focus",
        title: "Go to the inspector",
        group: "Inspector",
        keys: ["i"],
        run: () => panel.current?.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus(),
      },
      {
        id: "inspector.map",
        title: "Map of the destinations",
        group: "Inspector",
        keys: ["m"],
        run: () => {
          showTab("map");
          panel.current?.querySelector<HTMLElement>("[role=tab][id$=map]")?.focus();
        },
      },
      {
        id: "inspector.source",
        title: "Show the source of the flow",
        group: "Inspector",
        keys: ["u"],
        run: () => changeWorkspace(() => showSource(sourceOfFlow(flow))),
      },
      { id: "inspector.bytes", title: "Bytes as text or as hex", group: "Inspector", keys: ["h"], run: toggleByteForm },
    ],
    [flow],
  );
  useCommands(commands);
  const jump = usePacketJump((store) => store.packet);
  useEffect(() => {
    if (jump !== null) showPackets();
  }, [jump]);

  if (value === undefined) {
    if (error === undefined) return <Awaited title="Asking for the flow" />;
    if (error.code === "not-found") {
      return (
        <EmptyState title="This flow is not among the results">
          It may have grown together with another one while captures were read. Choose a flow in the list.
        </EmptyState>
      );
    }
    return (
      <FailedState
        title="The flow could not be inspected"
        reason={error.message}
        advice="The list and everything read so far is kept."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  const strand = chooseStrand(value.strands, wanted);
  return (
    <div ref={panel} className={styles.inspector}>
      <FlowHeader flow={value} />
      <FlowNotes flow={value} />
      {value.strands.length > 1 && (
        <StrandList
          strands={value.strands}
          selected={strand?.id ?? null}
          onSelect={(id) => changeWorkspace(() => ({ selectedStrand: id }))}
        />
      )}
      {error !== undefined && (
        <p className={styles.outdated} role="alert">
          ▲ This may be out of date: {error.message}
        </p>
      )}
      <InspectorTabs flow={value} strand={strand} revision={revision} />
    </div>
  );
}

/** A flow's id begins with its source. */
function sourceOfFlow(flow: string): string {
  return flow.slice(0, flow.indexOf("@"));
}
