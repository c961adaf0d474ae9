import { describeDecisionEvent } from "./campaign-decisions.ts";
import type { CaseEvent } from "./events.ts";
import { describeLabelEvent } from "./labels.ts";
import { describeNoteEvent } from "./notes.ts";
import { describeRematchEvent, describeSignatureEvent } from "./own-signatures.ts";
import { describeReviewEvent } from "./reviews.ts";

/** What an event that can be undone was about, in words. */
export function describeEvent(event: CaseEvent, caseName: string): string {
  switch (event.kind) {
    case "review":
      return describeReviewEvent(event.body, caseName);
    case "campaign":
      return describeDecisionEvent(event.body, caseName);
    case "note":
      return describeNoteEvent(event.body, caseName);
    case "signatures":
      return describeSignatureEvent(event.body, caseName);
    case "rematch":
      return describeRematchEvent(event.body, caseName);
    default:
      return describeLabelEvent(event, caseName);
  }
}
