import type { ReactNode } from "react";
import type { Ipv4Prefix } from "../../../../core/behaviour/destination-map.ts";
import { formatPrefix } from "../../../../core/behaviour/telescope.ts";
import styles from "./map.module.css";

interface MapAroundProps {
  /** The widest first; the last one is shown. */
  readonly around: readonly Ipv4Prefix[];
  readonly onShow: (prefix: Ipv4Prefix) => void;
}

/** Which map is shown, behind the wider ones that lead out of it. */
export function MapAround({ around, onShow }: MapAroundProps): ReactNode {
  return (
    <nav aria-label="Maps around this one" className={styles.around}>
      {around.map((prefix, index) =>
        index === around.length - 1 ? (
          <span key={prefix.length} aria-current="location">
            {formatPrefix(prefix)}
          </span>
        ) : (
          <button
            key={prefix.length}
            type="button"
            className={styles.link}
            aria-label={formatPrefix(prefix)}
            title={formatPrefix(prefix)}
            onClick={() => onShow(prefix)}
          >
            /{prefix.length}
          </button>
        ),
      )}
    </nav>
  );
}
