import { type ReactNode, useState } from "react";
import { call } from "../../bridge/bridge.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { sayFailed } from "../../commands/notices.ts";
import { Button } from "../../ui/button.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import { describeChanges } from "./other-packs-words.ts";
import styles from "./reading-bar.module.css";

/** Says that the case was judged by other packs, and what would change; nothing where it was not. */
export function OtherPacksBar(): ReactNode {
  const judgedBy = useReading((reading) => reading.state.judgedBy);
  const [dismissed, setDismissed] = useState(false);
  if (judgedBy === null || dismissed) return null;
  const packs = judgedBy.map(({ id, version }) => `${id} ${version}`).join(", ");
  return (
    <section className={styles.other} aria-label="Judged by other signatures">
      <span>
        The tools of this case were named by other signatures (
        <SafeText text={packs} mono={false} expandable={false} />) than those in use. <Changes />
      </span>
      <span className={styles.space} />
      <Button primary onClick={() => void renew()}>
        Name the tools anew
      </Button>
      <Button onClick={() => setDismissed(true)}>Leave as it is</Button>
    </section>
  );
}

function Changes(): ReactNode {
  const revision = useReading((reading) => reading.state.fileRevision);
  const { value, error } = useRequest("judgement.preview", {}, revision);
  if (error !== undefined) return `What would change could not be told: ${error.message}`;
  if (value === undefined) return "Looking for what would change; nothing is changed yet.";
  return <SafeText text={describeChanges(value)} mono={false} expandable={false} />;
}

async function renew(): Promise<void> {
  const reply = await call("judgement.renew", {});
  if (!reply.ok) sayFailed(reply.error.message);
}
