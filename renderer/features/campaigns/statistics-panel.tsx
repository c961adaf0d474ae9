import type { ReactNode } from "react";
import type { CampaignStatistics } from "../../../core/contract/campaigns.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { runCommand } from "../../commands/commands.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { NO_TABLE } from "../../ui/geo-words.ts";
import { formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { FailedState } from "../../ui/states.tsx";
import styles from "./statistics-panel.module.css";

/** What all campaigns say together, each number beside the paper's, and shares by family of tools. */
export function StatisticsPanel({ revision }: { readonly revision: number }): ReactNode {
  const { value, error, retry } = useRequest("campaigns.statistics", {}, revision);
  if (value?.kind === "known") return <Known statistics={value} />;
  if (error === undefined) return <Awaited title="Asking for the statistics" />;
  return (
    <FailedState
      title="The statistics could not be asked for"
      reason={error.message}
      action={{ title: "Try again", run: retry }}
    />
  );
}

function Known({ statistics }: { readonly statistics: Extract<CampaignStatistics, { kind: "known" }> }): ReactNode {
  const { rows, method, familyTitles, families, familyNote, countries } = statistics;
  return (
    <section className={styles.panel} aria-label="Statistics of the campaigns" tabIndex={-1}>
      <p className={styles.note}>
        Of all campaigns as they are listed, with what you decided of them; the filter leaves the numbers as they are.
      </p>
      <table className={styles.table}>
        <caption>Over all campaigns, beside the paper</caption>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col">Here</th>
            <th scope="col">The paper</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ title, here, paper }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td>{here}</td>
              <td>{paper === "-" ? "not given" : paper}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>R and p: {method}.</p>
      <table className={styles.table}>
        <caption>By family of tools</caption>
        <thead>
          <tr>
            <th scope="col">Family</th>
            {familyTitles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {families.map(({ family, shares }) => (
            <tr key={family}>
              <th scope="row">
                <SafeText text={family} mono={false} expandable={false} />
              </th>
              {shares.map((share, index) => (
                <td key={familyTitles[index]}>{share === "-" ? "none" : share}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>{familyNote}</p>
      <Countries countries={countries} />
    </section>
  );
}

function Countries({
  countries,
}: {
  readonly countries: Extract<CampaignStatistics, { kind: "known" }>["countries"];
}): ReactNode {
  if (countries === null) {
    return (
      <p>
        Countries of the members: {NO_TABLE}.{" "}
        <Button onClick={() => runCommand("tables.choose")}>Use a country table…</Button>
      </p>
    );
  }
  return (
    <table className={styles.table}>
      <caption>Members by country</caption>
      <thead>
        <tr>
          <th scope="col">Country</th>
          <th scope="col" className={styles.number}>
            Sources
          </th>
        </tr>
      </thead>
      <tbody>
        {countries.map(([code, count]) => (
          <tr key={code ?? ""}>
            <th scope="row">{code === null ? "unknown" : <SafeText text={code} mono={false} expandable={false} />}</th>
            <td className={styles.number}>{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
