/** A SIP request before it becomes bytes, so that an edited tool can change one part of it. */
export interface SipDraft {
  readonly method: string;
  readonly uri: string;
  /** In wire order; the key is the lower-case long name, the name is spelt as sent. */
  readonly headers: readonly DraftHeader[];
  readonly body: string;
  readonly lineEnd: "\r\n" | "\n" | "\r";
  /** Blanks between colon and value; one where nothing is said. */
  readonly blanks?: number;
  /** False for masscan's probe, which ends after the last header line. */
  readonly emptyLine: boolean;
  /** Bytes lost at the end: masscan 1.3.2 cuts its message inside the last line end. */
  readonly lostBytes: number;
  /** NUL bytes behind the message, as left over from a fixed template buffer. */
  readonly padding: number;
}

export interface DraftHeader {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

/** The message as sent. Text stands for bytes, one character each. */
export function encodeDraft(draft: SipDraft): Uint8Array {
  const lines = [
    `${draft.method} ${draft.uri} SIP/2.0`,
    ...draft.headers.map((header) => `${header.name}:${" ".repeat(draft.blanks ?? 1)}${header.value}`),
  ];
  const head = lines.map((line) => line + draft.lineEnd).join("");
  const message = head + (draft.emptyLine ? draft.lineEnd : "") + draft.body;
  const sent = message.slice(0, message.length - draft.lostBytes) + "\0".repeat(draft.padding);
  return Uint8Array.from(Buffer.from(sent, "latin1"));
}

/** The value of a key, or undefined. Repeated headers carry `#2`, `#3` in their key. */
export function headerValue(draft: SipDraft, key: string): string | undefined {
  return draft.headers.find((header) => header.key === key)?.value;
}

/** The draft with the value of one header changed; unchanged when it has no such header. */
export function withHeader(draft: SipDraft, key: string, change: (value: string) => string): SipDraft {
  return {
    ...draft,
    headers: draft.headers.map((header) => (header.key === key ? { ...header, value: change(header.value) } : header)),
  };
}
