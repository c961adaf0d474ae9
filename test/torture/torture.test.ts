import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, inject, test } from "vitest";
import { temporaryFolder } from "../builders/program.ts";
import { endure, type Victim } from "./endure.ts";
import { mutate } from "./mutate.ts";
import { parents } from "./parents.ts";

const { mutants, byEditcap, firstSeed } = inject("torture");
const missing = inject("tsharkMissing");

/** Share of bytes that editcap changes in each packet. */
const ERROR_PROBABILITY = "0.02";
const MOST_PARENT_BYTES = 40_000;
/** Kinds of packets that randpkt makes. It takes no seed: what fails is kept. */
const RANDPKT_TYPES =
  "arp bgp bvlc dns eth fddi giop icmp ieee802.15.4 ip ipv6 llc m2m megaco nbns ncp2222 sctp syslog tds tcp tr udp usb-linux";

test(`${mutants} mutants from seed ${firstSeed} on: read whole or in part, alike however they are read`, async () => {
  const sound = parents();
  // In parts, so that mutants are not all held at once.
  const faults: string[] = [];
  for (let start = 0; start < mutants; start += 100) {
    const victims = Array.from({ length: Math.min(100, mutants - start) }, (_, index): Victim => {
      const { seed, parent, bytes } = mutate(firstSeed + start + index, sound);
      return { origin: `seed ${seed} of ${parent}`, bytes };
    });
    faults.push(...(await endure(victims, `${firstSeed + start}`)));
  }
  expect(faults).toEqual([]);
});

describe.skipIf(missing !== "")(`captures by Wireshark's tools${missing === "" ? "" : `: not run. ${missing}`}`, () => {
  test(`${byEditcap} captures with errors by editcap`, async () => {
    const folder = temporaryFolder();
    // editcap cannot write all that the pcapng test generator makes: blocks without packets, interfaces without a use.
    // Packets full of errors have a fingerprint each, and comparing those takes long: small parents will do.
    const sound = parents().filter(({ name, bytes }) => !/^test\d/.test(name) && bytes.length <= MOST_PARENT_BYTES);
    const victims = Array.from({ length: byEditcap }, (_, index) => {
      const { name, bytes } = sound[(index * 7) % sound.length] as (typeof sound)[number];
      const [from, to] = [path.join(folder, "sound"), path.join(folder, "edited")];
      fs.writeFileSync(from, bytes);
      const seed = `${firstSeed + index}`;
      return made(["editcap", "-E", ERROR_PROBABILITY, "--seed", seed, from, to], to, `seed ${seed} of ${name}`);
    });
    expect(await endure(victims, "editcap")).toEqual([]);
  });

  test("random packets of every kind that randpkt makes", async () => {
    const file = path.join(temporaryFolder(), "random");
    const victims = RANDPKT_TYPES.split(" ").map((type) =>
      made(["randpkt", "-b", "2000", "-c", "100", "-t", type, file], file, type),
    );
    expect(await endure(victims, "randpkt")).toEqual([]);
  });
});

/** What a program wrote to a file. */
function made(command: readonly string[], file: string, what: string): Victim {
  const [program = "", ...args] = command;
  const { status, stderr } = spawnSync(program, args, { encoding: "latin1" });
  if (status !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
  return { origin: `${program}: ${what}`, bytes: new Uint8Array(fs.readFileSync(file)) };
}
