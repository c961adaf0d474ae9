import type { ReactNode } from "react";
import type { DiffCellView, DiffRowView, DiffSideView, DiffView } from "../../../core/contract/diff.ts";
import { removeSide } from "../../commands/compare-state.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { DrawnValue } from "../../ui/fingerprint/drawn-value.tsx";
import { moveBetweenGaps } from "../../ui/fingerprint/fingerprint-keys.tsx";
import { Icon } from "../../ui/icons.tsx";
import { countOf } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { ToolName } from "../../ui/tool-glyph.tsx";
import styles from "./diff.module.css";
import { CELL_WORDS, KIND_WORDS, nameOfSide, SIDE_WORDS } from "./diff-words.ts";
import { foldRows } from "./fold-rows.ts";

interface DiffColumnsProps {
  readonly diff: DiffView;
  readonly equalRowsShown: boolean;
}

/** A column for each side, a row for each key. Equal keys are dim, or folded into a line that names them. */
export function DiffColumns({ diff, equalRowsShown }: DiffColumnsProps): ReactNode {
  const { sides, rows } = diff;
  return (
    <table className={styles.columns} style={{ "--sides": sides.length } as Record<string, number>}>
      <caption className="visually-hidden">Keys side by side; what differs is marked and underlined</caption>
      <thead>
        <tr>
          <th scope="col" className={styles.keyColumn}>
            Key
          </th>
          {sides.map((side, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a side is what stands in its column
            <SideHead key={index} side={side} index={index} removable={sides.length > 2} />
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={moveBetweenGaps}>
        {foldRows(rows, equalRowsShown).map((part) =>
          part.kind === "row" ? (
            <KeyRow key={part.row.key} row={part.row} />
          ) : (
            <tr key={`equal-${part.keys[0]}`} className={styles.folded}>
              <th scope="row">{countOf(part.keys.length, "equal key")}</th>
              <td colSpan={sides.length}>
                <SafeText text={part.keys.join(", ")} expandable={false} />
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function SideHead(props: {
  readonly side: DiffSideView;
  readonly index: number;
  readonly removable: boolean;
}): ReactNode {
  const { side, index, removable } = props;
  return (
    <th scope="col">
      <span className={styles.side}>
        <span className={styles.letter}>{nameOfSide(index)}</span>
        <span className={styles.kind}>{SIDE_WORDS[side.kind]}</span>
        {side.packets !== null && side.kind !== "packet" && (
          <span className={styles.kind}>{countOf(side.packets, "packet")}</span>
        )}
        {removable && (
          <button
            type="button"
            className={styles.remove}
            aria-label={`Leave out ${safeString(side.title)}`}
            title="Leave this side out"
            onClick={() => changeWorkspace((workspace) => removeSide(workspace, index))}
          >
            <Icon name="close" />
          </button>
        )}
      </span>
      <span className={styles.title} title={safeString(side.title)}>
        <SafeText text={side.title} expandable={false} />
      </span>
      {side.kind !== "packet" && <ToolName tool={side.tool?.id ?? null} name={side.tool?.name ?? null} />}
    </th>
  );
}

function KeyRow({ row: { key, kind, cells } }: { readonly row: DiffRowView }): ReactNode {
  const differs = kind !== "equal";
  const firstWithGap = cells.findIndex(
    (cell) => cell.kind === "value" && cell.parts.some((part) => part.kind === "gap"),
  );
  return (
    <tr
      className={differs ? styles.differing : styles.equal}
      {...(differs ? { "data-difference": true, tabIndex: -1 } : {})}
    >
      <th scope="row">
        <SafeText text={key} expandable={false} />
        <span className={styles.how}>{KIND_WORDS[kind]}</span>
      </th>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is what stands in its column
        <td key={index}>
          <Cell cell={cell} drawnKey={key} tabStop={index === firstWithGap} />
        </td>
      ))}
    </tr>
  );
}

function Cell(props: { readonly cell: DiffCellView; readonly drawnKey: string; readonly tabStop: boolean }): ReactNode {
  const { cell, drawnKey, tabStop } = props;
  if (cell.kind !== "value") return <span className={styles.lacking}>{CELL_WORDS[cell.kind]}</span>;
  return (
    <>
      <DrawnValue value={{ ...cell, key: drawnKey }} tabStop={tabStop} />
      {!cell.mandatory && (
        <span className={styles.how}>
          {cell.packets === null ? "not required" : `optional: in ${countOf(cell.packets, "packet")}`}
        </span>
      )}
      {cell.mustVary && <span className={styles.how}>must vary</span>}
    </>
  );
}
