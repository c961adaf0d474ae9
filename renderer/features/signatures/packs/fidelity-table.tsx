import type { ReactNode } from "react";
import type { ExportSheet, Found, RuleFidelityRow } from "../../../../core/contract/packs.ts";
import { SafeText } from "../../../ui/safe-text.tsx";
import { fateWords, foundWords, isExact, lostFields } from "./export-words.ts";
import styles from "./packs.module.css";

/** What becomes of each signature in an export, and what its rule finds. */
export function FidelityTable({ sheet }: { readonly sheet: Extract<ExportSheet, { kind: "sheet" }> }): ReactNode {
  const { rules, engine } = sheet;
  const hasCase = rules.some(({ inCase }) => inCase !== null);
  return (
    /* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, and the keyboard has to reach it */
    <section className={styles.scroll} tabIndex={0} aria-label="Fidelity sheet">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Signature</th>
            <th scope="col">What is asked</th>
            <th scope="col">Among the examples</th>
            {hasCase && <th scope="col">In this case</th>}
            {engine !== null && <th scope="col">By {engine.name}</th>}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.signature}>
              <th scope="row">
                <SafeText text={rule.signature} expandable={false} />
              </th>
              <td>
                <Fates rule={rule} />
              </td>
              <FoundCell found={rule.examples} />
              {hasCase && <FoundCell found={rule.inCase} />}
              {engine !== null && <FoundCell found={rule.byEngine} />}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FoundCell({ found }: { readonly found: Found | null }): ReactNode {
  if (found === null) return <td>–</td>;
  return (
    <td className={isExact(found) ? undefined : styles.warning}>
      {!isExact(found) && "▲ "}
      <SafeText text={foundWords(found)} mono={false} expandable={false} />
    </td>
  );
}

/** What is not asked as it stands, folded below the numbers. */
function Fates({ rule }: { readonly rule: RuleFidelityRow }): ReactNode {
  const lost = lostFields(rule);
  if (lost.length === 0 && rule.leavesTo.length === 0) return fateWords(rule);
  return (
    <details>
      <summary>{fateWords(rule)}</summary>
      <ul className={styles.plain}>
        {lost.map(({ fate, because, keys }) => (
          <li key={`${fate} ${because}`}>
            {fate}: <SafeText text={keys.join(", ")} /> (<SafeText text={because} mono={false} />)
          </li>
        ))}
        {rule.leavesTo.length > 0 && (
          <li>
            silent where one of these speaks: <SafeText text={rule.leavesTo.join(", ")} />
          </li>
        )}
      </ul>
    </details>
  );
}
