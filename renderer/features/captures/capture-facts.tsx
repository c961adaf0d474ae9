import type { ReactNode } from "react";
import type { CaptureInspection, CaptureRow } from "../../../core/contract/capture-table.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { countOf, formatBytes } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatFullTime } from "../../ui/times.ts";
import { linkTypeWords } from "./capture-words.ts";
import styles from "./captures.module.css";

interface CaptureFactsProps {
  readonly row: CaptureRow;
  readonly details: NonNullable<CaptureInspection["details"]>;
}

/** What identifies a capture and what it is. */
export function CaptureFacts({ row, details }: CaptureFactsProps): ReactNode {
  const { sha256, linkTypes, complete, stoppedAt, unreadBytes } = details;
  const ending = complete ? "yes" : stoppedAt === null ? "no" : `no, up to byte ${stoppedAt.toLocaleString("en-US")}`;
  return (
    <section className={styles.section} aria-label="Facts">
      <h3>Facts</h3>
      <dl className={styles.facts}>
        <dt>SHA-256</dt>
        <dd>
          <SafeText text={sha256} /> <CopyButton title="Copy SHA-256" copy={() => copyText(sha256)} />
        </dd>
        <dt>Size</dt>
        <dd>
          {row.bytes !== null &&
            `${countOf(row.bytes, "byte")}${row.bytes < 1000 ? "" : ` (${formatBytes(row.bytes)})`}`}
        </dd>
        <dt>Format</dt>
        <dd>
          {row.container}
          {row.compression !== null && `, in ${row.compression}`}
        </dd>
        <dt>Link types</dt>
        <dd>{linkTypes.length === 0 ? "none declared" : linkTypes.map(linkTypeWords).join(", ")}</dd>
        <dt>First packet</dt>
        <dd>{formatFullTime(row.firstPacketAt)}</dd>
        <dt>Last packet</dt>
        <dd>{formatFullTime(row.lastPacketAt)}</dd>
        <dt>Read to its end</dt>
        <dd>{ending}</dd>
        {unreadBytes !== 0 && (
          <>
            <dt>Not read</dt>
            <dd>
              {unreadBytes === null
                ? "how much of the file, cannot be told"
                : `${countOf(unreadBytes, "byte")} of the file`}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
