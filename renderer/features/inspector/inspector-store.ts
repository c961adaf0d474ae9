import { create } from "zustand";
import type { ByteForm } from "../../ui/bytes/bytes-view.tsx";

export const INSPECTOR_TABS = ["match", "fingerprint", "messages", "packets", "map", "flow"] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

interface InspectorStore {
  readonly tab: InspectorTab;
  readonly byteForm: ByteForm;
  /** Show the bytes of a packet from its link layer on. */
  readonly wholePacket: boolean;
  /** List the packets of the strand that is inspected, not of the whole flow. */
  readonly onlyStrand: boolean;
}

/** What the inspector shows of whatever is selected: it stays when the selection changes. */
export const useInspector = create<InspectorStore>()(() => ({
  tab: "match",
  byteForm: "text",
  wholePacket: false,
  onlyStrand: false,
}));

/** Shows a tab. */
export function showTab(tab: InspectorTab): void {
  useInspector.setState({ tab });
}

/** Shows all packets of the flow. */
export function showPackets(): void {
  useInspector.setState({ tab: "packets", onlyStrand: false });
}

/** Shows bytes in this form. */
export function showBytesAs(byteForm: ByteForm): void {
  useInspector.setState({ byteForm });
}

/** Shows bytes in the other form. */
export function toggleByteForm(): void {
  useInspector.setState(({ byteForm }) => ({ byteForm: byteForm === "hex" ? "text" : "hex" }));
}
