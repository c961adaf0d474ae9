import { SegmentedControl } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import { formatTime as timeText } from "../../../../core/report/time-text.ts";
import { Button } from "../../../ui/button.tsx";
import { formatDuration, formatTime } from "../../../ui/times.ts";
import styles from "./map.module.css";
import { type MapSpan, secondsOf, timeAt } from "./map-times.ts";
import type { Playback } from "./use-playback.ts";

/** How long playing everything takes, in seconds. */
export const PLAY_SECONDS = ["30", "12", "4"] as const;
export type PlaySeconds = (typeof PLAY_SECONDS)[number];

interface MapScrubberProps {
  readonly span: MapSpan;
  readonly playback: Playback;
  readonly seconds: PlaySeconds;
  readonly onSeconds: (seconds: PlaySeconds) => void;
}

const STEPS = 1000;
/** The day in `2020-01-06 00:00:43`, and the space behind it. */
const DAY_LETTERS = 11;

/** The scale of the colours, which is also where playback stands: drag, arrows, space. */
export function MapScrubber({ span, playback, seconds, onSeconds }: MapScrubberProps): ReactNode {
  const id = useId();
  const { at, playing, toggle, seek } = playback;
  const start = formatTime(timeText(span.startNs));
  const end = formatTime(timeText(span.endNs));
  const shown = timeText(timeAt(span, at));
  const passed = `${formatDuration(secondsOf(span) * at)} of ${formatDuration(secondsOf(span))}`;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== " ") return;
    event.preventDefault();
    toggle();
  };
  return (
    <div className={styles.scrubber}>
      <div className={styles.scale}>
        <label htmlFor={id} className="visually-hidden">
          Shown up to
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={STEPS}
          step={1}
          value={Math.round(at * STEPS)}
          aria-valuetext={`${formatTime(shown)} UTC, ${passed}`}
          style={{ "--at": `${at * 100}%` } as React.CSSProperties}
          onChange={(event) => seek(Number(event.target.value) / STEPS)}
          onKeyDown={onKeyDown}
        />
        <div className={styles.ends} aria-hidden="true">
          <span>{start}</span>
          <span>{passed}</span>
          <span>{end.startsWith(start.slice(0, DAY_LETTERS)) ? end.slice(DAY_LETTERS) : end}</span>
        </div>
      </div>
      <div className={styles.controls}>
        <Button onClick={toggle} keyHint="Space">
          {playing ? "Pause" : "Play"}
        </Button>
        <SegmentedControl
          size="xs"
          className={styles.choice}
          aria-label="Seconds that playing everything takes"
          data={PLAY_SECONDS.map((value) => ({ value, label: `${value}\u202fs` }))}
          value={seconds}
          onChange={(value) => onSeconds(value as PlaySeconds)}
        />
        <p className={styles.moment}>{formatTime(shown)}</p>
      </div>
    </div>
  );
}
