import type { ReactNode } from "react";
import { toolMark } from "../../theme/tool-marks.ts";
import styles from "./campaigns.module.css";

/** Stretches of days that the captures cover, ascending. */
export type Covered = readonly (readonly [first: number, last: number])[];

const HEIGHT = 16;

/** Days across, from the first to the last covered one: the higher a bar, the more of those that could sent on that day. */
export function DayLane(props: {
  readonly covered: Covered;
  readonly days: readonly (readonly [day: number, share: number])[];
  readonly tool: string | null;
}): ReactNode {
  const { covered, days, tool } = props;
  const first = covered[0]?.[0] ?? 0;
  const width = (covered.at(-1)?.[1] ?? first) - first + 1;
  const bars = days.map(([day, share]) => {
    const height = Math.max(2, Math.round(share * HEIGHT));
    return `M${day - first} ${HEIGHT}v${-height}h1v${height}z`;
  });
  return (
    <svg className={styles.lane} viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {holesOf(covered).map(([from, to]) => (
        <rect key={from} className={styles.hole} x={from - first} y={0} width={to - from + 1} height={HEIGHT} />
      ))}
      <path className={styles.bars} d={bars.join("")} style={{ color: `var(${toolMark(tool).colour})` }} />
    </svg>
  );
}

/** Days between the stretches: nobody knows what was sent on them. */
function holesOf(covered: Covered): (readonly [number, number])[] {
  return covered.slice(1).map(([next], index) => [(covered[index]?.[1] ?? next) + 1, next - 1] as const);
}
