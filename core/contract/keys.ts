import { z } from "zod";
import { publicKeySchema } from "./packs.ts";

/** What the analyst calls a key. */
export const keyNameSchema = z.string().trim().min(1).max(200);

/** A key that seals packs, as the window knows it: never its secret half. */
export const knownKeySchema = z.object({
  publicKey: publicKeySchema,
  name: z.string(),
  /** `own`: its file is known, and packs can be sealed with it; `missing`: that file is not where it was. */
  kind: z.enum(["own", "missing", "trusted"]),
});
export type KnownKey = z.infer<typeof knownKeySchema>;

/** Most keys that are kept. */
export const MOST_KEYS = 500;
