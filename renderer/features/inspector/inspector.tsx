import type { ReactNode } from "react";
import { EmptyState } from "../../ui/states.tsx";

/** Inspector. */
export function Inspector(): ReactNode {
  return <EmptyState title="Inspector" />;
}
