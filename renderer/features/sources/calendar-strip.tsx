import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from "react";
import type { SourceDays, SourceInspection } from "../../../core/contract/source-table.ts";
import chartTable from "../../ui/chart-table.module.css";
import { countOf, formatCount } from "../../ui/numbers.ts";
import styles from "./calendar.module.css";
import { type CalendarDay, calendarOf, dayAfterKey } from "./calendar.ts";
import { describeDay, describePause } from "./calendar-words.ts";

interface CalendarStripProps {
  readonly source: SourceInspection;
  /** Undefined while it is being counted. */
  readonly counted: SourceDays | undefined;
}

/** On which days a source sent and how much: a line for each month, the higher a bar the more packets. */
export function CalendarStrip({ source, counted }: CalendarStripProps): ReactNode {
  const lines = useMemo(() => calendarOf(source, counted), [source, counted]);
  const [day, setDay] = useState<string | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const id = useId();
  const atLeast = counted?.kind === "counted" && counted.notIndexed > 0;
  const days = useMemo(
    () => new Map(lines.flatMap((line) => (line.kind === "month" ? line.days : [])).map((one) => [one.day, one])),
    [lines],
  );
  const shown = days.get(hovered ?? day ?? "");
  if (lines.length === 0) return <p className={styles.note}>No packet of this source has a time.</p>;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = dayAfterKey(event.key, lines, day);
    if (next === undefined) return;
    event.preventDefault();
    setHovered(null);
    setDay(next);
  };
  const onPointerMove = (event: { readonly target: EventTarget }) =>
    setHovered(event.target instanceof Element ? event.target.getAttribute("data-day") : null);

  return (
    <div className={styles.calendar}>
      <div
        role="grid"
        tabIndex={0}
        aria-label="Packets by UTC day"
        aria-activedescendant={day === null ? undefined : `${id}-${day}`}
        className={styles.grid}
        onKeyDown={onKeyDown}
        onFocus={() => setDay((now) => now ?? source.activeDays[0] ?? null)}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setHovered(null)}
        onClick={onClickOf(setDay)}
      >
        {lines.map((line) =>
          line.kind === "pause" ? (
            <div key={line.first} role="row" className={styles.pause}>
              <span role="gridcell">{describePause(line)}</span>
            </div>
          ) : (
            <div key={line.month} role="row" className={styles.month}>
              <span role="rowheader" className={styles.name}>
                {line.month}
              </span>
              {line.days.map((one) => (
                <DayCell key={one.day} id={`${id}-${one.day}`} day={one} atLeast={atLeast} chosen={one.day === day} />
              ))}
            </div>
          ),
        )}
      </div>
      <p className={styles.readout} aria-hidden="true">
        {shown === undefined ? `${countOf(source.activeDays.length, "day")} with packets` : describeDay(shown, atLeast)}
      </p>
      <Legend />
      <Notes counted={counted} />
      <DayTable days={[...days.values()].filter(({ kind }) => kind === "sent")} />
    </div>
  );
}

function onClickOf(choose: (day: string) => void) {
  return (event: { readonly target: EventTarget }) => {
    const day = event.target instanceof Element ? event.target.getAttribute("data-day") : null;
    if (day !== null) choose(day);
  };
}

function DayCell(props: {
  readonly id: string;
  readonly day: CalendarDay;
  readonly atLeast: boolean;
  readonly chosen: boolean;
}): ReactNode {
  const { id, day, atLeast, chosen } = props;
  const words = describeDay(day, atLeast);
  return (
    <span
      id={id}
      role="gridcell"
      aria-label={words}
      title={words}
      data-day={day.day}
      data-kind={day.kind === "sent" && day.packets === null ? "not-counted" : day.kind}
      data-level={day.level}
      className={chosen ? styles.chosen : styles.day}
    />
  );
}

const SIGNS = [
  ["sent", "1", "few packets"],
  ["sent", "4", "most packets"],
  ["not-counted", "0", "packets, not counted"],
  ["none", "0", "no packets"],
  ["no-data", "0", "no capture reaches over the day"],
] as const;

function Legend(): ReactNode {
  return (
    <p className={styles.legend}>
      {SIGNS.map(([kind, level, words]) => (
        <span key={words}>
          <i className={styles.day} data-kind={kind} data-level={level} /> {words}
        </span>
      ))}
    </p>
  );
}

/** What the numbers leave out. */
function Notes({ counted }: { readonly counted: SourceDays | undefined }): ReactNode {
  if (counted === undefined) return null;
  if (counted.kind === "reading") {
    return <p className={styles.note}>Packets are counted by day once all captures are read.</p>;
  }
  return (
    <>
      {counted.undated > 0 && <p className={styles.note}>{countOf(counted.undated, "packet")} without a time.</p>}
      {counted.notIndexed > 0 && (
        <p className={styles.note}>
          {countOf(counted.notIndexed, "capture")} without rows of packets: what they hold is not counted by day.
        </p>
      )}
    </>
  );
}

/** The same as a table. */
function DayTable({ days }: { readonly days: readonly CalendarDay[] }): ReactNode {
  return (
    <details className={styles.table}>
      <summary>As a table</summary>
      <table className={chartTable.table}>
        <thead>
          <tr>
            <th scope="col">UTC day</th>
            <th scope="col">Packets</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, packets }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>{packets === null ? "not counted" : formatCount(packets)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
