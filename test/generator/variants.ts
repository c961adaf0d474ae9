import type { Random } from "./random.ts";
import { encodeDraft, headerValue, type SipDraft, withHeader } from "./sip-draft.ts";
import { beginRun, type Endpoints, type RunOptions, type ToolRun } from "./tool-messages.ts";
import { type TableTool, tableTool } from "./tool-table.ts";
import { SPELLINGS } from "./word-lists.ts";

/** One thing that somebody changed in a tool's source, so that it leaves the table or stays within it. */
export type Edit =
  | "constant-user-agent"
  | "display-name"
  | "user-part"
  | "call-id-format"
  | "tag-shape"
  | "cseq-number"
  | "max-forwards"
  | "method"
  | "header-order"
  | "header-added"
  | "required-header-removed"
  | "optional-header-removed";

export const EDITS: readonly Edit[] = [
  "constant-user-agent",
  "display-name",
  "user-part",
  "call-id-format",
  "tag-shape",
  "cseq-number",
  "max-forwards",
  "method",
  "header-order",
  "header-added",
  "required-header-removed",
  "optional-header-removed",
];

/**
 * Whether the row of the base tool still covers the edited tool, so that exact identification is still expected:
 * `kept`, or `lost` where the edit breaks a required constant of the row. Header order, further headers and values
 * that the row does not require never cost the identity.
 */
export function identityAfter(base: TableTool, edit: Edit): "kept" | "lost" {
  const requires = (key: string) => base.matchKeys.includes(key);
  const pattern = (key: string) => (requires(key) ? (base.fields.get(key) ?? "") : "");
  const lostIf = (condition: boolean) => (condition ? "lost" : "kept");
  switch (edit) {
    case "constant-user-agent":
      // A row that takes any agent keeps the tool, unless it wants to see several.
      return lostIf(requires("user-agent") && (pattern("user-agent") !== "{?*:agent}" || base.varies.length > 0));
    case "display-name":
    case "user-part":
      // Tool 21 takes an optional name, but one name only; every other row spells From and To out.
      return lostIf(requires("from") || requires("to"));
    case "call-id-format":
      return lostIf(requires("call-id"));
    case "tag-shape":
      // A row that ends in {?*:any} behind the URI takes every tag.
      return lostIf(requires("from") && pattern("from").includes("tag="));
    case "cseq-number":
      return lostIf(requires("cseq"));
    case "max-forwards":
      return lostIf(requires("max-forwards"));
    case "method":
      return lostIf(base.methods !== null);
    case "required-header-removed":
      return "lost";
    case "header-order":
    case "header-added":
    case "optional-header-removed":
      return "kept";
  }
}

/** A run of an edited tool: the edits are drawn once and hold for all its messages. */
export function beginVariantRun(
  baseToolId: string,
  edits: readonly Edit[],
  random: Random,
  options: RunOptions = {},
): ToolRun {
  const base = beginRun(baseToolId, random, options);
  const perRun = (options.setUp ?? random).fork(`edits ${edits.join(" ")}`);
  const perPacket = random.fork("edited packets");
  const changes = edits.map((edit) => drawChange(edit, tableTool(baseToolId), perRun, perPacket));
  const draft = (endpoints: Endpoints) =>
    changes.reduce<SipDraft>((message, change) => change(message), base.draft(endpoints));
  return { tool: base.tool, draft, next: (endpoints) => encodeDraft(draft(endpoints)) };
}

type Change = (draft: SipDraft) => SipDraft;

function drawChange(edit: Edit, base: TableTool, perRun: Random, perPacket: Random): Change {
  switch (edit) {
    case "constant-user-agent": {
      const agent = `${perRun.pick(["voip-probe", "sip-census", "ringer", "pbx-audit"])}/${perRun.int(1, 9)}.${perRun.int(0, 9)}`;
      return (draft) =>
        headerValue(draft, "user-agent") === undefined
          ? addHeader(draft, "user-agent", agent)
          : withHeader(draft, "user-agent", () => agent);
    }
    case "display-name": {
      const name = perRun.pick(["acme", "night shift", "probe", "lab"]);
      return onFromAndTo((value) => `"${name}" ${inBrackets(value)}`);
    }
    case "user-part": {
      const user = `u-${perRun.alpha(3).toLowerCase()}`;
      return onFromAndTo((value) => value.replace(/sip:(?:[^@>;]*@)?/, `sip:${user}@`));
    }
    case "call-id-format":
      return (draft) => withHeader(draft, "call-id", () => `${perPacket.hex(8)}_${perPacket.hex(12)}@edited.invalid`);
    case "tag-shape":
      return (draft) =>
        withHeader(
          draft,
          "from",
          (value) => `${value.replace(/; ?tag=.*$/s, "")};tag=${perPacket.alpha(5)}~${perPacket.alpha(6)}`,
        );
    case "cseq-number":
      return (draft) => withHeader(draft, "cseq", (value) => value.replace(/^\d+/, "4711"));
    case "max-forwards":
      return (draft) => withHeader(draft, "max-forwards", () => "55");
    case "method":
      return (draft) => withMethod(draft, "SUBSCRIBE");
    case "header-order": {
      let order: readonly string[] | undefined;
      return (draft) => {
        order ??= drawOtherOrder(
          draft.headers.map((header) => header.key),
          perRun,
        );
        const place = (key: string) => (order as readonly string[]).indexOf(key);
        return { ...draft, headers: [...draft.headers].sort((left, right) => place(left.key) - place(right.key)) };
      };
    }
    case "header-added": {
      const [key, value] = perRun.pick([
        ["x-foo", "bar"],
        ["x-scan-id", perRun.hex(6)],
        ["organization", "none"],
      ] as const);
      return (draft) => addHeader(draft, key, value);
    }
    case "required-header-removed": {
      // One without which the message is still a SIP request with an origin and a target.
      const removed = base.matchKeys.find((key) => key !== "from" && key !== "to") ?? (base.matchKeys[0] as string);
      return (draft) => ({ ...draft, headers: draft.headers.filter((header) => header.key !== removed) });
    }
    case "optional-header-removed": {
      const needed = new Set([...base.matchKeys, "via", "from", "to", "call-id", "cseq"]);
      let removed: string | undefined;
      return (draft) => {
        removed ??= draft.headers.find((header) => !needed.has(header.key) && !header.key.includes("#"))?.key;
        return { ...draft, headers: draft.headers.filter((header) => header.key !== removed) };
      };
    }
  }
}

function onFromAndTo(change: (value: string) => string): Change {
  return (draft) => withHeader(withHeader(draft, "from", change), "to", change);
}

/** The URI of a From or To in angle brackets, without its display name; parameters stay behind. */
function inBrackets(value: string): string {
  const bracketed = /<.*$/s.exec(value);
  if (bracketed !== null) return bracketed[0];
  const [uri, ...parameters] = value.trim().split(";") as [string, ...string[]];
  return [`<${uri}>`, ...parameters].join(";");
}

function addHeader(draft: SipDraft, key: string, value: string): SipDraft {
  const name = SPELLINGS[key] ?? key.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
  return { ...draft, headers: [...draft.headers, { key, name, value }] };
}

function withMethod(draft: SipDraft, method: string): SipDraft {
  const changed = withHeader(draft, "cseq", (value) => value.replace(draft.method, method));
  return { ...changed, method };
}

/** A permutation that differs from the order given. */
function drawOtherOrder(keys: readonly string[], random: Random): readonly string[] {
  const shuffled = random.shuffle(keys);
  if (shuffled.some((key, index) => key !== keys[index])) return shuffled;
  return [...keys].reverse();
}
