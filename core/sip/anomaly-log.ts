import type { SipAnomaly, SipAnomalyKind } from "./message.ts";

/** Collects the first place of each kind of anomaly in one message. */
export class AnomalyLog {
  private readonly found: SipAnomaly[] = [];
  /** How often something was noted, be it of a kind that was found before. */
  notes = 0;

  note(kind: SipAnomalyKind, offset: number): void {
    this.notes += 1;
    if (this.found.some((anomaly) => anomaly.kind === kind)) return;
    this.found.push({ kind, offset });
  }

  /** In the order in which they were found. */
  list(): readonly SipAnomaly[] {
    return this.found;
  }
}
