import { type RefObject, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { cssChannels, followScheme, shownScheme } from "../../../theme/css-colour.ts";
import { mixInk } from "./map-ink.ts";
import { type MapDrawing, paintMap } from "./map-painter.ts";

/** Cells are at least so many CSS pixels wide: single ones on a fine grid are still seen. */
const LEAST_WIDTH = 2;

/** Keeps a square canvas painted in the colours of the theme. Returns its width in pixels of the screen; 0: none yet. */
export function usePaintedMap(canvas: RefObject<HTMLCanvasElement | null>, drawing: MapDrawing): number {
  const size = useDevicePixels(canvas);
  const scheme = useSyncExternalStore(followScheme, shownScheme);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme means other colours
  const ink = useMemo(() => mixInk(cssChannels), [scheme]);
  const image = useMemo(() => (size === 0 ? null : new ImageData(size, size)), [size]);

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context === undefined || context === null || image === null) return;
    context.canvas.width = size;
    context.canvas.height = size;
    const leastPixels = Math.round(LEAST_WIDTH * window.devicePixelRatio);
    paintMap(new Uint32Array(image.data.buffer), size, drawing, ink, leastPixels);
    context.putImageData(image, 0, 0);
  }, [canvas, drawing, image, size, ink]);
  return size;
}

/** Width of a square element in pixels of the screen; 0 while it has none. */
function useDevicePixels(element: RefObject<HTMLElement | null>): number {
  const [pixels, setPixels] = useState(0);
  useEffect(() => {
    const observed = element.current;
    if (observed === null) return;
    const resizing = new ResizeObserver(([entry]) => setPixels(entry?.devicePixelContentBoxSize[0]?.inlineSize ?? 0));
    resizing.observe(observed, { box: "device-pixel-content-box" });
    return () => resizing.disconnect();
  }, [element]);
  return pixels;
}
