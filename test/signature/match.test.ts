import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StrandView } from "../../core/fingerprint/strand-view.ts";
import { matchStrand } from "../../core/signature/match.ts";
import { compileLibrary, type SignatureDefinition } from "../../core/signature/signature.ts";
import { namedTool, type Verdict } from "../../core/signature/verdict.ts";
import { draftRun, seededRandom, writeProbe } from "../builders/generated-probes.ts";
import { builtinLibrary, builtinPack } from "../builders/library.ts";
import { type Probe, strandOf } from "../builders/strand.ts";

const signatureOf = (id: string) => {
  const found = builtinLibrary.signatures.find((signature) => signature.definition.id === id);
  if (found === undefined) throw new Error(`no signature ${id}`);
  return found;
};

/** Messages of one run of a tool of the pack, with changes to the text of each. */
function run(id: string, count: number, change: (text: string, index: number) => string = (text) => text): Probe[] {
  return draftRun(signatureOf(id), count, seededRandom(7))
    .map(writeProbe)
    .map((probe, index) => ({ ...probe, text: change(probe.text, index) }));
}

const verdictOf = (probes: readonly Probe[], library = builtinLibrary): Verdict =>
  matchStrand(strandOf(probes), library);
const nameOf = (probes: readonly Probe[]) => namedTool(verdictOf(probes))?.signature.tool.id ?? null;

test.each(builtinLibrary.signatures.map(({ definition }) => definition).filter(({ id }) => id.startsWith("paper/")))(
  "a run of $id is named $tool.id",
  ({ id, tool }) => {
    for (const count of [1, 5, 20]) {
      const verdict = verdictOf(run(id, count));
      expect(namedTool(verdict)?.signature.tool.id, JSON.stringify(verdict)).toBe(tool.id);
    }
  },
);

describe("varies", () => {
  const agent = (text: string, name: string) => text.replace(/user-agent: .*/, `user-agent: ${name}`);

  test("a constant edit of SIPVicious is near, not tool 2, once five pieces of evidence show it", () => {
    const edited = (count: number) => run("paper/1", count, (text) => agent(text, "Acme 1.0"));
    expect(nameOf(edited(4))).toBe("paper/2");
    const verdict = verdictOf(edited(5));
    expect(verdict.kind).toBe("near");
    if (verdict.kind !== "near") return;
    expect(verdict.family).toBe("sipvicious");
    expect(verdict.near.map(({ signature }) => signature.id).slice(0, 2)).toEqual(["paper/1", "paper/2"]);
    expect(verdict.near[0]?.differs).toContain("user-agent");
    expect(verdict.near[1]?.explanation.find(({ key }) => key === "user-agent")?.outcome).toBe("does-not-vary");
  });

  test("two values are enough", () => {
    expect(nameOf(run("paper/1", 6, (text, index) => agent(text, `Acme ${index % 2}`)))).toBe("paper/2");
  });
});

describe("constancy", () => {
  test("a literal that only most messages hold is no match", () => {
    const verdict = verdictOf(
      run("paper/5", 20, (text, index) => (index === 3 ? text.replace("50000", "50001") : text)),
    );
    expect(namedTool(verdict)).toBeNull();
  });

  test("SIPVicious matches with its own address equal to 127.0.0.1 and with equal ports", () => {
    const probes = run("paper/15", 8).map((probe) => ({ ...probe, source: "127.0.0.1", sourcePort: 5060 }));
    expect(nameOf(probes)).toBe("paper/15");
  });

  test("the literal length of tool 16 stands although the strand shows {BodyLength}", () => {
    const strand = strandOf(run("paper/16", 8));
    expect(strand.keys.get("content-length")?.tokenised.longest).toBe(1);
    expect(namedTool(matchStrand(strand, builtinLibrary))?.signature.id).toBe("paper/16");
  });
});

test("two tools in one strand are told as several, in any order", () => {
  const one = run("paper/5", 4);
  const other = run("paper/6", 4);
  for (const probes of [
    [...one, ...other],
    [...other, ...one],
  ]) {
    const verdict = verdictOf(probes);
    expect(verdict.kind).toBe("several");
    if (verdict.kind === "several")
      expect(verdict.matches.map((match) => match.signature.id)).toEqual(["paper/5", "paper/6"]);
  }
});

describe("cut strands", () => {
  // One byte more than the line: the next could be its continuation.
  const cutBehind = (id: string, header: RegExp) =>
    run(id, 6).map((probe) => {
      const found = header.exec(probe.text);
      if (found === null) throw new Error("nothing to cut behind");
      const text = probe.text.slice(0, found.index + found[0].length);
      return { ...probe, text, missingBytes: probe.text.length - text.length };
    });

  test("svmap cut behind its Via is compatible with SIPVicious only", () => {
    const verdict = verdictOf(cutBehind("paper/1", /via: .*\r\n./));
    expect(verdict.kind).toBe("cut");
    if (verdict.kind !== "cut") return;
    const ids = verdict.compatible.map(({ signature }) => signature.id);
    expect(ids).toEqual(expect.arrayContaining(["paper/1", "paper/2", "paper/3", "paper/4"]));
    expect(ids.filter((id) => /paper\/(?:[5-9]|1\d|2\d)/.test(id))).toEqual([]);
    const own = verdict.compatible.find(({ signature }) => signature.id === "paper/1");
    const outcomes = new Map(own?.explanation.map(({ key, outcome }) => [key, outcome]));
    expect(outcomes.get("via")).toBe("matched");
    expect(outcomes.get("user-agent")).toBe("unknown");
  });

  test("what is seen excludes: nmap cut behind its From is the base probe", () => {
    const verdict = verdictOf(cutBehind("paper/5", /from: .*\r\n./));
    expect(verdict.kind === "cut" && verdict.compatible.map(({ signature }) => signature.id)).toEqual(["paper/5"]);
  });
});

describe("libraries", () => {
  const base: SignatureDefinition = { ...signatureOf("paper/5").definition };
  const libraryOf = (...definitions: SignatureDefinition[]) => {
    const compiled = compileLibrary(definitions);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
    return compiled.library;
  };

  test("equally specific signatures tie, ordered by id", () => {
    const twin = { ...base, id: "local/twin", tool: { id: "local/twin", name: "twin" } };
    const verdict = verdictOf(run("paper/5", 3), libraryOf(base, twin));
    expect(verdict.kind === "tie" && verdict.matches.map((match) => match.signature.id)).toEqual([
      "local/twin",
      "paper/5",
    ]);
    expect(namedTool(verdict)).toBeNull();
  });

  test("an absent key and a required order are binding", () => {
    const probes = run("paper/5", 3);
    const { accept: _, ...fields } = base.fields;
    expect(verdictOf(probes, libraryOf({ ...base, fields, absent: ["accept"] })).kind).not.toBe("match");
    expect(verdictOf(probes, libraryOf({ ...base, orderRequired: true })).kind).toBe("match");
    const reversed = [{ name: "reversed", keys: [...(base.headerOrders[0]?.keys ?? [])].reverse() }];
    expect(verdictOf(probes, libraryOf({ ...base, orderRequired: true, headerOrders: reversed })).kind).not.toBe(
      "match",
    );
  });

  test("faults of a signature are named", () => {
    const faults = (change: Partial<SignatureDefinition>) => {
      const compiled = compileLibrary([{ ...base, ...change }]);
      return compiled.ok ? [] : compiled.errors.map(({ code, key }) => `${code} ${key}`);
    };
    expect(faults({})).toEqual([]);
    expect(faults({ required: [] })).toEqual(["nothing-required null"]);
    expect(faults({ required: ["server"] })).toEqual(["required-without-pattern server"]);
    expect(faults({ varies: ["server"] })).toEqual(["varies-without-field server"]);
    expect(faults({ absent: ["via"] })).toEqual(["absent-and-present via"]);
    expect(faults({ fields: { ...base.fields, via: "(" } })).toEqual(["pattern via"]);
    expect(faults({ orderRequired: true, headerOrders: [] })).toEqual(["order-required-without-order null"]);
  });
});

describe("no order matters", () => {
  const shuffledView = (strand: StrandView): StrandView => ({
    ...strand,
    keys: new Map([...strand.keys].reverse()),
    exemplars: [...strand.exemplars].reverse(),
  });

  test("of keys, exemplars or signatures", () => {
    const reversed = compileLibrary([...builtinPack.signatures].reverse());
    if (!reversed.ok) throw new Error("the pack is sound");
    const ids = builtinLibrary.signatures
      .map(({ definition }) => definition.id)
      .filter((id) => id.startsWith("paper/"));
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.boolean(), (id, edited) => {
        const strand = strandOf(run(id, 9, (text) => (edited ? text.replace(/from: .{6}/, "from: <<edit") : text)));
        expect(matchStrand(shuffledView(strand), reversed.library)).toEqual(matchStrand(strand, builtinLibrary));
      }),
      { numRuns: 30 },
    );
  });
});

test("a genuine phone is no tool, near none of the paper's", () => {
  const text = [
    "REGISTER sip:pbx.example.com SIP/2.0",
    "Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bK1847364812;rport",
    'From: "200" <sip:200@pbx.example.com>;tag=937485761',
    'To: "200" <sip:200@pbx.example.com>',
    "Call-ID: 0_2837465192@203.0.113.9",
    "CSeq: 1 REGISTER",
    "Contact: <sip:200@203.0.113.9:5060>",
    "Allow: INVITE, INFO, PRACK, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REGISTER, SUBSCRIBE, REFER, PUBLISH, UPDATE",
    "Max-Forwards: 70",
    "User-Agent: Yealink SIP-T46S 66.84.0.15",
    "Expires: 3600",
    "Allow-Events: talk,hold,conference,refer,check-sync",
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
  const probe = { text, source: "203.0.113.9", destination: "198.51.100.7", sourcePort: 5060, destinationPort: 5060 };
  const verdict = verdictOf([probe]);
  expect(verdict.kind, JSON.stringify(verdict).slice(0, 300)).toBe("unknown");
});
