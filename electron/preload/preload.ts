import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Bridge, EventName, RequestName } from "../../core/contract/window.ts";

// Names again, because the contract's schemas are too much for a script in the sandbox; the compiler compares them.
const REQUESTS: Readonly<Record<RequestName, true>> = {
  "app.info": true,
  "reading.state": true,
  "captures.choose": true,
  "captures.open": true,
  "flows.facets": true,
  "flows.export": true,
  "captures.add": true,
  "case.saveAs": true,
  "captures.openSample": true,
  "tables.choose": true,
  "recent.list": true,
  "recent.clear": true,
  "reading.cancel": true,
  "reading.retry": true,
  "rules.get": true,
  "rules.set": true,
  "overview.get": true,
  "flows.page": true,
  "flows.find": true,
  "flow.inspect": true,
  "flow.map": true,
  "strand.inspect": true,
  "captures.page": true,
  "captures.find": true,
  "capture.inspect": true,
  "capture.crossCheck": true,
  "captures.copy": true,
  "clipboard.write": true,
};
const EVENTS: Readonly<Record<EventName, true>> = { reading: true, command: true };

const bridge: Bridge<File> = {
  call(name, params) {
    if (!Object.hasOwn(REQUESTS, name)) throw new Error("no such request");
    return ipcRenderer.invoke("call", name, params);
  },
  on(name, listener) {
    if (!Object.hasOwn(EVENTS, name)) throw new Error("no such event");
    // The event object would hand the window a way to the main process.
    const listen = (_event: unknown, value: unknown) => listener(value);
    ipcRenderer.on(`event:${name}`, listen);
    return () => void ipcRenderer.off(`event:${name}`, listen);
  },
  tokensOf(files) {
    return ipcRenderer.invoke(
      "drop",
      files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ""),
    );
  },
};

contextBridge.exposeInMainWorld("ringprint", bridge);
