import type { RequestParams } from "../../core/contract/window.ts";
import { call } from "../bridge/bridge.ts";
import { sayFailed } from "./notices.ts";

/** Has a chart saved where the analyst wants it, under this name unless another is chosen. */
export async function saveChart(name: string, image: Omit<RequestParams<"chart.save">, "name">): Promise<void> {
  const reply = await call("chart.save", { name, ...image });
  if (!reply.ok) sayFailed(reply.error.message);
}
