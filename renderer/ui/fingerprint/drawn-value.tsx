import { Fragment, type ReactNode } from "react";
import type { DrawnKey, DrawnPart } from "../../../core/contract/inspection.ts";
import { SHORT_LENGTH, safeString } from "../safe-string.ts";
import { SafeText } from "../safe-text.tsx";
import styles from "./fingerprint.module.css";
import { GapBox } from "./gap-box.tsx";
import { describeGap, describeToken, labelGap } from "./gap-words.ts";

/** What is drawn of a key: its template in pieces, and values seen; of a signature there are none. */
type Drawn = Pick<DrawnKey, "key" | "parts" | "distinct" | "values"> & { readonly packets: number | null };

interface DrawnValueProps {
  readonly value: Drawn;
  /** Its first gap is a stop of the Tab key; arrows go from gap to gap. */
  readonly tabStop: boolean;
}

/** The value of a key: constants plain, gaps as boxes, tokens as pills; what differs from another side is underlined. */
export function DrawnValue({ value, tabStop }: DrawnValueProps): ReactNode {
  const { parts } = value;
  const firstGap = parts.findIndex(({ kind }) => kind === "gap");
  if (parts.length === 0) return <span className={styles.some}>empty</span>;
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
    <Fragment key={index}>
      {mayBreakBefore(part) && <wbr />}
      <span className={part.differs ? styles.differs : undefined}>
        <Part part={part} value={value} tabStop={tabStop && index === firstGap} />
      </span>
    </Fragment>
  ));
}

/** Values break between their parameters, and before what stands for several texts, sooner than inside of words. */
function mayBreakBefore(part: DrawnPart): boolean {
  return part.kind === "choice" || (part.kind === "constant" && part.text.startsWith(";"));
}

/** Constant text, which may break before a semicolon. */
function Constant({ text }: { readonly text: string }): ReactNode {
  const [first = "", ...others] = text.split(/(?=;)/);
  if (others.length === 0 || text.length > SHORT_LENGTH) return <SafeText text={text} />;
  return (
    <>
      <SafeText text={first} />
      {others.map((parameter, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parameters have no identity but their place
        <Fragment key={index}>
          <wbr />
          <SafeText text={parameter} />
        </Fragment>
      ))}
    </>
  );
}

interface PartProps extends DrawnValueProps {
  readonly part: DrawnPart;
}

function Part({ part, value, tabStop }: PartProps): ReactNode {
  switch (part.kind) {
    case "constant":
      return <Constant text={part.text} />;
    case "token":
      return <Token name={part.name} />;
    case "gap":
      return <GapBox gap={part} drawn={value} tabStop={tabStop} />;
    case "choice":
      return (
        <span className={styles.choice} title={safeString(`One of these: ${part.text}`)}>
          {part.alternatives.map((alternative, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: alternatives have no identity but their place
            <Fragment key={index}>
              {index > 0 && (
                <>
                  <span className={styles.or}>or</span>
                  <wbr />
                </>
              )}
              <Alternative parts={alternative} />
            </Fragment>
          ))}
        </span>
      );
  }
}

type SimplePart = Extract<DrawnPart, { kind: "choice" }>["alternatives"][number][number];

/** One of several texts, drawn as all others; nothing and blanks in words, as they could not be seen. */
function Alternative({ parts }: { readonly parts: readonly SimplePart[] }): ReactNode {
  const [first] = parts;
  if (first === undefined) return <i className={styles.unseen}>nothing</i>;
  if (parts.length === 1 && first.kind === "constant" && first.text.trim() === "") {
    return <i className={styles.unseen}>{first.text.length === 1 ? "blank" : `${first.text.length} blanks`}</i>;
  }
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
    <SimplePart key={index} part={part} />
  ));
}

function SimplePart({ part }: { readonly part: SimplePart }): ReactNode {
  switch (part.kind) {
    case "constant":
      return <SafeText text={part.text} />;
    case "token":
      return <Token name={part.name} />;
    case "gap":
      return (
        <span className={styles.gap} title={describeGap(part)}>
          {labelGap(part)}
        </span>
      );
  }
}

function Token({ name }: { readonly name: string }): ReactNode {
  return (
    <span className={styles.token} title={safeString(describeToken(name))}>
      <SafeText text={name} mono={false} expandable={false} />
    </span>
  );
}
