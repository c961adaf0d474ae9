import { type MergeNode, vectorsOf } from "./merge-tree.ts";

/** How clusters are chosen from a tree. */
export interface ClusterRules {
  /** Fewer sources are no cluster. */
  readonly minClusterSize: number;
  /** Whether all sources together may be one cluster. */
  readonly allowSingle: boolean;
}

/** A cluster of the condensed tree: what splits off together, and stays large enough until it splits itself. */
interface Cluster {
  readonly node: MergeNode;
  /** Excess of mass: how much density its sources have beyond that of its birth, summed up. */
  readonly stability: number;
  /** What it splits into: none, or two and more. */
  readonly children: readonly Cluster[];
}

/** A choice of clusters, and the excess of mass they have together. */
interface Choice {
  readonly nodes: readonly MergeNode[];
  readonly stability: number;
}

/** Distance 0 counts as this one, so that no density is infinite (spec section 7). */
const LEAST_DISTANCE = 1e-9;

/** The clusters of most excess of mass, as the vectors of each. */
export function chooseClusters(root: MergeNode, rules: ClusterRules): number[][] {
  if (root.size < rules.minClusterSize) return [];
  const cluster = condense(root, 0, rules.minClusterSize);
  const { nodes } = rules.allowSingle ? choose(cluster) : together(cluster.children.map(choose));
  return nodes.map(vectorsOf);
}

/** Density at which sources of this Hamming distance part: one over the Euclidean distance. */
function densityAt(level: number): number {
  return 1 / Math.max(Math.sqrt(level), LEAST_DISTANCE);
}

/** Follows a cluster from its birth to its split or its end. What becomes too small leaves it. */
function condense(node: MergeNode, birth: number, minClusterSize: number): Cluster {
  let stability = 0;
  for (let at = node; ; ) {
    const large = at.children.filter(({ size }) => size >= minClusterSize);
    const excess = densityAt(at.level) - birth;
    const [only] = large;
    if (large.length === 1 && only !== undefined) {
      stability += (at.size - only.size) * excess;
      at = only;
      continue;
    }
    stability += at.size * excess;
    const children = large.map((child) => condense(child, densityAt(at.level), minClusterSize));
    return { node, stability, children };
  }
}

/** The cluster itself, unless what it splits into has more excess of mass. */
function choose({ node, stability, children }: Cluster): Choice {
  const parts = together(children.map(choose));
  return parts.stability > stability ? parts : { nodes: [node], stability };
}

/** Summed up in ascending order: the sum must not depend on the order of the parts. */
function together(choices: readonly Choice[]): Choice {
  const stabilities = choices.map(({ stability }) => stability).sort((a, b) => a - b);
  return {
    nodes: choices.flatMap(({ nodes }) => nodes),
    stability: stabilities.reduce((sum, stability) => sum + stability, 0),
  };
}
