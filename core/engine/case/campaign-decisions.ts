import { z } from "zod";
import { describeDecision } from "../../campaign/describe-decision.ts";
import type { CaseEvent, NewEvent } from "./events.ts";
import { decodeBody, historyOf } from "./history.ts";

const KIND = "campaign";

const id = z.string();
const members = z.array(z.string()).readonly();
const decisionSchema = z.discriminatedUnion("deed", [
  z.object({ deed: z.literal("name"), campaign: id, name: z.string().nullable() }),
  z.object({ deed: z.literal("pin"), campaign: id, members: members.nullable() }),
  z.object({ deed: z.literal("merge"), campaign: id, others: z.array(id).readonly() }),
  z.object({ deed: z.literal("split"), campaign: id, members, into: id }),
]);

/** What is kept of a campaign as it was before. */
const beforeSchema = z.object({ name: z.string().nullable(), pinned: z.boolean(), members });

const eventSchema = z.object({
  decision: decisionSchema,
  reason: z.string(),
  before: beforeSchema,
  /** The campaigns it is about, as they were found: they are known by their ids wherever the event goes. */
  found: z.record(id, members),
});
type DecisionEvent = z.infer<typeof eventSchema>;

/** Something the analyst decided of campaigns. */
export interface CaseDecision extends Pick<DecisionEvent, "decision" | "reason" | "found"> {
  readonly author: string;
  readonly atMs: number;
}

/** The decisions that hold, in their order. Throws `CaseError` for an event that is none of ours. */
export function currentDecisions(events: readonly CaseEvent[], caseName: string): CaseDecision[] {
  return historyOf(events, caseName).holding.flatMap(({ kind, body, author, atMs }) => {
    if (kind !== KIND) return [];
    const { decision, reason, found } = decodeBody(body, eventSchema, caseName);
    return [{ decision, reason, found, author, atMs }];
  });
}

/** The event of a decision. */
export function decisionEvent(event: DecisionEvent): Pick<NewEvent, "kind" | "body"> {
  return { kind: KIND, body: JSON.stringify(event) };
}

/** What the event of a decision was about, in words. */
export function describeDecisionEvent(body: string, caseName: string): string {
  return describeDecision(decodeBody(body, eventSchema, caseName).decision);
}
