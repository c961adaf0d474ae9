import type { Block, Figure, ReportDocument, Section, Sentences, Table, TableColumn } from "./document.ts";
import { element, join, type Markup, NOTHING, styleSheet, words } from "./markup.ts";
import { REPORT_STYLE } from "./report-style.ts";

/**
 * A document as one HTML file that needs nothing else: no script, no picture, no font, no network. A page that is opened
 * from a disk has no policy of its own, so it brings one that allows its style and nothing more.
 */
export function formatHtml(document: ReportDocument): string {
  const { title, summary, sections } = document;
  const head = element(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", {
      "http-equiv": "Content-Security-Policy",
      content: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "color-scheme", content: "light dark" }),
    element("title", {}, words(title)),
    styleSheet(REPORT_STYLE),
  );
  const body = element(
    "body",
    {},
    element(
      "header",
      {},
      element("h1", {}, words(title)),
      ...summary.map((sentence) => element("p", {}, words(sentence))),
    ),
    contents(sections),
    element("main", {}, join(sections.map(formatSection), "\n")),
  );
  return `<!DOCTYPE html>\n${element("html", { lang: "en" }, join([NOTHING, head, body, NOTHING], "\n"))}\n`;
}

function contents(sections: readonly Section[]): Markup {
  const entries = sections.map(({ id, title }) => element("li", {}, element("a", { href: `#${id}` }, words(title))));
  return element("nav", { "aria-label": "Contents" }, element("ul", {}, ...entries));
}

function formatSection({ id, title, blocks }: Section): Markup {
  return element(
    "section",
    { "aria-labelledby": id },
    element("h2", { id }, words(title)),
    NOTHING,
    join(blocks.map(formatBlock), "\n"),
  );
}

function formatBlock(block: Block): Markup {
  switch (block.kind) {
    case "sentences":
      return formatSentences(block);
    case "table":
      return formatTable(block);
    case "figure":
      return formatFigure(block);
  }
}

function formatSentences({ sentences }: Sentences): Markup {
  return element("p", {}, words(sentences.join(" ")));
}

function formatTable({ caption, columns, rows }: Table): Markup {
  const head = columns.map(({ title, kind }) => element("th", { scope: "col", class: classOf(kind) }, words(title)));
  return element(
    "div",
    // A wide table scrolls: by keyboard, too.
    { class: "table", tabindex: 0, role: "group", "aria-label": caption },
    element(
      "table",
      {},
      element("caption", {}, words(caption)),
      element("thead", {}, element("tr", {}, ...head)),
      element(
        "tbody",
        {},
        join(
          rows.map((row) => formatRow(row, columns)),
          "\n",
        ),
      ),
    ),
  );
}

function formatRow(row: readonly string[], columns: readonly TableColumn[]): Markup {
  const cells = columns.map(({ kind }, index) => {
    const content = words(row[index] ?? "");
    return index === 0
      ? element("th", { scope: "row", class: classOf(kind) }, content)
      : element("td", { class: classOf(kind) }, content);
  });
  return element("tr", {}, ...cells);
}

function classOf(kind: TableColumn["kind"]): string | null {
  return kind === "words" ? null : kind;
}

function formatFigure({ id, caption, description, drawing, table }: Figure): Markup {
  return element(
    "figure",
    { "aria-labelledby": `${id}-caption` },
    element(
      "div",
      { class: "drawn" },
      element("h3", { id: `${id}-caption` }, words(caption)),
      element("p", { class: "description", id: `${id}-description` }, words(description)),
      drawing ?? NOTHING,
    ),
    table.rows.length === 0 ? NOTHING : formatTable(table),
  );
}
