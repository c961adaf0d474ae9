import { byCodeUnits } from "../../fingerprint/value-state.ts";
import { lineageOf } from "../lineage.ts";
import { matchStrand } from "../match.ts";
import type { SignatureLibrary } from "../signature.ts";
import type { ChosenView } from "./chosen-view.ts";

/** The known signatures that are nearest to the chosen strands. */
export interface Nearest {
  /** Best first; none where nothing known is like them. Score from 0 to 1, null where the signature matches. */
  readonly signatures: readonly { readonly id: string; readonly score: number | null }[];
  /** What the new signature is derived from: the best one, where it matches or no other family comes close; else null. */
  readonly parent: string | null;
  /** Family of the best, where that is certain. */
  readonly family: string | null;
}

const NOTHING: Nearest = { signatures: [], parent: null, family: null };

/** What the chosen strand with most packets is like; at least one strand. */
export function nearestKnown(chosen: readonly ChosenView[], library: SignatureLibrary): Nearest {
  const [largest] = [...chosen].sort((a, b) => b.state.packets - a.state.packets || byCodeUnits(a.id, b.id));
  const verdict = matchStrand((largest as ChosenView).view, library);
  switch (verdict.kind) {
    case "match": {
      const { signature } = verdict.match;
      return { signatures: [{ id: signature.id, score: null }], parent: signature.id, family: signature.family };
    }
    case "tie":
    case "several": {
      const families = new Set(verdict.matches.map(({ signature }) => lineageOf(signature)));
      const [first] = verdict.matches;
      return {
        signatures: verdict.matches.map(({ signature }) => ({ id: signature.id, score: null })),
        parent: null,
        family: families.size === 1 ? (first?.signature.family ?? null) : null,
      };
    }
    case "near": {
      const [best] = verdict.near;
      const signatures = verdict.near.map(({ signature, score }) => ({ id: signature.id, score }));
      if (best === undefined || (verdict.leader === null && verdict.family === null)) return { ...NOTHING, signatures };
      const parent = verdict.leader === null ? null : best.signature.id;
      return { signatures, parent, family: best.signature.family };
    }
    case "unknown":
    case "cut":
      return NOTHING;
  }
}
