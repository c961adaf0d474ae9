import { type ReactNode, useEffect, useState } from "react";
import { openDropped } from "../commands/captures.ts";
import styles from "./drop-target.module.css";

/** Takes files and folders dropped anywhere on the window; shows so while they hover over it. */
export function DropTarget(): ReactNode {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    // Entering a child comes before leaving its parent, so the two are counted.
    let depth = 0;
    const show = (by: number) => {
      depth = Math.max(0, depth + by);
      setHovering(depth > 0);
    };
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const onEnter = (event: DragEvent) => holdsFiles(event) && show(1);
    const onLeave = (event: DragEvent) => holdsFiles(event) && show(-1);
    const onOver = (event: DragEvent) => {
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = holdsFiles(event) ? "copy" : "none";
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      depth = 0;
      setHovering(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) void openDropped(files);
    };
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragenter", onEnter);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDrop);
    };
  }, []);
  if (!hovering) return null;
  return (
    <div className={styles.veil} aria-hidden="true">
      <p>Drop to read these captures</p>
    </div>
  );
}
