import type { PacketReading } from "../../contract/packet-table.ts";
import { openRegularFile } from "../regular-file.ts";

/** Bytes of a capture, or why it does not give them. */
export type StretchOfCapture =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly fault: CaptureFault };

/** Why a capture does not give its bytes, in a sentence for the analyst. */
export type CaptureFault = Pick<Extract<PacketReading, { kind: "lost" }>, "code" | "message">;

/** Where a capture was read, and what is known of its file. */
export interface KnownCapture {
  readonly path: string;
  readonly name: string;
  /** Size of the file when it was read. */
  readonly bytes: number;
}

/** Reads a stretch of a capture that is stored plainly. A file of another size is not the one that was read. */
export function readStretch(capture: KnownCapture, offset: number, length: number): StretchOfCapture {
  const file = openRegularFile(capture.path);
  if ("code" in file) {
    const isGone = file.code === "missing" || file.code === "not-a-file";
    if (isGone) return { ok: false, fault: missing(capture.name) };
    if (file.code === "empty-file") return { ok: false, fault: changed(capture.name) };
    return { ok: false, fault: { code: "not-readable", message: `${capture.name}: ${file.message}` } };
  }
  try {
    if (file.bytes !== capture.bytes) return { ok: false, fault: changed(capture.name) };
    const bytes = new Uint8Array(length);
    for (let read = 0; read < length; ) {
      const more = file.read(bytes.subarray(read), offset + read);
      if (more === 0) return { ok: false, fault: unread(capture.name, file.fault) };
      read += more;
    }
    return { ok: true, bytes };
  } finally {
    file.close();
  }
}

/** The file is there, but not with the bytes that were read. */
export function changed(name: string): CaptureFault {
  const message = `${name} is no longer the file that was read: its bytes have changed. Choose the unchanged one.`;
  return { code: "changed", message };
}

function missing(name: string): CaptureFault {
  return { code: "missing", message: `${name} is no longer where it was. Choose it again to see its bytes.` };
}

function unread(name: string, fault: string | null): CaptureFault {
  if (fault === null) return changed(name);
  const message = `${name} cannot be read here (${fault}). Check the disk, or choose a copy of the file.`;
  return { code: "not-readable", message };
}
