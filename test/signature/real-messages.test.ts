import { expect, test } from "vitest";
import { matchStrand } from "../../core/signature/match.ts";
import { namedTool } from "../../core/signature/verdict.ts";
import { builtinLibrary } from "../builders/library.ts";
import { strandOf } from "../builders/strand.ts";

const SOURCE = "127.10.0.1";
const DESTINATION = "127.1.0.0";

/** Lines as listed, joined by CRLF; ` | ` separates header lines. */
function probe(lines: string, end = "\r\n\r\n", sourcePort = 5060) {
  const text = `${lines.split(" | ").join("\r\n")}${end}`;
  return { text, source: SOURCE, destination: DESTINATION, sourcePort, destinationPort: 5060 };
}

const SVMAP_TAG = "3766303130303030313363340134303439383432313638";
const HEAD_SVMAP =
  'Via: SIP/2.0/UDP 127.10.0.1:5060;branch=z9hG4bK-3002525703;rport | Max-Forwards: 70 | To: "sipvicious"<sip:100@1.1.1.1>';
const SVMAP = `${HEAD_SVMAP} | From: "sipvicious"<sip:100@1.1.1.1>;tag=${SVMAP_TAG} | User-Agent: friendly-scanner | Call-ID: 1065097084455273898640091 | Contact: sip:100@127.10.0.1:5060 | CSeq: 1 OPTIONS | Accept: application/sdp | Content-Length: 0`;

const SVMAP_028 = `OPTIONS sip:100@127.1.0.0 SIP/2.0 | Via: SIP/2.0/UDP 127.0.1.1:5060;branch=z9hG4bK-3002525703;rport | Content-Length: 0 | From: "sipvicious"<sip:100@1.1.1.1>;tag=${SVMAP_TAG} | Accept: application/sdp | User-Agent: friendly-scanner | To: "sipvicious"<sip:100@1.1.1.1> | Contact: sip:100@127.0.1.1:5060 | CSeq: 1 OPTIONS | Call-ID: 1065097084455273898640091 | Max-Forwards: 70`;

const SVMAP_REGISTER = `REGISTER sip:127.1.0.0 SIP/2.0 | ${SVMAP.replace("1 OPTIONS", "1 REGISTER").replace("sip:100@127.10.0.1:5060", "None")}`;

const SVMAP_COMPACT = `OPTIONS sip:100@127.1.0.0 SIP/2.0 | v: SIP/2.0/UDP 127.10.0.1:5060;branch=z9hG4bK-3002525703;rport | Content-Length: 0 | f: "sipvicious"<sip:100@1.1.1.1>;tag=${SVMAP_TAG} | Accept: application/sdp | t: "sipvicious"<sip:100@1.1.1.1> | m: sip:100@127.10.0.1:5060 | CSeq: 1 OPTIONS | i: 1065097084455273898640091 | Max-Forwards: 70`;

const SVWAR = `REGISTER sip:127.1.0.0 SIP/2.0 | Via: SIP/2.0/UDP 127.10.0.1:5060;branch=z9hG4bK-4017811410;rport | Max-Forwards: 70 | To: "90"<sip:90@127.1.0.0> | From: "90"<sip:90@127.1.0.0>;tag=39300133303035393630353834 | User-Agent: friendly-scanner | Call-ID: 2137406405 | Contact: sip:90@127.1.0.0 | CSeq: 1 REGISTER | Accept: application/sdp | Content-Length: 0`;

const SVWAR_ACK = `ACK sip:127.1.0.0 SIP/2.0 | Via: SIP/2.0/UDP 127.10.0.1:5060;branch=z9hG4bK-4017811410;rport | Max-Forwards: 70 | To: "90"<sip:90@127.1.0.0> | From: "90"<sip:90@127.1.0.0>;tag=39300133303035393630353834 | User-Agent: friendly-scanner | Call-ID: 2137406405 | Contact: sip:None@127.1.0.0 | CSeq: 1  ACK | Accept: application/sdp | Content-Length: 0`;

const SVCRACK = `REGISTER sip:127.1.0.0 SIP/2.0 | Via: SIP/2.0/UDP 127.10.0.1:5060;branch=z9hG4bK-2881044113;rport | Max-Forwards: 70 | To: "100"<sip:100@127.1.0.0> | From: "100"<sip:100@127.1.0.0>;tag=3130303a736563726574013332303632313038 | User-Agent: friendly-scanner | Call-ID: 3206210844 | Contact: sip:123@1.1.1.1 | CSeq: 1 REGISTER | Accept: application/sdp | Content-Length: 0`;

const NMAP =
  "OPTIONS sip:nm SIP/2.0 | Via: SIP/2.0/UDP nm;branch=foo;rport | From: <sip:nm@nm>;tag=root | To: <sip:nm2@nm2> | Call-ID: 50000 | CSeq: 42 OPTIONS | Max-Forwards: 70 | Content-Length: 0 | Contact: <sip:nm@nm> | Accept: application/sdp";

const NSE = `OPTIONS sip:127.1.0.0 SIP/2.0 | Via: SIP/2.0/UDP 127.10.0.1:40404;rport;branch=z9hG4bKabcde_fghijklmnopqrstuvwx | Max-Forwards: 70 | From: <sip:127.10.0.1>;tag=abcdefghij_klmnopqrs | To: <sip:127.1.0.0> | Call-ID: ${"a1".repeat(30)} | CSeq: 1 OPTIONS | User-Agent: Nmap NSE | Contact: <sip:127.10.0.1> | Accept: application/sdp | Content-Length:  0`;

const SIPSAK =
  "OPTIONS sip:127.1.0.0 SIP/2.0 | Via: SIP/2.0/UDP 127.0.0.1:36017;branch=z9hG4bK.6bba5ee9;rport;alias | From: sip:sipsak@127.0.0.1:36017;tag=5ec9c7cf | To: sip:127.1.0.0 | Call-ID: 1590282191@127.0.0.1 | CSeq: 1 OPTIONS | Contact: sip:sipsak@127.0.0.1:36017 | Content-Length: 0 | Max-Forwards: 70 | User-Agent: sipsak 0.9.8.1 | Accept: text/plain";

const SIPP =
  "INVITE sip:service@127.1.0.0:5060 SIP/2.0 | Via: SIP/2.0/UDP 127.10.0.1:5060;branch=z9hG4bK-2717-1-0 | From: sipp <sip:sipp@127.10.0.1:5060>;tag=2717SIPpTag001 | To: service <sip:service@127.1.0.0:5060> | Call-ID: 1-2717@127.10.0.1 | CSeq: 1 INVITE | Contact: sip:sipp@127.10.0.1:5060 | Max-Forwards: 70 | Subject: Performance Test | Content-Type: application/sdp | Content-Length:     0";

const ZMAP =
  "OPTIONS sip:IqHLLbLi@127.1.0.0 SIP/2.0 | Via: SIP/2.0/UDP 127.10.0.1:39242;branch=abcdef.2984467955;rport;alias | From: sip:aBcDeFgH@127.10.0.1:39242;tag=12345678 | To: sip:zYxWvUtS@127.1.0.0 | Call-ID: 2984467955@127.10.0.1 | CSeq: 1 OPTIONS | Contact: sip:QwErTyUi@127.10.0.1:39242 | Content-Length: 0 | Max-Forwards: 20 | User-Agent: vhqmWIrJ | Accept: text/plain";

const MASSCAN_TAIL =
  "Max-Forwards: 70 | To: <sip:carol@chicago.com> | From: Alice <sip:alice@atlanta.com>;tag=1928301774 | Call-ID: a84b4c76e66710 | CSeq: 63104 OPTIONS";
const MASSCAN = `OPTIONS sip:carol@chicago.com SIP/2.0 | Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKhjhs8ass877 | ${MASSCAN_TAIL} | Contact: <sip:alice@pc33.atlanta.com> | Accept: application/sdp | Content-Length: 0`;
const MASSCAN_132 = `OPTIONS sip:carol@chicago.com SIP/2.0 | Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hGOPTIONS sip:carol@chicago.com SIP/2.0 | Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKhjhs8ass877 | ${MASSCAN_TAIL}`;

const SIPPTS = `OPTIONS sip:100@127.9.9.9 SIP/2.0 | Via: SIP/2.0/UDP 127.0.0.1:5060;branch=${"a1b2c3d4e5".repeat(7)}f;rport | From:  <sip:100@127.9.9.9>;tag=1a2b3c4d | To:  <sip:100@127.9.9.9> | Contact: <sip:100@127.0.0.1:5060;transport=UDP>;expires=120 | Call-ID: 0123456789abcdef0123456789abcdef | CSeq: 1 OPTIONS | Max-Forwards: 70 | User-Agent: pplsip | Content-Length: 0`;

const METASPLOIT =
  "OPTIONS sip:nobody@127.1.0.0 SIP/2.0 | Via: SIP/2.0/UDP 127.10.0.1:61000;branch=z9hG4bK.3f2a9c01;rport;alias | From: sip:aB3xYz@127.10.0.1:61000;tag=70c00e8c | To: sip:nobody@127.1.0.0 | Call-ID: 1873465502@127.10.0.1 | CSeq: 1 OPTIONS | Contact:  sip:aB3xYz@127.10.0.1:61000 | Content-Length: 0 | Max-Forwards: 20 | User-Agent: aB3xYz | Accept: text/plain";

/** The fields of a message of SIPVicious 0.3 in the order of 0.2. */
function inOrderOf02(message: string): string {
  const [startLine, ...fields] = message.split(" | ");
  const rank = (field: string) =>
    [
      "Via",
      "Content-Length",
      "From",
      "Accept",
      "User-Agent",
      "To",
      "Contact",
      "CSeq",
      "Call-ID",
      "Max-Forwards",
    ].indexOf(field.slice(0, field.indexOf(":")));
  return [startLine, ...fields.sort((a, b) => rank(a) - rank(b))].join(" | ");
}

test.each([
  ["svmap 0.3.x", probe(`OPTIONS sip:100@127.1.0.0 SIP/2.0 | ${SVMAP}`), "paper/1"],
  ["svmap 0.2.8", probe(SVMAP_028), "paper/1"],
  ["svmap -m REGISTER", probe(SVMAP_REGISTER), "paper/1"],
  ["svmap -c", probe(SVMAP_COMPACT), "extra/sipvicious-compact"],
  ["svwar 0.3.3", probe(SVWAR), "extra/sipvicious-svwar"],
  ["svcrack 0.3.3", probe(SVCRACK), "extra/sipvicious-svcrack"],
  ["svmap 0.2.6, a blank before its tag", probe(SVMAP_028.replace(";tag=", "; tag=")), "paper/1"],
  ["svwar in the order of 0.2", probe(inOrderOf02(SVWAR)), "extra/sipvicious-svwar"],
  ["svcrack in the order of 0.2", probe(inOrderOf02(SVCRACK)), "extra/sipvicious-svcrack"],
  ["Metasploit", probe(METASPLOIT, "\r\n\r\n", 61_000), "extra/metasploit-sip-options"],
  ["nmap 7.93", probe(NMAP, "\r\n\r\n", 40404), "paper/5"],
  ["nmap NSE library", probe(NSE, "\r\n\r\n", 40404), "extra/nmap-nse"],
  ["sipsak 0.9.8", probe(SIPSAK, "\r\n\r\n", 51234), "extra/sipsak"],
  ["sipp 3.6.1 uac", probe(SIPP), "extra/sipp-uac"],
  ["zmap 2.1.1", probe(ZMAP, `\r\n\r\n${"\0".repeat(60)}`, 39242), "paper/10"],
  ["masscan's template", probe(MASSCAN, "\r\n", 45678), "paper/14"],
  ["masscan 1.3.2", probe(MASSCAN_132, "\r\n", 45678), "paper/14"],
  ["sippts 4.1", probe(SIPPTS), "extra/sippts"],
])("%s is named", (_name, message, tool) => {
  const verdict = matchStrand(strandOf([message]), builtinLibrary);
  expect(verdict.kind).toBe("match");
  expect(namedTool(verdict)?.signature.tool.id).toBe(tool);
});

test("svmap's methods are variants of one tool, masscan's payloads signatures of one tool", () => {
  const register = matchStrand(strandOf([probe(SVMAP_REGISTER)]), builtinLibrary);
  expect(namedTool(register)?.variant).toBe("svmap-register");
  const doubled = matchStrand(strandOf([probe(MASSCAN_132, "\r\n")]), builtinLibrary);
  expect(namedTool(doubled)?.signature.id).toBe("paper/14/masscan-1.3.2");
});

test("svwar's ACK is svwar's, though neither user nor CSeq are those of its INVITE", () => {
  const verdict = matchStrand(strandOf([probe(SVWAR_ACK)]), builtinLibrary);
  expect(namedTool(verdict)).toMatchObject({
    variant: "svwar-ack",
    signature: { tool: { id: "extra/sipvicious-svwar" } },
  });
});

test("an svmap with other names does not pass for svwar, whatever its From says", () => {
  const edited = SVMAP.replaceAll('"sipvicious"<sip:100@1.1.1.1>', '"100"<sip:100@127.1.0.0>');
  const verdict = matchStrand(strandOf([probe(`OPTIONS sip:100@127.1.0.0 SIP/2.0 | ${edited}`)]), builtinLibrary);
  expect(verdict.kind).toBe("near");
});
