import type { ReactNode } from "react";
import { countOf } from "../numbers.ts";
import { ByteText } from "./byte-text.tsx";
import styles from "./bytes.module.css";
import { HexDump } from "./hex-dump.tsx";

export const BYTE_FORMS = ["text", "hex"] as const;
export type ByteForm = (typeof BYTE_FORMS)[number];

interface BytesViewProps {
  /** Each char code is one byte. */
  readonly bytes: string;
  readonly form: ByteForm;
  /** What the bytes are, for screen readers. */
  readonly label: string;
  /** Bytes that are missing behind them. */
  readonly missingBytes: number;
}

/** Bytes exactly as captured, as text or as hex; what is missing is said at their end. */
export function BytesView({ bytes, form, label, missingBytes }: BytesViewProps): ReactNode {
  return (
    <div className={styles.view}>
      {/* A new message starts at its top, and is cut again. */}
      {form === "hex" ? (
        <HexDump key={label} bytes={bytes} label={label} />
      ) : (
        <ByteText key={label} bytes={bytes} label={label} />
      )}
      {missingBytes > 0 && (
        <p className={styles.missing}>
          ▲ {countOf(missingBytes, "more byte")} {missingBytes === 1 ? "was" : "were"} cut off by the snap length of the
          capture.
        </p>
      )}
    </div>
  );
}
