import { app, protocol, type Session, session } from "electron";
import { APP_SCHEME } from "./app-protocol.ts";

/** What has to be said before the application is ready: every renderer in the sandbox, one scheme for our own pages. */
export function hardenBeforeReady(): void {
  // As root Chromium cannot build its sandbox: the launcher then says --no-sandbox, and asking for it ends every process.
  // Windows still ask for it one by one, which keeps Node out of their pages either way.
  if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
  // Chromium has errands of its own, which no rule for pages stops: no name leads anywhere, and no address either.
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true } }]);
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-navigate", (event) => event.preventDefault());
    contents.on("will-frame-navigate", (event) => event.preventDefault());
    contents.on("will-redirect", (event) => event.preventDefault());
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });
}

/** Takes from the window's session what it does not need: permissions, devices, downloads, and every request that leaves. */
export function hardenSession(target: Session = session.defaultSession): void {
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  // Or the dictionary of the system's language is fetched from Chromium's makers.
  target.setSpellCheckerEnabled(false);
  target.setSpellCheckerLanguages([]);
  target.on("will-download", (event) => event.preventDefault());
  // Offline by construction: nothing but our own pages and their tools is ever asked for.
  target.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !/^(app|devtools|blob):/.test(url) }));
}
