import { DEFAULT_RULES, type RuleTexts } from "../../../core/contract/rule-texts.ts";

/** Where rules part from the default ones, in words; empty where they do not. */
export function unusualRules(rules: RuleTexts): string[] {
  const ports = rules.ports.trim();
  const words: string[] = [];
  if (ports !== DEFAULT_RULES.ports) words.push(portWords(ports));
  if (rules.flowTimeout.trim() !== DEFAULT_RULES.flowTimeout) words.push(`idle timeout ${rules.flowTimeout.trim()}`);
  if (!rules.tunnels) words.push("tunnels closed");
  const prefixes = rules.telescope.split(/[\s,]+/).filter((prefix) => prefix !== "");
  if (prefixes.length > 0) words.push(`telescope ${prefixes[0]}${prefixes.length > 1 ? ", …" : ""}`);
  return words;
}

function portWords(ports: string): string {
  if (ports === "any") return "any port";
  return `${ports.includes(",") ? "ports" : "port"} ${ports}`;
}
