import type { ReactNode } from "react";
import { EmptyState } from "../../ui/states.tsx";

/** Flows. */
export function FlowsPage(): ReactNode {
  return <EmptyState title="Flows" />;
}
