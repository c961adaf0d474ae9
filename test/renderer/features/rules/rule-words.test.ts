import { expect, test } from "vitest";
import { DEFAULT_RULES, type RuleTexts } from "../../../../core/contract/rule-texts.ts";
import { unusualRules } from "../../../../renderer/features/rules/rule-words.ts";

const rows: readonly (readonly [Partial<RuleTexts>, readonly string[]])[] = [
  [{}, []],
  [{ ports: " 5060 ", flowTimeout: "20m ", telescope: " " }, []],
  [{ ports: "any" }, ["any port"]],
  [{ ports: "5062" }, ["port 5062"]],
  [{ ports: "5060,5061", flowTimeout: "1h" }, ["ports 5060,5061", "idle timeout 1h"]],
  [{ tunnels: false, telescope: "192.0.2.0/24" }, ["tunnels closed", "telescope 192.0.2.0/24"]],
  [{ telescope: "192.0.2.0/24 198.51.100.0/24" }, ["telescope 192.0.2.0/24, …"]],
];

test.each(rows)("%j", (part, words) => expect(unusualRules({ ...DEFAULT_RULES, ...part })).toEqual(words));
