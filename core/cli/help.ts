import { TARGET_NAMES } from "../pack/export/export-pack.ts";

const PROGRAM = `Ringprint names the tools behind SIP scans in packet captures, and explains why.

Usage: ringprint <command> [options]

Commands
  analyse <capture|folder>...      read captures, name the tools, print a summary
  fingerprint <capture|folder>...  print the masked fingerprints of what was sent
  diff <case|capture> A B [C...]   lay fingerprints, strands, packets or signatures side by side
  campaigns <capture|case>...      list sources that act together, and the statistics over them
  report <case> --out F.html|F.pdf
                                   write the report of a case for readers, beside the paper's numbers
  merge <case>... --out FILE       make one case of several that were read on different machines
  remove <case> <capture>...       take captures out of a case
  new <case>                       say what the last import brought that was not there before
  compare <case> <case>            say what a later case gained, lost and changed beside an earlier one
  export <case> --what TABLE ...   write a table of a case, or its packets, to a file
  label <case> ...                 say which tool a fingerprint of a case is of
  labels <case>                    list the labels of a case and what they cover
  pack <verb> ...                  work on signature packs, and write them in the language of other engines
  signature <action> ...           list and show signatures, or make one of fingerprints of a case
  help [command]                   this text, or that of a command

  --help, -h                       the same
  --version                        version of the program

Nothing leaves this machine, and captures are only read.
`;

const SHARED_OPTIONS = `  --ports LIST|any        UDP ports of SIP, as 5060,5061; "any" lets the first line decide (5060)
  --flow-timeout TIME     idle time that ends a flow, as 20m, 90s or 1h (20m)
  --no-tunnels            count tunnelled packets by the tunnel instead of the packet inside
  --preset NAME           "paper": port 5060, 20m, one fingerprint per flow, as in the paper (default)
  --telescope LIST        monitored prefixes, as 198.51.100.0/24,203.0.113.0/24 (inferred)
  --pack FILE             further signature pack; may be given several times
  --threads N             worker threads; never changes a result (one per core)
`;

const EXIT_CODES = `Exit codes
  0    everything was read, even if it holds no SIP
  1    some input was cut, damaged or refused; the output is complete for what was read
  2    nothing could be read, or wrong usage
  70   internal error
  130  cancelled; the output is complete for what was read
`;

const ANALYSE = `Reads captures (pcap, pcapng, also in gzip) and names the tools that sent SIP requests.

Usage: ringprint analyse <capture|folder>... [options]

Options
  --report FILE|-         write the whole report as JSON to a file, or to standard output
  --format table|json     what is printed: a summary (table), or the whole report
  --cross-check           read undamaged classic pcap files a second time with an independent reader
                          and compare packets, bytes, first and last time; 1 if they differ
  --case FILE             keep all of it in a case, a new one or one that is there; without captures, go on with
                          what waits there and report the case. Rules that are not given are the case's
  --reread                read captures of the case again that were read under other rules
  --no-index              keep no row for each packet: a smaller case, without lists of packets
  --geo FILE              table of countries or networks of sources, a MaxMind DB file or CSV of ranges; may be
                          given several times, the first that knows an address tells (none)
${SHARED_OPTIONS}
A folder stands for the files in it, at any depth; what is no capture there is listed, not an error.
Several captures make one time line, in whatever order they are given.

${EXIT_CODES}`;

const FINGERPRINT = `Prints the masked fingerprint (sipfp1) of every kind of message, with the tool it was given.

Usage: ringprint fingerprint <capture|folder>... [options]

Options
  --format table|json     as text, or as the fingerprints of the report
${SHARED_OPTIONS}
${EXIT_CODES}`;

const DIFF = `Lays fingerprints, strands, packets or signatures side by side and says in what they differ.

Usage: ringprint diff <case|capture|folder> A B [C...] [options]

A, B and the others, up to 8, are each one of these:
  a fingerprint           its id, as sipfp1:opt12_f85089c180ca_dd8d1544, or what only it begins with, as opt12_f85
  a strand                its id, as in the report, or what only it begins with
  a signature             its id, as paper/1
  a packet                <capture>#<number>, the capture by its name or by 8 digits or more of its SHA-256

Fingerprints have to be equal. A packet has to fit the gaps of a fingerprint, and both have to fit a signature.

Options
  --format table|json     as text, what differs underlined; or as JSON (resources/schemas/diff.schema.json)
${SHARED_OPTIONS}
A case is only read, under its own rules.

${EXIT_CODES}`;

const CAMPAIGNS = `Lists campaigns: sources that sent on the same days. Of each: tool, members, days, packets, rate, coverage of the
telescope, overlap of destinations, rhythm; and over all of them the paper's statistics beside the paper's numbers.

Usage: ringprint campaigns <capture|folder>... [options]
       ringprint campaigns <case> [options]

Options
  --preset NAME           "default": within each tool or fingerprint group, without members far from the core, and of
                          sources of one day only those of which five started within an hour
                          "paper": one clustering of all sources, as in the paper; what chance gives is marked
  --older-count           a source is none of its own five nearest, as in the older hdbscan library
  --format table|json     what is printed (table)
  --geo FILE              table of countries or networks of sources; may be given several times (none)
For a case the rules are its own, but for --preset and --telescope. For captures, as in analyse:
${SHARED_OPTIONS}
${EXIT_CODES}`;

const REPORT = `Writes the report of a case for readers as one file that needs nothing else: the paper's tables and figures for this
case, each of its numbers beside the paper's, campaigns, statistics, dialled numbers, what was not read, and rules, versions
and hashes. HTML has no script and asks for nothing; a PDF is printed by the window's runtime. The case is only read; its HTML
has the same bytes each time.

Usage: ringprint report <case> --out F.html|F.pdf [options]

Options
  --out F.html|F.pdf      the file to write; never the case or one of its captures
  --preset NAME           "paper": as in the paper, chance campaigns marked (that of the case)
  --telescope LIST        monitored prefixes, as 198.51.100.0/24,203.0.113.0/24 (those of the case, else inferred)
  --older-count           a source is none of its own five nearest, as in the older hdbscan library
  --geo FILE              table of countries or networks of sources; may be given several times (none)
  --pack FILE             further signature pack; may be given several times
  --allow-telescope REASON  the report is meant for others: it does not name the telescope's prefixes, and where an address
                          of them stands in it, whatever its form, nothing is written and the place is named. This lets
                          them leave all the same; the report names the reason

Exit codes
  0    done
  2    nothing was written: the case cannot be read, the report gives the telescope away, no runtime, or wrong usage
  70   internal error
`;

const CASE_EXIT_CODES = `Exit codes
  0    done
  2    nothing was done: the case cannot be read or written, or wrong usage
  70   internal error
`;

const MERGE = `Makes one case of several that were read under the same rules: the report is that of one reading of all captures.

Usage: ringprint merge <case>... --out FILE

Options
  --out FILE              the case to make; nothing that is there is overwritten

Captures that several cases hold are in it once. What was done in the cases, labels for one, is in it in the order of
time. Saved filters are in it by name; what two cases call the same and mean differently gets a number. The cases
themselves are only read.

${CASE_EXIT_CODES}`;

const REMOVE = `Takes captures out of a case, all that are named or none: its report is then that of a case that never had them. Their
files are left alone, and can be added again. Labels and notes stay.

Usage: ringprint remove <case> <capture name|SHA-256>...

${CASE_EXIT_CODES}`;

const NEW = `Lists tools, fingerprints and sources that the last import brought: what the case holds with its captures and does not
hold without them, under the rules of the case. What is given to "analyse --case" at once is one import, in whatever
order; so is what is opened or added at once in the window. A merged case begins anew. What more packets make of a
fingerprint that was there is a new fingerprint, too.

Usage: ringprint new <case> [options]

Options
  --format table|json     what is printed; JSON lists all (table)
  --pack FILE             further signature pack; may be given several times

${CASE_EXIT_CODES}`;

const COMPARE = `Lists the tools, fingerprints and sources that a later case gained, lost or has otherwise than an earlier one, as last
month's and this month's. Both are judged by the same packs, each under its own rules, and only read. What more packets
make of a fingerprint is another fingerprint.

Usage: ringprint compare <earlier case> <later case> [options]

Options
  --format table|json     what is printed; JSON lists all (table)
  --pack FILE             further signature pack; may be given several times

${CASE_EXIT_CODES}`;

const EXPORT = `Writes a table of a case to a file, whole or not at all. The case is only read.

Usage: ringprint export <case> --what TABLE --format FORMAT --out FILE

Options
  --what TABLE            flows, sources, fingerprints or campaigns, as in the report; packets: a row of each SIP
                          request; notes: the notes and bookmarks you made in the window;
                          history: the log of all that was done
                          evidence: the packets themselves, as pcapng
  --format FORMAT         csv: names of columns first; text that a spreadsheet would take for a formula has an
                          apostrophe before it, and so has text that begins with one
                          json: one array, an object a line
                          parquet: for engines that read it (zstd)
                          pcapng: of evidence; each packet as its capture holds it, with tool, fingerprint and label
                          as its comment
  --filter TEXT           only packets of flows that pass this filter, as the window has it; of evidence
  --anonymise KEY         other addresses in place of those of sources and telescope, in IP headers and in texts:
                          two have as many leading bits in common as before; the same KEY writes the same everywhere
  --out FILE              the file to write; never the case or one of its captures
  --pack FILE             further signature pack; may be given several times
  --geo FILE              table of countries or networks, for those of sources; may be given several times

All tables have the same columns and values. Times are RFC 3339 in UTC with nine decimals, bytes of captures outside
0x20-0x7e stand as \\xNN.

${CASE_EXIT_CODES}`;

const LABEL = `Says which tool a fingerprint of a case is of. A label keeps the template it was given on and covers every strand whose
messages fit into it, in captures that are added later, too. In this version labels change no tool in reports.

Usage: ringprint label <case> --fingerprint ID --tool NAME [options]
       ringprint label <case> --stdin

Options
  --fingerprint ID        a fingerprint of the case, as analyse and export list it
  --tool NAME             name of the tool
  --family F              what it was made from, or belongs to
  --variant V             which edition of it
  --certainty C           how sure you are: high, medium or low
  --reason T              why you think so
  --stdin                 read labels from standard input, one a line, as
                          {"fingerprint": "sipfp1:...", "tool": "...", "reason": "..."}
                          "ACK n" is printed once label n is on the disk; "ERR n" and a sentence where it is refused

The last label of a fingerprint counts; "labels --all" shows the earlier ones.

Exit codes
  0    done
  1    of the labels on standard input some were refused
  2    nothing was done: no such fingerprint, the case cannot be read or written, or wrong usage
  70   internal error
`;

const LABELS = `Lists the labels of a case, how many strands, flows, sources and packets each covers, and those that cover nothing. Of
labels that cover the same strand the one with most literal bytes in its template has it, then the lowest fingerprint.

Usage: ringprint labels <case> [options]

Options
  --all                   also every label that was ever given: when, by whom and why
  --format table|json     what is printed (table)

${CASE_EXIT_CODES}`;

const PACK = `Works on signature packs. "builtin" stands for the one that ships with the program; every other name is a file.

Usage: ringprint pack list [pack]... [--format table|json]
       ringprint pack validate <pack>
       ringprint pack test <pack>
       ringprint pack diff <pack> <pack>
       ringprint pack build <pack>... --out FILE [options]
       ringprint pack import <pack> [--into PACK] [--licence L] [--out FILE]
       ringprint pack export <pack> --target TARGET --out FILE [options]
       ringprint pack verify <pack> [--case FILE] [--format table|json]
       ringprint pack key --out FILE
       ringprint pack seal <pack> --key FILE --out FILE

  list                    id, version, licence, size and seal of packs
  validate                reads a pack, checks its seal, and looks at its signatures beside each other
  test                    runs its examples
  diff                    which signatures were added, removed and changed, and in what
  build                   one pack of several; of signatures with one id the last
  import                  what is new, changed, identical and conflicting against another pack (builtin); with --out,
                          writes that pack with it as its next minor version, unless something conflicts
  export                  writes its signatures in the language of others, one rule each, and beside the file its
                          fidelity sheet FILE.fidelity.json: what each rule keeps of its signature and what it finds, by our
                          evaluation, and by suricata, tshark or yara where that is installed
  verify                  has suricata, tshark and yara, where they are installed, judge the pack's examples, or with --case
                          the messages kept in a case: how often the rule of each signature spoke of each tool
  key                     makes a pair of keys to seal packs with (Ed25519); keep the file to yourself
  seal                    writes the pack with a seal; a pack that is changed behind its seal is refused by every command

Options of build
  --only ID               a signature to take; may be given several times (all)
  --id, --name, --pack-version, --licence, --author
                          what the pack says of itself (that of the first pack; packs of several licences need one)

Options of export
  --target TARGET         ${TARGET_NAMES.join(", ")}

Options of whatever is written: build, import, export and seal
  --telescope LIST        prefixes that must not leave, as 198.51.100.0/24; where an address of them stands in the pack,
                          whatever its form, nothing is written and the place is named
  --case FILE             a case whose telescope must not leave; export measures the rules on it, too
  --allow-telescope REASON  lets them leave all the same; the sheet of an export names the reason

Exit codes
  0    done
  1    the pack can be used, and something about it was found wrong
  2    nothing was written: the pack cannot be read, conflicts, gives the telescope away, or wrong usage
  70   internal error
`;

const SIGNATURE = `Lists signatures, shows one, or makes one. A case is only read.

Usage: ringprint signature list [case] [options]
       ringprint signature show [case] ID [options]
       ringprint signature propose <case> --fingerprint ID[,ID...] --tool ID --name NAME [options]

  list                    the built-in signatures; of a case those it has, with what each names there, strands that others
                          claim with the same right (shared), and what was changed and is not in use yet
  show                    all that one says: what it asks of each key, header orders, examples, references; of a case also
                          what it names there, and its history
  propose                 makes a signature that names the messages of some fingerprints of a case and no others: neither
                          other strands of the case nor any example of a known signature. As few fields as will do are
                          required; what each gains and costs is shown. Where messages cannot be told apart, that is said

  --pack FILE             further signature pack; may be given several times

Options of list and show
  --format table|json     what is printed (table)

Options of propose
  --fingerprint ID,...    fingerprints of the case, as analyse and export list them
  --tool ID               id of the tool, as own/voip-probe: lower-case letters, digits, ".", "_", "-"
  --name NAME             its name
  --family F              what it was made from, or belongs to (that of the nearest known signature, where it is certain)
  --variant V             which edition of it; a tool with several signatures needs one for each
  --out FILE              a signature pack to write, with examples; --pack reads it. Addresses in examples are rewritten
                          to documentation addresses. Nothing that is there is overwritten
  --allow-telescope REASON  lets the pack leave even where it holds an address of the case's telescope

Exit codes
  0    done; the signature that was made names all that was chosen and nothing else
  1    it does not: what cannot be told apart, or keeps another name, is listed
  2    nothing was done: no such signature or fingerprint, nothing in common, no example, the case cannot be read, or
       wrong usage
  70   internal error
`;

/** Help texts by topic. */
export const HELP = {
  program: PROGRAM,
  analyse: ANALYSE,
  fingerprint: FINGERPRINT,
  diff: DIFF,
  campaigns: CAMPAIGNS,
  report: REPORT,
  merge: MERGE,
  remove: REMOVE,
  new: NEW,
  compare: COMPARE,
  export: EXPORT,
  label: LABEL,
  labels: LABELS,
  pack: PACK,
  signature: SIGNATURE,
} as const;
