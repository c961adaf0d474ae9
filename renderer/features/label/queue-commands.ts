import { onlyFingerprints } from "../../../core/query/build-filter.ts";
import type { Expression } from "../../../core/query/expression.ts";
import type { Command } from "../../commands/commands.ts";
import { acceptNear, review, setLabel, writeLabel, writeVariant } from "../../commands/labelling.ts";
import { stepHistory } from "../../commands/notes.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { showCampaignsOf } from "../../commands/workspace-state.ts";
import { type QueueEntry, stepFrom } from "./queue.ts";
import { goTo, useQueue } from "./queue-store.ts";

/** What can be done with an entry of the queue. */
interface QueueCommand extends Command {
  /** Words of its button; left out: it has none. */
  readonly button?: string;
  readonly primary?: true;
}

/** Flows with the fingerprint, and with those of its group. */
function flowsOfEntry({ fingerprint, row }: QueueEntry): Expression {
  return row === null ? onlyFingerprints([fingerprint], null) : onlyFingerprints(row.members, row.tool?.id ?? null);
}

/** The keys of the queue. What was said moves on to the next entry once it is in the case. */
export function queueCommands(entry: QueueEntry, listed: readonly QueueEntry[]): readonly QueueCommand[] {
  const { fingerprint, row, said } = entry;
  const near = row?.near ?? [];
  const next = stepFrom(listed, fingerprint, 1);
  const chosen = () => near[useQueue.getState().choice] ?? near[0];
  const moveOn = async (done: Promise<boolean>) => {
    if (await done) goTo(next);
  };
  const group: Command["group"] = "Label";
  const { label = null, rival = null } = said ?? {};
  const ofConflict: readonly QueueCommand[] = [
    {
      id: "label.keep",
      title: "Decide for the label that holds",
      button: "Keep this label",
      primary: true,
      group,
      keys: ["a"],
      changes: true,
      run: () => label !== null && void moveOn(setLabel(fingerprint, label)),
    },
    {
      id: "label.takeOther",
      title: "Decide for the other label",
      button: "Take the other",
      group,
      keys: ["x"],
      changes: true,
      run: () => rival !== null && void moveOn(setLabel(fingerprint, rival)),
    },
    {
      id: "label.change",
      title: "Decide for a label of your own…",
      button: "Change…",
      group,
      keys: ["l"],
      changes: true,
      run: () => label !== null && writeLabel(fingerprint, label),
    },
  ];
  const ofLabel: readonly QueueCommand[] = [
    {
      id: "label.agree",
      title: "Agree with the label",
      button: "Agree",
      group,
      keys: ["a"],
      changes: true,
      run: () => void moveOn(review(fingerprint, "agrees")),
    },
    {
      id: "label.dissent",
      title: "Dissent from the label",
      button: "Dissent",
      group,
      keys: ["x"],
      changes: true,
      run: () => void moveOn(review(fingerprint, "dissents")),
    },
    {
      id: "label.change",
      title: "Change the label…",
      button: "Change…",
      group,
      keys: ["l"],
      changes: true,
      run: () => label !== null && writeLabel(fingerprint, label),
    },
    {
      id: "label.remove",
      title: "Take the label away",
      button: "Take away",
      group,
      keys: ["Delete"],
      changes: true,
      run: () => void setLabel(fingerprint, null),
    },
  ];
  const ofSuggestion: readonly QueueCommand[] = [
    {
      id: "label.accept",
      title: "Accept the chosen suggestion",
      button: "Accept",
      primary: true,
      group,
      keys: ["a"],
      changes: true,
      run: () => {
        const one = chosen();
        if (one !== undefined) void moveOn(acceptNear(fingerprint, one));
      },
      enabled: () => near.length > 0,
    },
    {
      id: "label.reject",
      title: "Reject the suggestions",
      button: "Reject",
      group,
      keys: ["x"],
      changes: true,
      run: () => void moveOn(review(fingerprint, "rejected")),
    },
    {
      id: "label.variant",
      title: "Label it as a new variant of the chosen suggestion…",
      button: "New variant…",
      group,
      keys: ["n"],
      changes: true,
      run: () => writeVariant(fingerprint, chosen()),
    },
    {
      id: "label.write",
      title: "Label it…",
      group,
      keys: ["l"],
      changes: true,
      run: () => writeLabel(fingerprint),
    },
    {
      id: "label.flag",
      title: "Flag it for another look",
      button: "Flag",
      group,
      keys: ["f"],
      changes: true,
      run: () => void moveOn(review(fingerprint, "flagged")),
    },
  ];
  return [
    ...(rival !== null ? ofConflict : label !== null ? ofLabel : ofSuggestion),
    { id: "label.skip", title: "Skip to the next", button: "Skip", group, keys: ["s", "j"], run: () => goTo(next) },
    {
      id: "label.back",
      title: "Back to the one before",
      group,
      keys: ["Backspace", "k"],
      run: () => goTo(stepFrom(listed, fingerprint, -1)),
    },
    {
      id: "label.campaigns",
      title: "Show the campaigns that have this fingerprint",
      button: "Its campaigns",
      group,
      keys: ["c"],
      run: () => changeWorkspace((workspace) => showCampaignsOf(workspace, flowsOfEntry(entry))),
    },
    {
      id: "label.undo",
      title: "Undo what was done last",
      group,
      keys: ["u"],
      changes: true,
      run: () => void stepHistory("undo"),
    },
    ...near.map((one, index) => ({
      id: `label.choose${index + 1}`,
      title: `Choose suggestion ${index + 1}: ${one.signature}`,
      group,
      keys: [String(index + 1)],
      run: () => useQueue.setState({ choice: index }),
    })),
  ];
}
