import { create } from "zustand";
import type { PacketId } from "../../core/contract/packet-table.ts";

interface JumpStore {
  /** The packet that is to be shown of the flow that is inspected; null: none. */
  readonly packet: PacketId | null;
}

/** Where the list of packets is to go once it is there. */
export const usePacketJump = create<JumpStore>()(() => ({ packet: null }));

/** Has the inspector show a packet of its flow; null: it was shown. */
export function jumpToPacket(packet: PacketId | null): void {
  usePacketJump.setState({ packet });
}
