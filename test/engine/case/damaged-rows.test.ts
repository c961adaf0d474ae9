import { expect, test } from "vitest";
import { askForRowids, chunksOf } from "../../../core/engine/case/ask.ts";
import { packetTable } from "../../../core/engine/export/packet-table.ts";
import { analyseInto, caseIn, openedCase } from "../../builders/case.ts";
import { damagePackets } from "../../builders/damaged-packets.ts";
import { capturePath, temporaryFolder } from "../../builders/program.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");

test("rows that cannot be read end what is read of them, and are not left out in silence", async () => {
  const file = caseIn(temporaryFolder());
  await analyseInto(file, [SVMAP], { make: true, index: true });
  await damagePackets(file);
  const opened = await openedCase(file, false);
  const numbers = "SELECT rowid FROM packet WHERE file_offset % 2 < 2";
  const none = { sql: "", parameters: [] };
  await expect(opened.use((connection) => askForRowids(connection, numbers, none))).rejects.toMatchObject({
    fault: { code: "damaged-case" },
  });
  await expect(
    opened.use(async (connection) => {
      for await (const chunk of chunksOf(connection, "SELECT file_offset FROM packet")) chunk.getRows();
    }),
  ).rejects.toMatchObject({ fault: { code: "damaged-case" } });
  await expect(read(packetTable(opened).rows)).rejects.toMatchObject({ fault: { code: "damaged-case" } });
  await opened.close();
});

async function read(portions: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of portions);
}
