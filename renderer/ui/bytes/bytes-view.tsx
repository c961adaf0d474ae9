import type { ReactNode } from "react";
import { countOf } from "../numbers.ts";
import type { ByteLink } from "./byte-link.ts";
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
  /** What is marked, and where the cursor is; left out: nothing can be chosen. */
  readonly link?: ByteLink | undefined;
}

/** Bytes exactly as captured, as text or as hex; what is missing is said at their end. */
export function BytesView({ bytes, form, label, missingBytes, link }: BytesViewProps): ReactNode {
  return (
    <div className={styles.view}>
      {/* A new message starts at its top, and is cut again. */}
      {form === "hex" ? (
        <HexDump key={label} bytes={bytes} label={label} link={link} />
      ) : (
        <ByteText key={label} bytes={bytes} label={label} link={link} />
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
