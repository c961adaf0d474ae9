import { z } from "zod";

const count = z.int().nonnegative();
/** The lowest and the highest value in a stretch of time. */
const range = z.tuple([count, count]);

/** Values of a sender's packets over the time of a flow, by stretches of equal length; those without packets are left out. */
export const senderPlotSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("plot"),
    stretchSeconds: z.number(),
    stretches: z
      .array(
        z.object({
          /** Seconds from the first packet of the flow to the first one of this stretch. */
          at: z.number(),
          packets: count,
          sourcePort: range,
          ttl: range,
          /** IPv4 identification; null for IPv6. */
          ipId: range.nullable(),
        }),
      )
      .max(250),
  }),
  /** The packets of a case stand still once all captures are read, not before. */
  z.object({ kind: z.literal("reading") }),
]);
export type SenderPlot = z.infer<typeof senderPlotSchema>;
export type SenderStretch = Extract<SenderPlot, { kind: "plot" }>["stretches"][number];
