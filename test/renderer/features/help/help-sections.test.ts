import { expect, test } from "vitest";
import type { Command } from "../../../../renderer/commands/commands.ts";
import { helpSections } from "../../../../renderer/features/help/help-sections.ts";

function command(id: string, group: Command["group"], keys: string[], enabled = true): Command {
  return { id, title: id, group, keys, run: () => {}, enabled: () => enabled };
}

test("the help lists keys that work now, by group", () => {
  const sections = helpSections([
    command("captures.files", "Captures", ["Ctrl+O"]),
    command("captures.sample", "Captures", []),
    command("palette", "Everywhere", ["Ctrl+K"]),
    command("inspector.toggle", "Everywhere", ["i"], false),
  ]);
  expect(sections.map(({ title, entries }) => [title, entries.map((entry) => entry.keys)])).toEqual([
    ["Captures", [["Ctrl+O"]]],
    ["Everywhere", [["Ctrl+K"]]],
  ]);
});

test("keys of the map are listed where a flow is inspected", () => {
  const sections = helpSections([command("inspector.map", "Inspector", ["m"])]);
  expect(sections.map(({ title }) => title)).toEqual(["Inspector", "Map of the destinations"]);
});

test("keys of the time line are listed once there is one", () => {
  const sections = helpSections([command("view.flows", "Everywhere", ["Ctrl+2"])]);
  expect(sections.map(({ title }) => title)).toEqual(["Everywhere", "Time line"]);
});
