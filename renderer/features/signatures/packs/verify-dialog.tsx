import { type ReactNode, useEffect, useRef, useState } from "react";
import {
  VERIFIED_TARGETS,
  type VerifiedTargetName,
  type VerifyAnswer,
  type VerifyChoice,
} from "../../../../core/contract/packs.ts";
import { openDialog, useDialogs } from "../../../commands/dialogs.ts";
import { stopEngines, verify } from "../../../commands/packs.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { countOf } from "../../../ui/numbers.ts";
import { SafeText } from "../../../ui/safe-text.tsx";
import { ChoiceField } from "../form-fields.tsx";
import { ConfusionTable } from "./confusion-table.tsx";
import { ENGINE_WORDS, judgedSentence, TARGET_WORDS } from "./export-words.ts";
import styles from "./packs.module.css";
import { ScopeField, useScope } from "./scope-field.tsx";

/** What came of asking about a target; a sentence where that failed. */
interface Outcome {
  readonly target: VerifiedTargetName;
  readonly answer: VerifyAnswer | string;
}

const OVER: readonly { readonly value: VerifyChoice["over"]; readonly words: string }[] = [
  { value: "examples", words: "the examples of these signatures" },
  { value: "case", words: "the messages kept in this case" },
];

/** What the installed engines find with rules that are exported for them. */
export function VerifyDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "verify");
  return (
    <Dialog opened={opened} title="Verify with installed engines" size="wide" close={() => openDialog(null)}>
      <Verify />
    </Dialog>
  );
}

function Verify(): ReactNode {
  const { scope, setScope, signatures } = useScope();
  const [over, setOver] = useState<VerifyChoice["over"]>("examples");
  const { outcomes, asked, start, stop } = useVerification();
  return (
    <form
      className={styles.dialog}
      onSubmit={(event) => {
        event.preventDefault();
        if (asked === null) void start(signatures, over);
      }}
    >
      <div className={styles.names}>
        <ScopeField label="Rules of" scope={scope} setScope={setScope} />
        <ChoiceField label="Over" value={over} choices={OVER} onChange={setOver} />
      </div>
      <p role="status">
        {asked !== null && `Asking ${ENGINE_WORDS[asked]} about ${TARGET_WORDS[asked]}…`}
        {asked === null && outcomes.length > 0 && "These are their answers."}
        {asked === null &&
          outcomes.length === 0 &&
          "Suricata, tshark and YARA are asked, as far as they are installed here."}
      </p>
      {outcomes.map((outcome) => (
        <OutcomeView key={outcome.target} outcome={outcome} />
      ))}
      <div className={styles.buttons}>
        <span className={styles.dim}>They run beside the window, in a folder of their own; nothing is changed.</span>
        <Button onClick={() => openDialog(null)}>Close</Button>
        {asked === null ? (
          <Button primary keyHint="Enter">
            Verify
          </Button>
        ) : (
          <Button onClick={stop}>Stop</Button>
        )}
      </div>
    </form>
  );
}

/** Asks one engine after the other. Closing the dialog ends the one that runs. */
function useVerification() {
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const [asked, setAsked] = useState<VerifiedTargetName | null>(null);
  const wanted = useRef(false);
  const stop = () => {
    wanted.current = false;
    stopEngines();
  };
  useEffect(
    () => () => {
      if (!wanted.current) return;
      wanted.current = false;
      stopEngines();
    },
    [],
  );
  const start = async (signatures: readonly string[], over: VerifyChoice["over"]) => {
    wanted.current = true;
    setOutcomes([]);
    for (const target of VERIFIED_TARGETS) {
      if (!wanted.current) break;
      setAsked(target);
      const answer = await verify({ signatures: [...signatures], target, over });
      setOutcomes((known) => [...known, { target, answer }]);
    }
    wanted.current = false;
    setAsked(null);
  };
  return { outcomes, asked, start, stop };
}

function OutcomeView({ outcome: { target, answer } }: { readonly outcome: Outcome }): ReactNode {
  return (
    <section className={styles.outcome} aria-label={TARGET_WORDS[target]}>
      <h3>{TARGET_WORDS[target]}</h3>
      {typeof answer === "string" ? <Fault sentence={answer} /> : <Answer answer={answer} target={target} />}
    </section>
  );
}

function Fault({ sentence }: { readonly sentence: string }): ReactNode {
  return (
    <p role="alert" className={styles.warning}>
      ▲ <SafeText text={sentence} mono={false} />
    </p>
  );
}

function Answer(props: { readonly answer: VerifyAnswer; readonly target: VerifiedTargetName }): ReactNode {
  const { answer, target } = props;
  switch (answer.kind) {
    case "not-installed":
      return <p>Not run: {ENGINE_WORDS[target]} or later is not installed here.</p>;
    case "stopped":
      return <p>Stopped before it had an answer.</p>;
    case "reading":
      return <p>Rules can be verified once all captures are read.</p>;
    case "refused":
      return <Fault sentence={answer.faults.join(" ")} />;
    case "judged":
      return (
        <>
          <p>
            {answer.engine} judged {countOf(answer.messages, "message")}
            {answer.messages < answer.inAll && `, the first of ${countOf(answer.inAll, "message")}`}:{" "}
            <b>{judgedSentence(answer)}</b>
          </p>
          {answer.complaints.map((complaint) => (
            <Fault key={complaint} sentence={complaint} />
          ))}
          <ConfusionTable judged={answer} />
        </>
      );
  }
}
