import { z } from "zod";

/** What a window may do: one window writes, every further one looks on and shares the engine. */
export const windowRoleSchema = z.object({ readOnly: z.boolean() });
export type WindowRole = z.infer<typeof windowRoleSchema>;
