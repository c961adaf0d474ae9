/** A large capture on disk, and what must be found in it. */
export interface LargeCapture {
  readonly bytes: number;
  readonly requests: number;
  /** Where the damage begins; null where there is none. */
  readonly damageAt: number | null;
}
