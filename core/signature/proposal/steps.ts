/** What comes of steps that are done one behind the other. */
export function inOneGo<Value>(steps: Generator<void, Value>): Value {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
