import type { ReactNode } from "react";
import type { InspectedTrait } from "../../../core/contract/inspection.ts";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./inspector.module.css";
import { describeSightings, describeSource, describeSpread } from "./trait-words.ts";

/** The habits of the sender: what each means, where that is known from, and where it was seen. */
export function TraitList({
  traits,
  packets,
}: {
  readonly traits: readonly InspectedTrait[];
  readonly packets: number;
}): ReactNode {
  return (
    <section>
      <h3>Traits</h3>
      {traits.length === 0 && <p className={styles.note}>None of the known ones.</p>}
      <ul className={styles.list}>
        {traits.map((trait) => (
          <li key={trait.kind}>
            <SafeText text={trait.meaning} mono={false} />
            <div className={styles.note}>
              {describeSpread(trait, countOf(packets, "packet"))}
              <SafeText text={describeSource(trait)} mono={false} />
            </div>
            {trait.seen.length > 0 && (
              <ul className={styles.seen}>
                {describeSightings(trait).map((line) => (
                  <li key={line}>
                    <SafeText text={line} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
