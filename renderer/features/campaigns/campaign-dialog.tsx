import { type FormEvent, type ReactNode, useId, useState } from "react";
import { type CampaignRequest, type CampaignRow, MOST_CAMPAIGN_NAME } from "../../../core/contract/campaigns.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type CampaignDeed, decideCampaign, useDeciding } from "../../commands/campaigns.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { useNotices } from "../../commands/notices.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./campaign-dialog.module.css";
import { titleOf } from "./campaign-words.ts";

const TITLES: Readonly<Record<CampaignDeed, string>> = {
  name: "Name the campaign",
  pin: "Pin the campaign",
  unpin: "Unpin the campaign",
  merge: "Merge campaigns",
  split: "Split the campaign",
};

const ABOUT: Readonly<Record<CampaignDeed, string>> = {
  name: "The name stays with it when captures come and go. Leave it empty to take it away.",
  pin: "It keeps the members it has now, whatever captures and parameters bring.",
  unpin: "Its members are again those that are found.",
  merge: "The campaigns you choose become part of this one, also as captures and parameters change.",
  split: "The members you choose become a campaign of their own.",
};

/** Where the analyst decides something of a campaign, with a reason. It is closed once that is in the case. */
export function CampaignDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "campaign");
  const deed = useDeciding((deciding) => deciding.deed);
  return (
    <Dialog opened={opened} title={TITLES[deed]} size="narrow" close={() => openDialog(null)}>
      <CampaignForm />
    </Dialog>
  );
}

function CampaignForm(): ReactNode {
  const { deed, campaign, others } = useDeciding();
  const [name, setName] = useState(campaign?.name ?? "");
  const [reason, setReason] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState<string | null>(null);
  const reasonId = useId();
  if (campaign === null) return null;
  const request = requestOf(deed, campaign, name.trim(), reason.trim(), [...chosen]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (request === null) return;
    if (await decideCampaign(request)) openDialog(null);
    else setFailed(useNotices.getState().failure);
  };
  const choose = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <p>
        <SafeText text={titleOf(campaign)} mono={false} expandable={false} /> · {countOf(campaign.sources, "source")}
      </p>
      <p className={styles.hint}>{ABOUT[deed]}</p>
      {deed === "name" && <NameField name={name} onChange={setName} />}
      {deed === "merge" && <OtherCampaigns campaign={campaign} others={others} chosen={chosen} choose={choose} />}
      {deed === "split" && <Members campaign={campaign} chosen={chosen} choose={choose} />}
      <div className={styles.field}>
        <label htmlFor={reasonId}>Reason</label>
        <input
          id={reasonId}
          type="text"
          data-autofocus={deed !== "name" || undefined}
          value={reason}
          maxLength={10_000}
          autoComplete="off"
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      {failed !== null && (
        <p role="alert">
          ▲ <SafeText text={failed} mono={false} />
        </p>
      )}
      <div className={styles.buttons}>
        <span className={styles.hint}>It is kept in the case with your name and the reason, and can be undone.</span>
        <Button onClick={() => openDialog(null)}>Cancel</Button>
        <Button primary disabled={request === null} keyHint="Enter">
          {TITLES[deed].split(" ")[0]}
        </Button>
      </div>
    </form>
  );
}

/** Null: something is missing. */
function requestOf(
  deed: CampaignDeed,
  { id: campaign, name: before, sources }: CampaignRow,
  name: string,
  reason: string,
  chosen: readonly string[],
): CampaignRequest | null {
  if (reason === "") return null;
  switch (deed) {
    case "name":
      return name === (before ?? "") ? null : { deed, campaign, name: name === "" ? null : name, reason };
    case "pin":
    case "unpin":
      return { deed, campaign, reason };
    case "merge":
      return chosen.length === 0 ? null : { deed, campaign, others: [...chosen], reason };
    case "split":
      return chosen.length === 0 || chosen.length >= sources ? null : { deed, campaign, members: [...chosen], reason };
  }
}

function NameField(props: { readonly name: string; readonly onChange: (name: string) => void }): ReactNode {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>Name</label>
      <input
        id={id}
        type="text"
        data-autofocus
        value={props.name}
        maxLength={MOST_CAMPAIGN_NAME}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function OtherCampaigns(props: {
  readonly campaign: CampaignRow;
  readonly others: readonly CampaignRow[];
  readonly chosen: ReadonlySet<string>;
  readonly choose: (id: string) => void;
}): ReactNode {
  const { campaign, others, chosen, choose } = props;
  const further = others.filter(({ id }) => id !== campaign.id);
  if (further.length === 0) return <p>There is no other campaign in the list.</p>;
  return (
    <fieldset className={styles.choices}>
      <legend>Campaigns that become part of it</legend>
      {further.map((other) => (
        <label key={other.id}>
          <input type="checkbox" checked={chosen.has(other.id)} onChange={() => choose(other.id)} />
          <span>
            {other.number}. <SafeText text={titleOf(other)} mono={false} expandable={false} /> ·{" "}
            {countOf(other.sources, "source")}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Members(props: {
  readonly campaign: CampaignRow;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (address: string) => void;
}): ReactNode {
  const { campaign, chosen, choose } = props;
  const revision = useReading((reading) => reading.state.revision);
  const { value, error } = useRequest("campaign.members", { campaign: campaign.id }, revision);
  if (value === undefined) {
    return error === undefined ? <Awaited title="Asking for the members" /> : <p role="alert">▲ {error.message}</p>;
  }
  return (
    <fieldset className={styles.choices}>
      <legend>
        Members of the new campaign: {formatCount(chosen.size)} of {formatCount(value.members.length)}
      </legend>
      {value.members.map(({ address, days }) => (
        <label key={address}>
          <input type="checkbox" checked={chosen.has(address)} onChange={() => choose(address)} />
          <span>
            <SafeText text={address} expandable={false} /> · {countOf(days.length, "day")}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
