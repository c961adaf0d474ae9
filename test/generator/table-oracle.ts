import { type Gap, type Pattern, parsePattern, type Token } from "./pattern.ts";
import { headerValue, type SipDraft } from "./sip-draft.ts";
import { type Endpoints, hexAscii, hexBytes, ipv4Bytes, uriHost } from "./tool-habits.ts";
import type { TableTool } from "./tool-table.ts";

/** A generated message with the addresses it was sent between. */
export interface SentMessage {
  readonly draft: SipDraft;
  readonly endpoints: Endpoints;
}

/**
 * Which of a row's demands the messages break: `method`, keys of `matchKeys`, and `varies <key>` where a value that
 * must change did not. Empty means that the row covers them. A plain reading of the table by regular expressions,
 * made to check the generator; it shares nothing with the product's matcher.
 */
export function brokenDemands(tool: TableTool, messages: readonly SentMessage[]): readonly string[] {
  const broken = new Set<string>();
  for (const { draft, endpoints } of messages) {
    if (tool.methods !== null && !tool.methods.includes(draft.method)) broken.add("method");
    for (const key of tool.matchKeys) {
      const value = headerValue(draft, key);
      const shape = tool.fields.get(key);
      if (value === undefined) broken.add(key);
      else if (typeof shape === "string" && !matches(shape, value, draft.method, endpoints)) broken.add(key);
    }
  }
  for (const key of tool.varies) {
    const values = new Set(messages.map(({ draft }) => headerValue(draft, key)));
    if (messages.length >= 5 && values.size < 2) broken.add(`varies ${key}`);
  }
  return [...broken];
}

/** Keys whose value, where the message has one, is not what the row says, whether required or not. */
export function strayKeys(tool: TableTool, { draft, endpoints }: SentMessage): readonly string[] {
  return [...tool.fields.keys()].filter((key) => {
    const shape = tool.fields.get(key);
    const value = key === "request-line" ? `${draft.method} ${draft.uri} SIP/2.0` : headerValue(draft, key);
    return typeof shape === "string" && value !== undefined && !matches(shape, value, draft.method, endpoints);
  });
}

function matches(shape: string, value: string, method: string, endpoints: Endpoints): boolean {
  return new RegExp(`^(?:${toSource(parsePattern(shape), method, endpoints)})$`, "s").test(value.trim());
}

function toSource(pattern: Pattern, method: string, endpoints: Endpoints): string {
  return pattern
    .map((part) => {
      if (part.kind === "text") return escapeText(part.text);
      if (part.kind === "token") return escapeText(tokenText(part.token, method, endpoints));
      if (part.kind === "gap") return gapSource(part.gap);
      return `(?:${part.alternatives.map((alternative) => toSource(alternative, method, endpoints)).join("|")})`;
    })
    .join("");
}

function tokenText(token: Token, method: string, endpoints: Endpoints): string {
  const texts: Record<Token, () => string> = {
    SourceIP: () => uriHost(endpoints.source),
    DestIP: () => uriHost(endpoints.destination),
    SourcePort: () => String(endpoints.sourcePort),
    DestPort: () => String(endpoints.destinationPort),
    "DestIP:hexascii": () => hexAscii(hexBytes(ipv4Bytes(endpoints.destination))),
    "DestPort:hexascii": () => hexAscii(endpoints.destinationPort.toString(16).padStart(4, "0")),
    method: () => method,
  };
  return texts[token]();
}

const CLASS_SOURCES: Readonly<Record<string, string>> = {
  dec: "[0-9]",
  hex: "[0-9a-f]",
  alpha: "[A-Za-z]",
  alnum: "[A-Za-z0-9]",
  phone: "[0-9+]",
};

function gapSource(gap: Gap): string {
  const length = gap.most === null ? "*" : `{${gap.least},${gap.most}}`;
  // Lengths of `dechex` count characters, two for each digit.
  if (gap.characters === "dechex") return `(?:3[0-9]){${gap.least / 2},${(gap.most ?? 0) / 2}}`;
  return (CLASS_SOURCES[gap.characters] ?? ".") + length;
}

const escapeText = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
