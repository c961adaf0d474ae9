/** How much is tortured. */
export interface TortureAmount {
  readonly mutants: number;
  /** Captures with errors made by editcap. */
  readonly byEditcap: number;
  /** Kills of the command line while it reads captures into a case. */
  readonly kills: number;
  /** Kills of it while it takes labels. */
  readonly labelKills: number;
  /** Seed of the first mutant; the others follow it. */
  readonly firstSeed: number;
}

declare module "vitest" {
  export interface ProvidedContext {
    readonly torture: TortureAmount;
  }
}

/** What every run of the tests endures: the same each time. */
export const ALWAYS: TortureAmount = { mutants: 500, byEditcap: 20, kills: 45, labelKills: 45, firstSeed: 1 };

/** What `npm run torture` endures: other mutants each time, unless TORTURE_SEED names the first. */
export function onRequest(): TortureAmount {
  const firstSeed = Number(process.env.TORTURE_SEED ?? Math.floor(Math.random() * 1e9));
  return { mutants: 5000, byEditcap: 100, kills: 500, labelKills: 500, firstSeed };
}
