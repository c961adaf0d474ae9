import os from "node:os";

/** Who does something in a case: the account's name; systems without one for it give none. */
export function accountName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return "unknown";
  }
}
