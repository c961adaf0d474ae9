import { type ReactNode, useEffect, useState } from "react";
import type { FlowMap, MapPrefix } from "../../../../core/contract/flow-map.ts";
import type { FlowInspection } from "../../../../core/contract/inspection.ts";
import { useRequest } from "../../../bridge/use-request.ts";
import { Awaited } from "../../../ui/awaited.tsx";
import { SafeText } from "../../../ui/safe-text.tsx";
import { EmptyState, FailedState } from "../../../ui/states.tsx";
import { EvidenceTable } from "../evidence-table.tsx";
import { describeStrategy } from "../flow-words.ts";
import styles from "./map.module.css";
import { MapPicture } from "./map-picture.tsx";
import { describeUnmapped } from "./map-words.ts";

/** Where the flow's destinations lie and in which order they were visited, with its strategy and what that rests on. */
export function MapTab({ flow, revision }: { readonly flow: FlowInspection; readonly revision: number }): ReactNode {
  // Null: the map that holds all destinations.
  const [prefix, setPrefix] = useState<MapPrefix | null>(null);
  const answer = useRequest("flow.map", { flow: flow.row.id, prefix }, revision);
  const shown = useLast(answer.value);
  if (answer.error !== undefined) {
    return (
      <FailedState
        title="The map could not be made"
        reason={answer.error.message}
        advice="The flow and everything read so far is kept."
        action={{ title: "Try again", run: answer.retry }}
      />
    );
  }
  if (shown === undefined) return <Awaited title="Asking for the map" />;
  if (shown.map === null)
    return <EmptyState title="No map of these destinations">{describeUnmapped(shown)}</EmptyState>;
  return (
    <div className={styles.tab}>
      <MapPicture
        flowId={flow.row.id}
        revision={revision}
        flow={shown}
        map={shown.map}
        onShow={setPrefix}
        strategy={
          <section>
            <h3>
              Scan strategy: <SafeText text={flow.strategy.class} mono={false} />
            </h3>
            <p className={styles.note}>{describeStrategy(flow.strategy.class)}</p>
            <EvidenceTable of="the scan strategy" evidence={flow.strategy.evidence} />
          </section>
        }
      />
    </div>
  );
}

/** The last answer there was: one map stays until the next is here. */
function useLast(value: FlowMap | undefined): FlowMap | undefined {
  const [last, setLast] = useState(value);
  useEffect(() => {
    if (value !== undefined) setLast(value);
  }, [value]);
  return value ?? last;
}
