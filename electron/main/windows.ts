import { BrowserWindow, type WebContents } from "electron";
import type { EventName, EventValue } from "../../core/contract/window.ts";
import type { WindowRole } from "../../core/contract/window-role.ts";

/**
 * The windows of the program, oldest first. They share the engine: the oldest may change the case, the others look on.
 * When the oldest closes, the next takes its place.
 */
export class Windows {
  private open: readonly BrowserWindow[] = [];
  private title = "Ringprint";

  /** Takes in a window that was opened. */
  add(window: BrowserWindow): void {
    this.open = [...this.open, window];
    window.once("closed", () => {
      const wasWriter = this.writer === window;
      this.open = this.open.filter((other) => other !== window);
      if (!wasWriter || this.writer === null) return;
      send(this.writer, "role", this.roleOf(this.writer.webContents));
      this.entitle(this.title);
    });
  }

  /** The one that may change the case; null where none is open. */
  get writer(): BrowserWindow | null {
    return this.open[0] ?? null;
  }

  /** The one the analyst is in. */
  get current(): BrowserWindow | null {
    const focused = BrowserWindow.getFocusedWindow();
    return focused !== null && this.open.includes(focused) ? focused : this.writer;
  }

  roleOf(contents: WebContents): WindowRole {
    return { readOnly: this.writer?.webContents !== contents };
  }

  /** Tells all of them. */
  tell<Name extends EventName>(name: Name, value: EventValue<Name>): void {
    for (const window of this.open) send(window, name, value);
  }

  /** Tells the one the analyst is in. */
  tellCurrent<Name extends EventName>(name: Name, value: EventValue<Name>): void {
    if (this.current !== null) send(this.current, name, value);
  }

  /** Gives each its title. */
  entitle(title: string): void {
    this.title = title;
    for (const window of this.open) {
      window.setTitle(this.roleOf(window.webContents).readOnly ? `${title} (read-only)` : title);
    }
  }
}

function send<Name extends EventName>(window: BrowserWindow, name: Name, value: EventValue<Name>): void {
  if (!window.isDestroyed()) window.webContents.send(`event:${name}`, value);
}
