import { Fragment, type ReactNode } from "react";
import type { DiffView } from "../../../core/contract/diff.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./diff.module.css";
import { nameOfSide } from "./diff-words.ts";
import { orderLines } from "./order-lines.ts";

/** Pixels of a name's line; diff.module.css has the same. */
const LINE_HEIGHT = 20;
const GUTTER_WIDTH = 72;

interface HeaderOrdersProps {
  readonly sides: DiffView["sides"];
  readonly headerOrder: DiffView["headerOrder"];
}

/** The header names of each side in their order, and lines from each name to where the next side has it. */
export function HeaderOrders({ sides, headerOrder }: HeaderOrdersProps): ReactNode {
  const { orders, moved, differs } = headerOrder;
  if (orders.every((order) => order === null)) return null;
  return (
    <section
      className={styles.orders}
      aria-label="Header order"
      {...(differs ? { "data-difference": true, tabIndex: -1 } : {})}
    >
      <h2>Header order</h2>
      <p className={styles.note}>
        {differs
          ? "Names that stand elsewhere in another side are bold and marked ↕; lines lead to them."
          : "No name that several sides have stands elsewhere."}
      </p>
      <div className={styles.lanes}>
        {sides.map((side, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a side is what stands in its column
          <Fragment key={index}>
            {index > 0 && (
              <Gutter left={orders[index - 1] ?? null} right={orders[index] ?? null} moved={moved[index] ?? []} />
            )}
            <div className={styles.lane}>
              <h3>
                <span className={styles.letter}>{nameOfSide(index)}</span>{" "}
                <SafeText text={side.title} expandable={false} />
              </h3>
              <Names
                order={orders[index] ?? null}
                moved={moved[index] ?? []}
                next={orders[index + 1] ?? null}
                movedNext={moved[index + 1] ?? []}
              />
            </div>
          </Fragment>
        ))}
      </div>
    </section>
  );
}

function Names(props: {
  readonly order: readonly string[] | null;
  readonly moved: readonly string[];
  /** The order of the side to the right, and what is moved there: from what it has, too, a line leads over. */
  readonly next: readonly string[] | null;
  readonly movedNext: readonly string[];
}): ReactNode {
  const { order, moved, next, movedNext } = props;
  if (order === null) return <p className={styles.lacking}>varies, or is not known</p>;
  const lineOf = (name: string) => {
    if (next?.includes(name) !== true) return [];
    return movedNext.includes(name) ? [styles.leads, styles.leadsAway] : [styles.leads];
  };
  return (
    <ol>
      {order.map((name) => (
        <li key={name} className={[...(moved.includes(name) ? [styles.moved] : []), ...lineOf(name)].join(" ")}>
          <SafeText text={name} expandable={false} />
          {moved.includes(name) && <span className={styles.mark}>↕</span>}
        </li>
      ))}
    </ol>
  );
}

interface GutterProps {
  readonly left: readonly string[] | null;
  readonly right: readonly string[] | null;
  readonly moved: readonly string[];
}

function Gutter({ left, right, moved }: GutterProps): ReactNode {
  const height = LINE_HEIGHT * Math.max(left?.length ?? 0, right?.length ?? 0);
  // Lines of one pixel lie between two halves of a line's pixels, those of two on them: as what leads to them.
  const middle = (line: number, name: string) => (line + 0.5) * LINE_HEIGHT + (moved.includes(name) ? 0 : 0.5);
  return (
    <svg className={styles.gutter} width={GUTTER_WIDTH} height={height} aria-hidden="true">
      {orderLines(left, right).map(({ name, from, to }) => (
        <path
          key={name}
          className={moved.includes(name) ? styles.movedLine : styles.keptLine}
          d={`M2 ${middle(from, name)}C${GUTTER_WIDTH / 2} ${middle(from, name)} ${GUTTER_WIDTH / 2} ${middle(to, name)} ${GUTTER_WIDTH - 2} ${middle(to, name)}`}
        />
      ))}
    </svg>
  );
}
