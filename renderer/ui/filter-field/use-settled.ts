import { useEffect, useState } from "react";

const SETTLED_MS = 700;

/** Whether a value has stayed the same for a moment: while somebody types, half a filter is no fault yet. */
export function useSettled(value: string): boolean {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled === value;
}
