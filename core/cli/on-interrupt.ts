/** Registers what to do when the analyst interrupts; returns how to take that back. */
export type OnInterrupt = (cancel: () => void) => () => void;
