export { type Glyph, toolMark } from "../../core/report/tool-marks.ts";
