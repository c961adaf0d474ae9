import { expect, test } from "vitest";
import { onlyThis } from "../../../core/query/build-filter.ts";
import {
  clearFilters,
  decodeWorkspace,
  encodeWorkspace,
  FRESH_WORKSPACE,
  filterBySpan,
  filterByText,
  forCaptures,
  isFiltered,
  narrowFlows,
  nextColourScheme,
  selectFlow,
  showProblems,
  type Workspace,
} from "../../../renderer/commands/workspace-state.ts";

const USED: Workspace = {
  ...FRESH_WORKSPACE,
  view: "flows",
  selectedFlow: "192.0.2.11@2020-01-06T03:01:21.204961086Z",
  selectedStrand: "s",
  selectedCapture: "c",
  captureQuery: { sort: "name", descending: true, problemsOnly: true },
  query: { sort: "rate", descending: false, text: "svmap", span: { startSeconds: 1, endSeconds: 2 } },
  inspectorWidth: 45,
  colourScheme: "dark",
  captures: ["a.pcap"],
};

test("what is written is read again", () => {
  expect(decodeWorkspace(encodeWorkspace(USED))).toEqual(USED);
  expect(decodeWorkspace(encodeWorkspace(FRESH_WORKSPACE))).toEqual(FRESH_WORKSPACE);
});

test.each([
  ["nothing", null],
  ["no JSON", "{"],
  ["something else", "[1, 2]"],
  ["another version", encodeWorkspace(USED).replace('"version":1', '"version":2')],
])("a fresh workspace from %s", (_name, text) => expect(decodeWorkspace(text)).toEqual(FRESH_WORKSPACE));

test("one bad field costs that field only", () => {
  const stored = { version: 1, workspace: { ...USED, view: "atlas", inspectorWidth: 1e9, query: { sort: "colour" } } };
  expect(decodeWorkspace(JSON.stringify(stored))).toEqual({
    ...USED,
    view: FRESH_WORKSPACE.view,
    inspectorWidth: FRESH_WORKSPACE.inspectorWidth,
    query: FRESH_WORKSPACE.query,
  });
});

test("another flow starts without a selected strand, the same one keeps it", () => {
  expect(selectFlow(USED, "other")).toEqual({ selectedFlow: "other", selectedStrand: null });
  expect(selectFlow(USED, USED.selectedFlow)).toEqual({});
});

test("filters change what they are of, and clearing keeps the order", () => {
  expect(filterByText(USED, "x").query).toEqual({ ...USED.query, text: "x" });
  const onPaper = onlyThis("tool", { kind: "text", value: "paper/1" });
  expect(narrowFlows({ ...USED, ...filterByText(USED, "x y") }, onPaper).query?.text).toBe(
    '"x" and "y" and tool == "paper/1"',
  );
  expect(filterBySpan(USED, null).query).toEqual({ ...USED.query, span: null });
  const cleared = { ...USED, ...clearFilters(USED) };
  expect(cleared.query).toEqual({ sort: "rate", descending: false, text: "", span: null });
  expect([isFiltered(USED), isFiltered(cleared), isFiltered({ ...cleared, ...filterByText(cleared, "  ") })]).toEqual([
    true,
    false,
    false,
  ]);
});

test("selection and filter survive a restart with the same captures, and no other", () => {
  expect(forCaptures(USED, ["a.pcap"])).toEqual({});
  // Captures that are added to the same case change nothing of what is seen.
  expect(forCaptures(USED, ["a.pcap", "b.pcap"])).toEqual({ captures: ["a.pcap", "b.pcap"] });
  expect({ ...USED, ...forCaptures(USED, ["b.pcap"]) }).toMatchObject({
    view: "flows",
    selectedFlow: null,
    selectedStrand: null,
    selectedCapture: null,
    captureQuery: { sort: "name", descending: true, problemsOnly: false },
    query: { sort: "rate", text: "", span: null },
    captures: ["b.pcap"],
  });
});

test("problems are shown the worst first, with none chosen before, whatever the list was", () => {
  expect(showProblems()).toMatchObject({
    view: "captures",
    captureQuery: { sort: "state", descending: false, problemsOnly: true },
    selectedCapture: null,
    inspectorOpen: true,
  });
});

test("the colour scheme goes round", () => {
  const schemes = (["system", "light", "dark"] as const).map((colourScheme) =>
    nextColourScheme({ ...USED, colourScheme }),
  );
  expect(schemes.map(({ colourScheme }) => colourScheme)).toEqual(["light", "dark", "system"]);
});
