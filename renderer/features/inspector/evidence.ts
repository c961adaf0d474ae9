import type { FlowInspection } from "../../../core/contract/inspection.ts";
import { formatCount } from "../../ui/numbers.ts";

type Evidence = FlowInspection["strategy"]["evidence"][number][1];

/** A number of the evidence, or several; what was not computed says so. */
export function formatEvidence(value: Evidence): string {
  if (value === null) return "not computed";
  if (typeof value === "number") return formatNumber(value);
  return value.length === 0 ? "not computed" : value.map(formatNumber).join("  ");
}

function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) > 1) return formatCount(value);
  return Number.isInteger(value) ? `${value}`.replace("-", "−") : value.toFixed(2).replace("-", "−");
}
