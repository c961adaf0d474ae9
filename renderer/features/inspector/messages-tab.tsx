import { SegmentedControl } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { InspectedExemplar, StrandInspection } from "../../../core/contract/inspection.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { type ByteForm, BytesView } from "../../ui/bytes/bytes-view.tsx";
import { formatBytesAsHex } from "../../ui/bytes/hex-lines.ts";
import { formatBytesAsText } from "../../ui/bytes/visible-bytes.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { countOf, formatCount, sentenceCount } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { formatFullTime, formatTime } from "../../ui/times.ts";
import { ChoiceList } from "./choice-list.tsx";
import { formatEndpoint } from "./endpoint.ts";
import styles from "./inspector.module.css";
import { showBytesAs, useInspector } from "./inspector-store.ts";

/** The messages kept of a strand: which they are, and their exact bytes. */
export function MessagesTab({ strand }: { readonly strand: StrandInspection }): ReactNode {
  const { exemplars, row } = strand;
  const [wanted, setWanted] = useState<string | null>(null);
  const chosen = exemplars.find((exemplar) => idOf(exemplar) === wanted) ?? exemplars[0];
  if (chosen === undefined) return <EmptyState title="No message of this strand was kept" />;
  return (
    <div className={styles.messages}>
      <p className={styles.note}>
        {exemplars.length < row.packets
          ? `${exemplars.length} of ${countOf(row.packets, "message")}, chosen so that every reading chooses the same.`
          : "All messages of the strand."}
      </p>
      {exemplars.length > 1 && (
        <ChoiceList
          label="Messages"
          choices={exemplars.map((exemplar) => ({ id: idOf(exemplar), content: <Message exemplar={exemplar} /> }))}
          selected={idOf(chosen)}
          onSelect={setWanted}
        />
      )}
      <MessageBytes exemplar={chosen} />
    </div>
  );
}

function Message({ exemplar }: { readonly exemplar: InspectedExemplar }): ReactNode {
  return (
    <span className={styles.message}>
      <span className={styles.count}>{formatCount(exemplar.number)}</span>
      <span>{formatTime(exemplar.time)}</span>
      <span className={styles.cut}>
        to <SafeText text={formatEndpoint(exemplar.destination, exemplar.destinationPort)} expandable={false} />
      </span>
    </span>
  );
}

function MessageBytes({ exemplar }: { readonly exemplar: InspectedExemplar }): ReactNode {
  const form = useInspector((inspector) => inspector.byteForm);
  const { bytes, missingBytes } = exemplar;
  return (
    <>
      <div className={styles.about}>
        <p>
          Packet {sentenceCount(exemplar.number)} of <SafeText text={exemplar.capture} mono={false} />,{" "}
          {formatFullTime(exemplar.time)}
        </p>
        <p>
          <SafeText text={formatEndpoint(exemplar.source, exemplar.sourcePort)} /> to{" "}
          <SafeText text={formatEndpoint(exemplar.destination, exemplar.destinationPort)} />,{" "}
          {missingBytes > 0 && `${sentenceCount(bytes.length)} of `}
          {countOf(bytes.length + missingBytes, "byte")}
        </p>
      </div>
      <div className={styles.line}>
        <SegmentedControl
          size="xs"
          className={styles.form}
          aria-label="Show bytes as (h)"
          data={[
            { value: "text", label: "Text" },
            { value: "hex", label: "Hex" },
          ]}
          value={form}
          onChange={(value) => showBytesAs(value as ByteForm)}
        />
        <CopyButton
          title={form === "hex" ? "Copy as hex" : "Copy as text"}
          copy={() => copyText(form === "hex" ? formatBytesAsHex(bytes) : formatBytesAsText(bytes))}
        />
      </div>
      <BytesView
        bytes={bytes}
        form={form}
        label={safeString(`Bytes of packet ${exemplar.number} of ${exemplar.capture}`)}
        missingBytes={missingBytes}
      />
    </>
  );
}

function idOf({ capture, number }: InspectedExemplar): string {
  return `${number} ${capture}`;
}
