import { z } from "zod";

/** The monitored prefixes, and what follows from their size. */
export const telescopeFactsSchema = z.object({
  /** The first of `prefixCount`, in CIDR notation. */
  prefixes: z.array(z.string()).max(8),
  prefixCount: z.int().nonnegative(),
  /** Guessed from the destinations of all requests, not given. */
  inferred: z.boolean(),
  /** IPv4 addresses the prefixes hold. */
  addresses: z.int().nonnegative(),
  /** Internet-wide packets a second at which a random scanner is expected here once in each idle timeout. */
  blindSpeedPps: z.number().nullable(),
  flowTimeoutSeconds: z.number().positive(),
});
export type TelescopeFacts = z.infer<typeof telescopeFactsSchema>;
