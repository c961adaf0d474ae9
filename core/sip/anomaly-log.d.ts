import type { SipAnomaly, SipAnomalyKind } from "./message.ts";
/** Collects the first place of each kind of anomaly in one message. */
export declare class AnomalyLog {
    private readonly found;
    note(kind: SipAnomalyKind, offset: number): void;
    /** In the order in which they were found. */
    list(): readonly SipAnomaly[];
}
