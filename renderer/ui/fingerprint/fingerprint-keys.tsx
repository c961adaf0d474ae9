import type { KeyboardEvent, ReactNode } from "react";
import type { DrawnKey, DrawnPart } from "../../../core/contract/inspection.ts";
import { countOf, sentenceCount } from "../numbers.ts";
import { safeString } from "../safe-string.ts";
import { SafeText } from "../safe-text.tsx";
import styles from "./fingerprint.module.css";
import { GapBox } from "./gap-box.tsx";
import { describeToken } from "./gap-words.ts";

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
              <Parts drawn={key} tabStop={index === firstGap} />
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

function Parts({ drawn, tabStop }: { readonly drawn: DrawnKey; readonly tabStop: boolean }): ReactNode {
  const firstGap = drawn.parts.findIndex(({ kind }) => kind === "gap");
  if (drawn.parts.length === 0) return <span className={styles.some}>empty</span>;
  return drawn.parts.map((part, index) => (
    <Part
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
      key={index}
      part={part}
      drawn={drawn}
      tabStop={tabStop && index === firstGap}
    />
  ));
}

interface PartProps {
  readonly part: DrawnPart;
  readonly drawn: DrawnKey;
  readonly tabStop: boolean;
}

function Part({ part, drawn, tabStop }: PartProps): ReactNode {
  switch (part.kind) {
    case "constant":
      return <SafeText text={part.text} />;
    case "token":
      return (
        <span className={styles.token} title={safeString(describeToken(part.name))}>
          <SafeText text={part.name} mono={false} expandable={false} />
        </span>
      );
    case "gap":
      return <GapBox gap={part} drawn={drawn} tabStop={tabStop} />;
  }
}

function moveBetweenGaps(event: KeyboardEvent<HTMLElement>): void {
  const forward = event.key === "ArrowRight" || event.key === "ArrowDown";
  const back = event.key === "ArrowLeft" || event.key === "ArrowUp";
  if ((!forward && !back) || event.ctrlKey || event.altKey || event.metaKey) return;
  const gaps = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-gap]")];
  const at = gaps.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  gaps[at + (forward ? 1 : -1)]?.focus();
}
