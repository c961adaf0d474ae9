import { type ReactNode, useCallback, useState } from "react";
import type { SenderStretch } from "../../../core/contract/sender-plot.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { saveChart } from "../../commands/save-chart.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import chartTable from "../../ui/chart-table.module.css";
import { formatCount } from "../../ui/numbers.ts";
import { Plot } from "../../ui/plot.tsx";
import { FailedState } from "../../ui/states.tsx";
import inspector from "./inspector.module.css";
import { NOT_YET } from "./packet-source.ts";
import { drawSender, MEASURE_NAMES, rangeText, type SenderMeasure } from "./sender-drawing.ts";
import styles from "./sender-plots.module.css";

/** Source port, TTL and IP-ID of a flow over its time, as charts or as a table. */
export function SenderPlots({ flow }: { readonly flow: string }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const [asTable, setAsTable] = useState(false);
  const { value, error, retry } = useRequest("flow.overTime", { flow }, revision);
  const isDrawn = value?.kind === "plot" && value.stretches.length > 0;
  return (
    <section>
      <div className={inspector.line}>
        <h3>Sender over time</h3>
        {isDrawn && (
          <Button pressed={asTable} onClick={() => setAsTable(!asTable)}>
            Sender as table
          </Button>
        )}
      </div>
      {value === undefined &&
        (error === undefined ? (
          <Awaited title="Asking for the packets over time" />
        ) : (
          <FailedState
            title="The packets over time are not known"
            reason={error.message}
            action={{ title: "Try again", run: retry }}
          />
        ))}
      {value?.kind === "reading" && <p className={inspector.note}>{NOT_YET}</p>}
      {value?.kind === "plot" && !isDrawn && (
        <p className={inspector.note}>No packet of this flow in the packet index has a time.</p>
      )}
      {isDrawn && <Stretches stretches={value.stretches} asTable={asTable} />}
    </section>
  );
}

function Stretches(props: { readonly stretches: readonly SenderStretch[]; readonly asTable: boolean }): ReactNode {
  const { stretches, asTable } = props;
  if (asTable) return <StretchTable stretches={stretches} />;
  const measures: readonly SenderMeasure[] = stretches.some(({ ipId }) => ipId !== null)
    ? ["sourcePort", "ttl", "ipId"]
    : ["sourcePort", "ttl"];
  return (
    <>
      <p className={inspector.note}>The lowest and the highest value in each of up to 250 stretches of time.</p>
      {measures.map((measure) => (
        <MeasurePlot key={measure} stretches={stretches} measure={measure} />
      ))}
    </>
  );
}

const FILE_NAMES: Readonly<Record<SenderMeasure, string>> = {
  sourcePort: "source-port",
  ttl: "ttl",
  ipId: "ip-id",
};

function MeasurePlot(props: { readonly stretches: readonly SenderStretch[]; readonly measure: SenderMeasure }) {
  const { stretches, measure } = props;
  const draw = useCallback(
    (colour: (variable: string) => string) => drawSender(stretches, measure, colour),
    [stretches, measure],
  );
  const ranges = stretches.flatMap((stretch) => stretch[measure] ?? []);
  const whole = rangeText([Math.min(...ranges), Math.max(...ranges)]);
  return (
    <div className={styles.plot}>
      <Plot
        label={`Chart of the ${MEASURE_NAMES[measure]} over time: ${whole}`}
        draw={draw}
        onSave={(image) => void saveChart(FILE_NAMES[measure], image)}
        savedFrom="above"
      />
    </div>
  );
}

function StretchTable({ stretches }: { readonly stretches: readonly SenderStretch[] }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box without controls is reached by keyboard this way
    <section className={`${chartTable.scroll} ${styles.scroll}`} tabIndex={0} aria-label="Sender over time as a table">
      <table className={chartTable.table}>
        <thead>
          <tr>
            <th scope="col">Seconds</th>
            <th scope="col">Packets</th>
            <th scope="col">Source port</th>
            <th scope="col">TTL</th>
            <th scope="col">IP-ID</th>
          </tr>
        </thead>
        <tbody>
          {stretches.map(({ at, packets, sourcePort, ttl, ipId }) => (
            <tr key={at}>
              <td>{at.toFixed(3)}</td>
              <td>{formatCount(packets)}</td>
              <td>{rangeText(sourcePort)}</td>
              <td>{rangeText(ttl)}</td>
              <td>{rangeText(ipId)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
