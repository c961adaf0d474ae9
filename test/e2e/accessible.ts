import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./ringprint.ts";

/** axe finds nothing serious in what is shown now: all rules in light, contrast in dark as well. */
export async function expectAccessible(window: Page, state: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await window.emulateMedia({ colorScheme });
    await expect(window.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    // Colours that fade would be measured halfway. An animation also ends when what it moves is taken away.
    await window.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
    const axe = new AxeBuilder({ page: window }).setLegacyMode(true);
    // The scheme changes colours and nothing else.
    const rules = colorScheme === "light" ? axe.withTags(["wcag2a", "wcag2aa"]) : axe.withRules("color-contrast");
    const { violations, passes } = await rules.analyze();
    expect(passes.length).toBeGreaterThan(0);
    const serious = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("\n")}`,
      );
    expect(serious, `${state}, ${colorScheme}`).toEqual([]);
  }
}
