import fs from "node:fs";
import { openedCase } from "./case.ts";

/** Makes the packet index of a case large, and flips a bit in the last block of its offsets: the first rows stay sound. */
export async function damagePackets(file: string): Promise<void> {
  const place = await lastBlockOfPackets(file);
  const bytes = fs.readFileSync(file);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  fs.writeFileSync(file, bytes);
}

/** Makes the packet index large, and gives the place of a byte in its last block. */
async function lastBlockOfPackets(file: string): Promise<number> {
  const opened = await openedCase(file, false);
  const block = await opened.use(async (connection) => {
    await connection.run(
      "INSERT INTO packet SELECT p.* REPLACE (hash(i) AS number, hash(i + 1) AS file_offset) FROM packet p, range(4000) r(i)",
    );
    await connection.run("CHECKPOINT");
    const blocks = await connection.runAndReadAll(
      "SELECT max(block_id) FROM pragma_storage_info('packet') WHERE column_name = 'file_offset'",
    );
    return Number(blocks.value(0, 0));
  });
  await opened.close();
  return 12_288 + block * 262_144 + 1000;
}
