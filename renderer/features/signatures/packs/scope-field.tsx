import { type ReactNode, useState } from "react";
import { useChoosing } from "../../../commands/packs.ts";
import { countOf } from "../../../ui/numbers.ts";
import { ChoiceField } from "../form-fields.tsx";

/** Whether something is done with the marked signatures or with all of the list. */
export type Scope = "marked" | "shown";

/** The signatures that are chosen, at first the marked ones where any are. */
export function useScope(): {
  readonly scope: Scope;
  readonly setScope: (scope: Scope) => void;
  readonly signatures: readonly string[];
} {
  const { marked, shown } = useChoosing();
  const [scope, setScope] = useState<Scope>(marked.length > 0 ? "marked" : "shown");
  return { scope, setScope, signatures: scope === "marked" ? marked : shown };
}

/** Where the analyst chooses between them. */
export function ScopeField(props: {
  readonly label: string;
  readonly scope: Scope;
  readonly setScope: (scope: Scope) => void;
}): ReactNode {
  const { marked, shown } = useChoosing();
  const ofMarked = { value: "marked", words: `the ${countOf(marked.length, "marked signature")}` } as const;
  const ofShown = { value: "shown", words: `all ${countOf(shown.length, "signature")} of the list` } as const;
  const choices = marked.length > 0 ? [ofMarked, ofShown] : [ofShown];
  return <ChoiceField label={props.label} value={props.scope} choices={choices} onChange={props.setScope} />;
}
