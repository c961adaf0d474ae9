import type { KeyboardEvent, ReactNode } from "react";
import type { DrawnKey } from "../../../core/contract/inspection.ts";
import { countOf, sentenceCount } from "../numbers.ts";
import { SafeText } from "../safe-text.tsx";
import { DrawnValue } from "./drawn-value.tsx";
import styles from "./fingerprint.module.css";

interface FingerprintKeysProps {
  readonly keys: readonly DrawnKey[];
  /** Packets of the strand, of which optional keys have some. */
  readonly packets: number;
}

/**
 * A fingerprint drawn: a row per key, constants plain, gaps as boxes, tokens as pills. Gaps are one stop of the Tab key;
 * arrows go from gap to gap.
 */
export function FingerprintKeys({ keys, packets }: FingerprintKeysProps): ReactNode {
  const firstGap = keys.findIndex(({ parts }) => parts.some(({ kind }) => kind === "gap"));
  return (
    <table className={styles.keys}>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody onKeyDown={moveBetweenGaps}>
        {keys.map((key, index) => (
          <tr key={key.key} className={key.mandatory ? undefined : styles.optional}>
            <th scope="row">
              <SafeText text={key.key} expandable={false} />
            </th>
            <td>
              <DrawnValue value={key} tabStop={index === firstGap} />
              {!key.mandatory && (
                <span className={styles.some}>
                  optional: in {sentenceCount(key.packets)} of {countOf(packets, "packet")}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Arrows go from gap to gap. */
export function moveBetweenGaps(event: KeyboardEvent<HTMLElement>): void {
  const forward = event.key === "ArrowRight" || event.key === "ArrowDown";
  const back = event.key === "ArrowLeft" || event.key === "ArrowUp";
  if ((!forward && !back) || event.ctrlKey || event.altKey || event.metaKey) return;
  const gaps = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-gap]")];
  const at = gaps.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  gaps[at + (forward ? 1 : -1)]?.focus();
}
