import type { Rival } from "../signature/proposal/proposal-strand.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import { stateOfExample } from "./example-strand.ts";

/** The positive examples of all signatures, which a new signature must leave to them. */
export function exampleRivals(library: SignatureLibrary): Rival[] {
  return library.signatures.flatMap(({ definition: { id, examples } }) =>
    examples.positive.flatMap((example, index) => {
      const state = stateOfExample(example);
      return state === undefined ? [] : [{ id: exampleId(id, index), exampleOf: id, state }];
    }),
  );
}

/** How an example of a known signature is named among rivals. */
export function exampleId(signature: string, index: number): string {
  return `${signature} example ${index + 1}`;
}
