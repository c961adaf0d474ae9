import fs from "node:fs/promises";
import path from "node:path";
import { protocol } from "electron";

/** The scheme of the program's own pages, served from its files. */
export const APP_SCHEME = "app";
const APP_HOST = "bundle";

/** The page of the window. */
export const WINDOW_URL = `${APP_SCHEME}://${APP_HOST}/index.html`;

// Styles in line are what charts and widgets set; scripts in line, eval and connections are never allowed.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join("; ");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Serves the files of the window's bundle, and nothing beside them. */
export function serveBundle(bundleFolder: string): void {
  protocol.handle(APP_SCHEME, async ({ url, method }) => {
    const file = method === "GET" ? fileOf(url, bundleFolder) : null;
    const type = file === null ? undefined : TYPES[path.extname(file)];
    if (file === null || type === undefined) return reply(null, 404, "text/plain");
    try {
      return reply(new Uint8Array(await fs.readFile(file)), 200, type);
    } catch {
      return reply(null, 404, "text/plain");
    }
  });
}

/** True for the pages of the window: whoever else calls is refused. */
export function isWindowUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol: scheme, host } = new URL(url);
  return scheme === `${APP_SCHEME}:` && host === APP_HOST;
}

/** The file a URL names; null where it lies outside the bundle. */
export function fileOf(url: string, bundleFolder: string): string | null {
  let name: string;
  try {
    const parsed = new URL(url);
    if (parsed.host !== APP_HOST) return null;
    name = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (name.includes("\0")) return null;
  const file = path.resolve(bundleFolder, `.${name}`);
  return file.startsWith(bundleFolder + path.sep) ? file : null;
}

function reply(body: Uint8Array<ArrayBuffer> | null, status: number, type: string): Response {
  return new Response(body, {
    status,
    headers: { "content-type": type, "content-security-policy": POLICY, "x-content-type-options": "nosniff" },
  });
}
