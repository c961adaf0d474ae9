import { expect, SAMPLE, test, waitForEnding } from "./ringprint.ts";

test("a page that dies comes back with the results", async ({ start }) => {
  const { app, window } = await start({ args: [SAMPLE] });
  await waitForEnding(window);
  const died = window.waitForEvent("crash");
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await died;
  const answer = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        "document.body.innerText.includes('telescope-sample.pcapng')",
      ),
    );
  await expect.poll(answer, { timeout: 20_000 }).toBe(true);
  const overview = app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript("ringprint.call('overview.get', {})"),
  );
  expect(await overview).toMatchObject({ ok: true, value: { packets: 29_761 } });
});
