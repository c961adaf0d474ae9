/** A column of a text table. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/** Rows under their titles, columns aligned and two blanks apart, without blanks at the ends of lines. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const lines = [columns.map((column) => column.title), ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? "").length)));
  return lines.map((line) =>
    columns
      .map(({ align }, index) => {
        const cell = line[index] ?? "";
        const width = widths[index] as number;
        return align === "right" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}

/** A whole number with commas between groups of three digits. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A number and its noun, in the singular or the plural. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
