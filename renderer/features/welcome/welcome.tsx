import type { ReactNode } from "react";
import type { RecentCapture } from "../../../core/contract/window.ts";
import { call } from "../../bridge/bridge.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { openCaptures } from "../../commands/captures.ts";
import { runCommand } from "../../commands/commands.ts";
import { sayFailed } from "../../commands/notices.ts";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { formatTime } from "../../ui/times.ts";
import styles from "./welcome.module.css";

/** What to see before anything is open: how to open captures, and the ones opened last. */
export function Welcome(): ReactNode {
  return (
    <main className={styles.page}>
      <div className={styles.sheet}>
        <h1 className={styles.name}>Ringprint</h1>
        <p className={styles.what}>
          Names the tool behind every SIP probe in a packet capture, and explains why. It reads pcap and pcapng, gzipped
          or not.
        </p>
        <div className={styles.actions}>
          <Button onClick={() => runCommand("captures.files")} keyHint="Ctrl+O" primary>
            Open captures or a case…
          </Button>
          <Button onClick={() => runCommand("captures.folder")} keyHint="Ctrl+Shift+O">
            Open a folder…
          </Button>
          <Button onClick={() => runCommand("captures.sample")}>Open the sample capture</Button>
        </div>
        <p className={styles.hint}>
          Or drop files and folders anywhere on this window. The sample is a made-up telescope capture with scans of
          many tools, to look around in.
        </p>
        <Recent />
        <p className={styles.promise}>
          <strong>Nothing leaves this machine.</strong> Ringprint opens no network connection, and never changes a
          capture.
        </p>
        <p className={styles.hint}>
          <kbd>Ctrl</kbd> <kbd>K</kbd> finds every command, <kbd>?</kbd> shows the keys.
        </p>
        <Version />
      </div>
    </main>
  );
}

/** Version of the program and of the signatures it names tools by. */
function Version(): ReactNode {
  const info = useRequest("app.info", {}, 0).value;
  if (info === undefined) return null;
  const packs = info.packs.map(
    ({ id, version, signatures }) => `${id} ${version} (${countOf(signatures, "signature")})`,
  );
  return (
    <p className={styles.hint}>
      <SafeText text={`Version ${info.version} · signature packs: ${packs.join(", ")}`} mono={false} />
    </p>
  );
}

function Recent(): ReactNode {
  const { value, error, retry } = useRequest("recent.list", {}, 0);
  if (error !== undefined)
    return <p className={styles.hint}>The recent captures could not be listed: {error.message}</p>;
  if (value === undefined || value.length === 0) return null;
  const forget = async () => {
    const reply = await call("recent.clear", {});
    if (!reply.ok) sayFailed(reply.error.message);
    retry();
  };
  return (
    <section className={styles.recent} aria-labelledby="recent-title">
      <div className={styles.recentHead}>
        <h2 id="recent-title">Recent</h2>
        <button type="button" className={styles.forget} onClick={forget}>
          Forget these
        </button>
      </div>
      <ul>
        {value.map((capture) => (
          <li key={capture.token}>
            <RecentEntry capture={capture} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RecentEntry({ capture }: { readonly capture: RecentCapture }): ReactNode {
  const { name, folder, missing, openedAt, token } = capture;
  return (
    <button
      type="button"
      className={styles.entry}
      disabled={missing}
      title={safeString(folder, 1024)}
      onClick={() => void openCaptures([token])}
    >
      <span className={styles.file}>
        <SafeText text={name} mono={false} expandable={false} />
      </span>
      <span className={styles.folder}>
        <SafeText text={folder} mono={false} expandable={false} />
      </span>
      <span className={styles.when}>{missing ? "no longer there" : `${formatTime(openedAt)} UTC`}</span>
    </button>
  );
}
