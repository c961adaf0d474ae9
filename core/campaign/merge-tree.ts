import type { DayVectors } from "./day-vectors.ts";
import type { SpanningTree } from "./spanning-tree.ts";

/**
 * Sources that are connected at a level and fall apart below it: at once into all their parts, however many reach each
 * other at just this level. So the tree depends on nothing but the distances.
 */
export interface MergeNode {
  readonly level: number;
  /** Sources. */
  size: number;
  /** Vectors whose sources become single ones below the level: it is their core distance. */
  singles: number[];
  /** What stays connected below the level. */
  children: MergeNode[];
}

/** The tree of what is connected at which level, from its spanning tree; undefined without a vector. */
export function mergeTree(vectors: DayVectors, { cores, edges }: SpanningTree): MergeNode | undefined {
  const parents = Int32Array.from({ length: vectors.sources.length }, (_, vector) => vector);
  const nodes: (MergeNode | undefined)[] = new Array(vectors.sources.length);
  for (const [vector, sources] of vectors.sources.entries()) {
    nodes[vector] = { level: cores[vector] as number, size: sources.length, singles: [vector], children: [] };
  }
  for (const { a, b, level } of [...edges].sort((one, other) => one.level - other.level)) {
    const rootA = rootOf(parents, a);
    const rootB = rootOf(parents, b);
    const merged = merge(nodes[rootA] as MergeNode, nodes[rootB] as MergeNode, level);
    parents[rootB] = rootA;
    nodes[rootB] = undefined;
    nodes[rootA] = merged;
  }
  return nodes.find((node) => node !== undefined);
}

/** All vectors below a node. */
export function vectorsOf(node: MergeNode): number[] {
  const vectors: number[] = [];
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const vector of next.singles) vectors.push(vector);
    for (const child of next.children) waiting.push(child);
  }
  return vectors;
}

/** No edge is shorter than the core distances at its ends, so a node of the edge's level is complete but for this level. */
function merge(a: MergeNode, b: MergeNode, level: number): MergeNode {
  if (a.level < level && b.level < level) return { level, size: a.size + b.size, singles: [], children: [a, b] };
  if (a.level < level) return withChild(b, a);
  if (b.level < level) return withChild(a, b);
  const [into, from] = a.singles.length + a.children.length >= b.singles.length + b.children.length ? [a, b] : [b, a];
  into.size += from.size;
  for (const vector of from.singles) into.singles.push(vector);
  for (const child of from.children) into.children.push(child);
  return into;
}

function withChild(node: MergeNode, child: MergeNode): MergeNode {
  node.size += child.size;
  node.children.push(child);
  return node;
}

function rootOf(parents: Int32Array, vector: number): number {
  let root = vector;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root] as number] as number;
    root = parents[root] as number;
  }
  return root;
}
