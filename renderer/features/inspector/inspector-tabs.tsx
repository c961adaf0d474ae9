import { Tabs } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import type { FlowInspection, StrandInspection, StrandRow } from "../../../core/contract/inspection.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { collect, isInInspector, isInPackets } from "../../commands/compare.ts";
import { compare } from "../../commands/compare-state.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { formatCount } from "../../ui/numbers.ts";
import { FailedState } from "../../ui/states.tsx";
import { FingerprintTab } from "./fingerprint-tab.tsx";
import { FlowTab } from "./flow-tab.tsx";
import styles from "./inspector.module.css";
import { type InspectorTab, showTab, useInspector } from "./inspector-store.ts";
import { MapTab } from "./map/map-tab.tsx";
import { MatchTab } from "./match-tab.tsx";
import { MessagesTab } from "./messages-tab.tsx";
import { PacketsTab } from "./packets-tab.tsx";
import { VerdictLine } from "./verdict-line.tsx";

interface InspectorTabsProps {
  readonly flow: FlowInspection;
  readonly strand: StrandRow | null;
  readonly revision: number;
}

/** The verdict on a strand, and below it the views of the strand and its flow. */
export function InspectorTabs({ flow, strand, revision }: InspectorTabsProps): ReactNode {
  if (strand === null) return <FlowTab flow={flow} />;
  return <StrandTabs key={strand.id} flow={flow} strand={strand.id} revision={revision} />;
}

function StrandTabs(props: { readonly flow: FlowInspection; readonly strand: string; readonly revision: number }) {
  const { flow, strand, revision } = props;
  const tab = useInspector((inspector) => inspector.tab);
  const answer = useRequest("strand.inspect", { strand }, revision);
  const shown = (view: (strand: StrandInspection) => ReactNode): ReactNode => {
    if (answer.value !== undefined) return view(answer.value);
    if (answer.error === undefined) return <Awaited title="Asking for the strand" />;
    return (
      <FailedState
        title="The strand could not be inspected"
        reason={answer.error.message}
        advice="The flow and everything read so far is kept."
        action={{ title: "Try again", run: answer.retry }}
      />
    );
  };
  const nearest = answer.value?.signatures[0]?.signature;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "strand.collect",
        title: "Put the inspected strand into the compare tray",
        group: "Inspector",
        keys: ["d"],
        run: () => collect([strand]),
        enabled: () => isInInspector() && !isInPackets(),
      },
      {
        id: "strand.diff",
        title: "Compare the inspected strand with the signature the verdict speaks of",
        group: "Inspector",
        // n writes a note here.
        keys: [],
        run: () => nearest !== undefined && changeWorkspace(() => compare([strand, nearest])),
        enabled: () => nearest !== undefined,
      },
    ],
    [strand, nearest],
  );
  useCommands(commands);
  const messages = answer.value?.exemplars.length;
  return (
    <>
      <div className={styles.verdict}>{answer.value !== undefined && <VerdictLine strand={answer.value} />}</div>
      <Tabs
        value={tab}
        onChange={(value) => showTab((value ?? "match") as InspectorTab)}
        keepMounted={false}
        color="var(--accent)"
        className={styles.tabs}
        classNames={{ list: styles.tabList, tab: styles.tab }}
      >
        <Tabs.List aria-label="Views of the strand and its flow">
          <Tabs.Tab value="match">Match</Tabs.Tab>
          <Tabs.Tab value="fingerprint">Fingerprint</Tabs.Tab>
          <Tabs.Tab value="messages">Messages{messages === undefined ? "" : ` (${formatCount(messages)})`}</Tabs.Tab>
          <Tabs.Tab value="packets">Packets</Tabs.Tab>
          <Tabs.Tab value="map">Map</Tabs.Tab>
          <Tabs.Tab value="flow">Flow</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="match" className={styles.panel} tabIndex={0}>
          {shown((value) => (
            <MatchTab strand={value} />
          ))}
        </Tabs.Panel>
        <Tabs.Panel value="fingerprint" className={styles.panel} tabIndex={0}>
          {shown((value) => (
            <FingerprintTab strand={value} />
          ))}
        </Tabs.Panel>
        <Tabs.Panel value="messages" className={styles.panel} tabIndex={0}>
          {shown((value) => (
            <MessagesTab strand={value} />
          ))}
        </Tabs.Panel>
        <Tabs.Panel value="packets" className={styles.panel} tabIndex={0}>
          <PacketsTab flow={flow} strand={strand} revision={revision} />
        </Tabs.Panel>
        <Tabs.Panel value="map" className={styles.panel} tabIndex={0}>
          <MapTab key={flow.row.id} flow={flow} revision={revision} />
        </Tabs.Panel>
        <Tabs.Panel value="flow" className={styles.panel} tabIndex={0}>
          <FlowTab flow={flow} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
