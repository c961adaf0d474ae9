import type { SipAnomaly, SipAnomalyKind } from "./message.ts";

/** Collects the first place of each kind of anomaly in one message. */
export class AnomalyLog {
  private readonly found: SipAnomaly[] = [];

  note(kind: SipAnomalyKind, offset: number): void {
    if (this.found.some((anomaly) => anomaly.kind === kind)) return;
    this.found.push({ kind, offset });
  }

  /** In the order in which they were found. */
  list(): readonly SipAnomaly[] {
    return this.found;
  }
}
