import { useCallback, useEffect, useState } from "react";

/** Where playback stands. */
export interface Playback {
  /** Share of the time that is shown, from 0 to 1: at 1 everything is. */
  readonly at: number;
  readonly playing: boolean;
  /** Plays on, from the beginning where the end was reached; or pauses. */
  readonly toggle: () => void;
  /** Goes to a moment and pauses. */
  readonly seek: (at: number) => void;
}

/** Who wants less motion sees so many pictures instead of a film. */
const STILLS = 20;

/** Plays from 0 to 1 in so many seconds, never by itself. */
export function usePlayback(seconds: number): Playback {
  const [at, setAt] = useState(1);
  const [playing, setPlaying] = useState(false);

  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    let before: number | undefined;
    const step = (now: number) => {
      const passed = (now - (before ?? now)) / 1000;
      before = now;
      setAt((old) => Math.min(1, old + passed / seconds));
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [playing, seconds]);

  useEffect(() => {
    if (at >= 1) setPlaying(false);
  }, [at]);

  const toggle = useCallback(() => {
    if (!playing && at >= 1) setAt(0);
    setPlaying(!playing);
  }, [playing, at]);
  const seek = useCallback((wanted: number) => {
    setPlaying(false);
    setAt(wanted);
  }, []);
  return { at: playing && wantsStills() ? Math.floor(at * STILLS) / STILLS : at, playing, toggle, seek };
}

function wantsStills(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
