import { useCallback, useEffect, useRef, useState } from "react";
import type { RequestError, RequestName, RequestParams, RequestResult } from "../../core/contract/window.ts";
import { call } from "./bridge.ts";

/** An answer on its way, here, or failed. `value` is the last good answer to the same question, kept while asking anew. */
export interface Answer<Value> {
  readonly value: Value | undefined;
  readonly error: RequestError | undefined;
  readonly asking: boolean;
  /** Asks once more. */
  readonly retry: () => void;
}

interface Held {
  readonly question: string;
  readonly value: unknown;
  readonly error: RequestError | undefined;
  readonly asking: boolean;
}

const NOTHING: Held = { question: "", value: undefined, error: undefined, asking: true };

/**
 * Asks the main process, and anew whenever the params or the revision change. A new question forgets the old answer; a
 * new revision keeps it until the newer one is here. At most one request is under way: changes meanwhile join into one.
 */
export function useRequest<Name extends RequestName>(
  name: Name,
  params: RequestParams<Name>,
  revision: number,
): Answer<RequestResult<Name>> {
  const question = JSON.stringify([name, params]);
  const [held, setHeld] = useState<Held>(NOTHING);
  const [attempt, setAttempt] = useState(0);
  const flight = useRef<{ readonly question: string; again: boolean } | null>(null);

  const ask = useCallback((wanted: string) => {
    if (flight.current?.question === wanted) {
      flight.current.again = true;
      return;
    }
    const mine = { question: wanted, again: false };
    flight.current = mine;
    setHeld((old) => (old.question === wanted ? { ...old, asking: true } : { ...NOTHING, question: wanted }));
    const [asked, withParams] = JSON.parse(wanted) as [RequestName, never];
    void call(asked, withParams).then((reply) => {
      if (flight.current !== mine) return;
      flight.current = null;
      setHeld((old) =>
        reply.ok
          ? { question: wanted, value: reply.value, error: undefined, asking: mine.again }
          : { ...old, question: wanted, error: reply.error, asking: mine.again },
      );
      if (mine.again) ask(wanted);
    });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision or attempt asks the same question again
  useEffect(() => ask(question), [ask, question, revision, attempt]);
  useEffect(
    () => () => {
      flight.current = null;
    },
    [],
  );

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const current = held.question === question ? held : NOTHING;
  return {
    value: current.value as RequestResult<Name> | undefined,
    error: current.error,
    asking: current.asking,
    retry,
  };
}
