import { SegmentedControl } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { InspectedPacket, MessagePart, PacketId } from "../../../core/contract/packet-table.ts";
import { call } from "../../bridge/bridge.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { sayFailed } from "../../commands/notices.ts";
import { Awaited } from "../../ui/awaited.tsx";
import type { ByteLink } from "../../ui/bytes/byte-link.ts";
import { type ByteForm, BytesView } from "../../ui/bytes/bytes-view.tsx";
import { formatBytesAsHex } from "../../ui/bytes/hex-lines.ts";
import { formatBytesAsText } from "../../ui/bytes/visible-bytes.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { countOf, sentenceCount } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { formatFullTime } from "../../ui/times.ts";
import { ChoiceList } from "./choice-list.tsx";
import { formatEndpoint } from "./endpoint.ts";
import inspector from "./inspector.module.css";
import { showBytesAs, useInspector } from "./inspector-store.ts";
import { byteOf, type ChosenByte, describeByte, markOf, nameOfPart, partAt, shifted } from "./message-link.ts";
import { PacketNotes } from "./packet-notes.tsx";
import { NOT_YET } from "./packet-source.ts";
import styles from "./packets.module.css";
import { describeAnomaly } from "./strand-words.ts";

/** One packet: what its headers say, its parts, its anomalies, and its exact bytes, each of which shows the others. */
export function PacketView({ id, revision }: { readonly id: PacketId; readonly revision: number }): ReactNode {
  const { value, error, retry } = useRequest("packet.read", id, revision);
  if (value === undefined) {
    if (error === undefined) return <Awaited title="Asking for the packet" />;
    return (
      <FailedState
        title="The packet could not be shown"
        reason={error.message}
        advice="The list and everything read so far is kept."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (value.kind === "reading") return <EmptyState title={NOT_YET} />;
  if (value.kind === "lost") {
    const choose = async () => {
      const reply = await call("capture.locate", { capture: id.capture });
      if (!reply.ok) sayFailed(reply.error.message);
      else if (reply.value) retry();
    };
    return (
      <FailedState
        title={`The bytes of packet ${sentenceCount(id.number)} are not here`}
        reason={<SafeText text={value.message} mono={false} />}
        advice="All that was found in the capture is kept in the case. A file is taken only if its SHA-256 is that of the one that was read."
        action={{ title: "Choose the capture…", run: () => void choose() }}
      />
    );
  }
  return (
    <>
      <PacketNotes id={id} name={value.packet.row.captureName} />
      <ShownPacket packet={value.packet} />
    </>
  );
}

function ShownPacket({ packet }: { readonly packet: InspectedPacket }): ReactNode {
  const form = useInspector((store) => store.byteForm);
  const wantsFrame = useInspector((store) => store.wholePacket);
  const [chosen, setChosen] = useState<ChosenByte | null>(null);
  const { row, payload, frame, parts, anomalies } = packet;
  const shown = wantsFrame && frame !== null ? frame : null;
  const bytes = shown === null ? payload : shown.bytes;
  const before = shown === null ? 0 : shown.payloadAt;
  const mark = chosen === null ? null : markOf(packet, chosen);
  const link: ByteLink | undefined =
    before === null
      ? undefined
      : {
          mark: shifted(mark, before),
          cursor: chosen === null ? null : chosen.cursor + before,
          onCursor: (offset) => setChosen({ cursor: offset - before, anomaly: null }),
        };
  const part = chosen === null ? null : partAt(parts, chosen.cursor);
  const what = shown === null ? "the SIP message" : "the whole packet";
  return (
    <section className={styles.packet} aria-label={safeString(`Packet ${row.number} of ${row.captureName}`)}>
      <PacketFacts packet={packet} />
      <div className={inspector.line}>
        <SegmentedControl
          size="xs"
          className={inspector.form ?? ""}
          aria-label="Show bytes as (h)"
          data={[
            { value: "text", label: "Text" },
            { value: "hex", label: "Hex" },
          ]}
          value={form}
          onChange={(value) => showBytesAs(value as ByteForm)}
        />
        {frame !== null && (
          <SegmentedControl
            size="xs"
            className={inspector.form ?? ""}
            aria-label="Show bytes of"
            data={[
              { value: "message", label: "SIP message" },
              { value: "packet", label: "Whole packet" },
            ]}
            value={wantsFrame ? "packet" : "message"}
            onChange={(value) => useInspector.setState({ wholePacket: value === "packet" })}
          />
        )}
        <CopyButton
          title={form === "hex" ? "Copy as hex" : "Copy as text"}
          copy={() => copyText(form === "hex" ? formatBytesAsHex(bytes) : formatBytesAsText(bytes))}
        />
      </div>
      <div className={styles.linked}>
        <div className={styles.parts}>
          <ChoiceList
            label="Parts of the message"
            choices={parts.map((one, index) => ({ id: String(index), content: <Part part={one} /> }))}
            selected={part === null ? null : String(part)}
            onSelect={(id) => setChosen({ cursor: parts[Number(id)]?.start ?? 0, anomaly: null })}
          />
          {packet.partsLeft > 0 && <p className={styles.note}>{countOf(packet.partsLeft, "further field")}</p>}
          {anomalies.length > 0 && (
            <ChoiceList
              label="Anomalies"
              choices={anomalies.map(({ kind, offset }, index) => ({
                id: String(index),
                content: (
                  <span className={styles.anomaly}>
                    <span className={styles.offset}>{offset}</span>
                    <SafeText text={`▲ ${describeAnomaly(kind)}`} mono={false} expandable={false} />
                  </span>
                ),
              }))}
              selected={chosen === null || chosen.anomaly === null ? null : String(chosen.anomaly)}
              onSelect={(id) => {
                const offset = anomalies[Number(id)]?.offset ?? 0;
                setChosen({ cursor: byteOf(offset, payload.length).start, anomaly: Number(id) });
              }}
            />
          )}
        </div>
        <div className={styles.bytes}>
          <BytesView
            bytes={bytes}
            form={form}
            label={safeString(`Bytes of ${what} of packet ${row.number} of ${row.captureName}`)}
            missingBytes={row.missingBytes}
            link={link}
          />
          <p role="status" className={styles.note}>
            {shown?.payloadAt === null
              ? "This packet completed the datagram; the message was put together from several packets."
              : chosen === null
                ? "Choose a part or a byte: each shows the other."
                : safeString(describeByte(packet, chosen.cursor))}
            {shown !== null && shown.left > 0 && ` ${countOf(shown.left, "further byte")} not shown.`}
          </p>
        </div>
      </div>
    </section>
  );
}

/** What the headers of IP and UDP say. */
function PacketFacts({ packet: { row, source, payload } }: { readonly packet: InspectedPacket }): ReactNode {
  return (
    <div className={inspector.about}>
      <p>
        Packet {sentenceCount(row.number)} of <SafeText text={row.captureName} mono={false} />,{" "}
        {formatFullTime(row.time)}
      </p>
      <p>
        <SafeText text={formatEndpoint(source, row.sourcePort)} /> to{" "}
        <SafeText text={formatEndpoint(row.destination, row.destinationPort)} />, TTL {row.ttl}
        {row.ipId !== null && `, IP-ID ${row.ipId} (0x${row.ipId.toString(16).padStart(4, "0")})`},{" "}
        {row.missingBytes > 0 && `${sentenceCount(payload.length)} of `}
        {countOf(row.length, "byte")}
      </p>
    </div>
  );
}

function Part({ part }: { readonly part: MessagePart }): ReactNode {
  const { kind, name, value, start, end } = part;
  return (
    <span className={styles.part}>
      <span className={styles.offset}>{start}</span>
      <SafeText text={nameOfPart(part)} mono={kind === "field" && name !== ""} expandable={false} />
      {kind === "body" ? <span>{countOf(end - start, "byte")}</span> : <SafeText text={value} expandable={false} />}
    </span>
  );
}
