import fs from "node:fs";
import path from "node:path";
import { expect, ROOT, test } from "./ringprint.ts";

/** What Chromium logs when the page is kept from something, and the requests it then never sends. */
const REFUSALS = /Refused to|Not allowed to|violates the following|canary\.invalid|asked for (data|file):/;

test("the page has no Node, no eval, and one bridge", async ({ start }) => {
  const { app, window } = await start({ expected: REFUSALS });
  expect(await window.evaluate(() => location.href)).toBe("app://bundle/index.html");
  const node = await window.evaluate(() =>
    ["require", "process", "module", "Buffer", "global"].filter((name) => name in globalThis),
  );
  expect(node).toEqual([]);
  const bridges = await window.evaluate(() =>
    Object.keys(globalThis).filter((key) => /ipc|electron|node|ringprint/i.test(key)),
  );
  expect(bridges).toEqual(["ringprint"]);
  // Behind a timer: what the inspector itself evaluates is above the policy.
  const evaluated = await window.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => {
          try {
            // biome-ignore lint/security/noGlobalEval: the policy must forbid it
            resolve(eval("1"));
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      }),
  );
  expect(evaluated).toBe("EvalError");
  const settings = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((each) =>
      (each.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences(),
    ),
  );
  expect(settings).toHaveLength(1);
  expect(settings[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    experimentalFeatures: false,
  });
});

test("no way leads out: no navigation, no window, no permission, no connection, no file beside the bundle", async ({
  start,
}) => {
  const { app, window } = await start({ expected: REFUSALS });
  for (const url of ["https://canary.invalid/", "file:///etc/passwd", "data:text/html,x", "app://other/index.html"]) {
    await window.evaluate((target) => {
      location.href = target;
    }, url);
    await window.waitForTimeout(100);
    expect(window.url()).toBe("app://bundle/index.html");
  }
  expect(await window.evaluate(() => globalThis.open("app://bundle/index.html"))).toBeNull();
  expect(app.windows()).toHaveLength(1);
  expect(await window.evaluate(() => Notification.requestPermission())).toBe("denied");
  const fetched = await window.evaluate(() =>
    Promise.all(
      ["app://bundle/..%2f..%2f..%2fpackage.json", "app://bundle/%2e%2e/main.mjs", "app://other/index.html"].map(
        (url) =>
          fetch(url).then(
            (response) => response.status,
            () => "refused",
          ),
      ),
    ),
  );
  // The policy forbids every connection of the page, even to its own address.
  expect(fetched).toEqual(["refused", "refused", "refused"]);
  const served = await app.evaluate(
    async ({ net }, urls) => Promise.all(urls.map(async (url) => (await net.fetch(url)).status)),
    [
      "app://bundle/index.html",
      "app://bundle/..%2f..%2fpackage.json",
      "app://bundle/..%2fmain.mjs",
      "app://other/index.html",
    ],
  );
  expect(served).toEqual([200, 404, 404, 404]);
  const policy = await app.evaluate(async ({ net }) =>
    (await net.fetch("app://bundle/index.html")).headers.get("content-security-policy"),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
});

test("no name resolves, and no dictionary is fetched", async ({ start }) => {
  const { app } = await start();
  const found = await app.evaluate(async ({ session }) => ({
    // It has an address on every machine, network or not.
    localhost: await session.defaultSession.resolveHost("localhost").then(
      () => "an address",
      (error: Error) => error.message,
    ),
    spellChecker: session.defaultSession.isSpellCheckerEnabled(),
    languages: session.defaultSession.getSpellCheckerLanguages(),
  }));
  expect(found).toEqual({ localhost: expect.stringContaining("NOT_RESOLVED"), spellChecker: false, languages: [] });
});

test("scripts from elsewhere never run", async ({ start }) => {
  const { window } = await start({ expected: REFUSALS });
  const outcome = await window.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective), {
          once: true,
        });
        const script = document.createElement("script");
        script.src = "app://bundle.invalid/x.js";
        document.body.append(script);
        setTimeout(() => resolve("nothing stopped it"), 3_000);
      }),
  );
  expect(outcome).toContain("script-src");
});

test("a foreign page that holds the bridge is refused", async ({ start }) => {
  const { app } = await start();
  const replies = await app.evaluate(async ({ BrowserWindow }, preload) => {
    const foreign = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, partition: "foreign" },
    });
    await foreign.loadURL("data:text/html,x");
    const reply = await foreign.webContents.executeJavaScript("ringprint.call('reading.state', {})");
    const tokens = await foreign.webContents.executeJavaScript("ringprint.tokensOf([])");
    foreign.destroy();
    return { reply, tokens };
  }, `${ROOT}/.build/app/preload.cjs`);
  expect(replies.reply).toMatchObject({ ok: false, error: { code: "not-allowed" } });
  expect(replies.tokens).toEqual([]);
});

test("requests outside the contract are refused, and paths are no tokens", async ({ start }) => {
  const { window } = await start();
  const replies = await window.evaluate(async () => {
    const { ringprint } = globalThis as unknown as {
      ringprint: { call(name: string, params: unknown): Promise<unknown>; on(name: string, f: () => void): void };
    };
    const attempt = async (name: string, params: unknown) => {
      try {
        return await ringprint.call(name, params);
      } catch (error) {
        return (error as Error).message;
      }
    };
    return Promise.all([
      attempt("no.such", {}),
      attempt("__proto__", {}),
      attempt("captures.open", { tokens: ["/etc/passwd"] }),
      attempt("captures.open", { tokens: [crypto.randomUUID()] }),
      attempt("flows.page", { query: null, offset: -1, limit: 1e9 }),
    ]);
  });
  expect(replies[0]).toContain("no such request");
  expect(replies[1]).toContain("no such request");
  expect(replies[2]).toMatchObject({ ok: false, error: { code: "bad-request" } });
  expect(replies[3]).toMatchObject({ ok: false, error: { code: "not-found" } });
  expect(replies[4]).toMatchObject({ ok: false, error: { code: "bad-request" } });
});

test("plotly.js is the strict bundle: it draws a chart, and the policy has nothing to forbid", async ({ start }) => {
  const installed = fs.readFileSync(path.join(ROOT, "node_modules/plotly.js/package.json"), "utf8");
  expect(JSON.parse(installed)).toMatchObject({ name: "plotly.js-strict-dist-min", version: "4.1.1" });
  const { window } = await start();
  // Plotly is loaded with the first chart, long after this.
  await window.evaluate(() => {
    const violations: string[] = [];
    Object.assign(globalThis, { violations });
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
  });
  await window.getByRole("button", { name: "Open the sample capture" }).click();
  const chart = window.getByRole("img", { name: /^Chart of packets over time/ });
  await expect.poll(() => chart.locator(".bars path").count(), { timeout: 30_000 }).toBeGreaterThan(100);
  const { x, y, width, height } = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await window.mouse.move(x + width * 0.5, y + height * 0.5);
  await expect(chart.locator(".hoverlayer")).toContainText("SIP requests");
  expect(await window.evaluate(() => (globalThis as unknown as { violations: string[] }).violations)).toEqual([]);
});
