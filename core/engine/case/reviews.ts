import type { z } from "zod";
import { type ReviewRequest, reviewRequestSchema } from "../../contract/labels.ts";
import type { CaseEvent, NewEvent } from "./events.ts";
import { decodeBody, historyOf } from "./history.ts";

const KIND = "review";

/** A review as its event keeps it, with what the same analyst thought before. */
const reviewSchema = reviewRequestSchema.extend({ before: reviewRequestSchema.shape.verdict });

/** What an analyst thinks of the suggestion for a fingerprint, or of its label. */
export interface CaseReview extends z.infer<typeof reviewRequestSchema> {
  readonly verdict: NonNullable<ReviewRequest["verdict"]>;
  readonly event: number;
  readonly atMs: number;
  readonly author: string;
}

/** The reviews that hold, of each analyst the last one of a fingerprint. Throws `CaseError` for an event that is none of ours. */
export function currentReviews(events: readonly CaseEvent[], caseName: string): CaseReview[] {
  const reviews = new Map<string, CaseReview>();
  for (const { id, atMs, author, kind, body } of historyOf(events, caseName).holding) {
    if (kind !== KIND) continue;
    const { fingerprint, verdict, reason } = decodeBody(body, reviewSchema, caseName);
    const key = JSON.stringify([fingerprint, author]);
    reviews.delete(key);
    if (verdict !== null) reviews.set(key, { fingerprint, verdict, reason, event: id, atMs, author });
  }
  return [...reviews.values()];
}

/** The event that gives a review, or takes it back. */
export function reviewEvent(request: ReviewRequest, before: CaseReview | null): Pick<NewEvent, "kind" | "body"> {
  return { kind: KIND, body: JSON.stringify({ ...request, before: before?.verdict ?? null }) };
}

/** What the event of a review was about, in words. */
export function describeReviewEvent(body: string, caseName: string): string {
  const { fingerprint, verdict } = decodeBody(body, reviewSchema, caseName);
  return verdict === null ? `taking back the review of ${fingerprint}` : `the review of ${fingerprint}: ${verdict}`;
}
