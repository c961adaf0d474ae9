/** Long work in short steps: whoever does it may do something else between two of them. */
export type Steps<Value> = Generator<void, Value>;

/** Does all of it at once. */
export function finish<Value>(steps: Steps<Value>): Value {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
