/** Why a case cannot be opened or written. */
export type CaseFaultCode =
  | "case-missing"
  | "case-exists"
  | "case-in-use"
  | "not-a-case"
  | "newer-case"
  | "damaged-case"
  | "case-not-readable"
  | "case-not-writable"
  | "case-other-rules"
  | "case-changed";

/** A failure with one sentence for the analyst: what was found, what became of the file, what to do. */
export interface CaseFault {
  readonly code: CaseFaultCode;
  readonly message: string;
}

/** Thrown where work on a case cannot go on; caught where the work was asked for. */
export class CaseError extends Error {
  readonly fault: CaseFault;

  constructor(fault: CaseFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Whether this is a fault and not what was wanted. */
export function isFault(value: unknown): value is CaseFault {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}

const FULL = /No space left on device|Disk quota exceeded|not enough (disk )?space|File too large/i;
const NEWER = /database file with version number \d+|created with a newer version of DuckDB|serialization version/i;
const DAMAGED =
  /Corrupt database|checksum|Could not read enough bytes|failed to (load|deserialize)|Serialization Error|replaying WAL/i;

/** What an error of the database means, where it is the disk's or the file's; else the error is the program's. */
export function faultOf(error: unknown, name: string): CaseFault | null {
  const text = error instanceof Error ? error.message : String(error);
  if (/Conflicting lock|Could not set lock/.test(text)) {
    const holder = /\(PID (\d+)\)/.exec(text)?.[1];
    return caseInUse(name, holder === undefined ? "another program" : `process ${holder}`);
  }
  if (FULL.test(text)) {
    const kept = "Everything that was saved before is still there";
    return { code: "case-not-writable", message: `${name}: the disk is full. ${kept}. Free some space and try again.` };
  }
  if (/not a valid DuckDB database/.test(text)) return notACase(name);
  if (NEWER.test(text)) {
    return {
      code: "newer-case",
      message: `${name} was written by a newer version. It was not changed. Update Ringprint.`,
    };
  }
  if (/Permission denied|Read-only file system|Cannot open file/i.test(text)) {
    return { code: "case-not-writable", message: `${name} cannot be opened for writing. It was not changed.` };
  }
  return DAMAGED.test(text) ? damagedCase(name) : null;
}

/** A case that somebody else has open. */
export function caseInUse(name: string, holder: string): CaseFault {
  const advice = "Close it there, or wait until it is done";
  return { code: "case-in-use", message: `${name} is open elsewhere (${holder}). It was not changed. ${advice}.` };
}

/** A file of something else. */
export function notACase(name: string): CaseFault {
  return { code: "not-a-case", message: `${name} is no case of Ringprint. It was not changed.` };
}

/** A case of which parts cannot be read. */
export function damagedCase(name: string): CaseFault {
  const left = "not all of it can be read, and it was left as it is";
  const advice = "Restore a copy of it, or make a new case of its captures";
  return { code: "damaged-case", message: `${name} is damaged: ${left}. ${advice}.` };
}
