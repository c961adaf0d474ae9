import { expect, test } from "vitest";
import { ownWords, readStartArguments } from "../../electron/main/start-arguments.ts";

test.each([
  ["nothing", [], { paths: [], sample: false, selfTest: false, printPdf: false }],
  [
    "captures",
    ["a.pcap", "/data/b.pcap"],
    { paths: ["/captures/a.pcap", "/data/b.pcap"], sample: false, selfTest: false, printPdf: false },
  ],
  ["the sample", ["--sample"], { paths: [], sample: true, selfTest: false, printPdf: false }],
  ["the self-test", ["--self-test"], { paths: [], sample: false, selfTest: true, printPdf: false }],
  [
    "a report to print",
    ["--print-pdf", "--", "a.html", "a.pdf"],
    { paths: ["/captures/a.html", "/captures/a.pdf"], sample: false, selfTest: false, printPdf: true },
  ],
  [
    "switches of Chromium",
    ["--no-sandbox", "--user-data-dir=/x", "a.pcap"],
    { paths: ["/captures/a.pcap"], sample: false, selfTest: false, printPdf: false },
  ],
  [
    "a name like a switch behind --",
    ["--", "-odd.pcap"],
    { paths: ["/captures/-odd.pcap"], sample: false, selfTest: false, printPdf: false },
  ],
])("%s", (_name, words, expected) => expect(readStartArguments(words, "/captures")).toEqual(expected));

test("the program's own name and the application's folder are no captures", () => {
  expect(ownWords(["/opt/ringprint", "a.pcap"], true)).toEqual(["a.pcap"]);
  expect(ownWords(["/x/electron", "--no-sandbox", "/checkout", "a.pcap"], false)).toEqual(["--no-sandbox", "a.pcap"]);
  expect(ownWords(["/x/electron"], false)).toEqual([]);
});
