/** Exit codes of the program (spec section 9). */
export const EXIT = {
  /** Everything was read, even if it holds no packet or no SIP. */
  complete: 0,
  /** Some input was cut, damaged or refused; the output is complete for what was read. */
  incomplete: 1,
  /** Nothing readable, nothing done, or wrong usage. */
  nothing: 2,
  internalError: 70,
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
