const PROGRAM = `Ringprint names the tools behind SIP scans in packet captures, and explains why.

Usage: ringprint <command> [options]

Commands
  analyse <capture|folder>...      read captures, name the tools, print a summary
  fingerprint <capture|folder>...  print the masked fingerprints of what was sent
  merge <case>... --out FILE       make one case of several that were read on different machines
  export <case> --what TABLE ...   write a table of a case as CSV, JSON or Parquet
  label <case> ...                 say which tool a fingerprint of a case is of
  labels <case>                    list the labels of a case and what they cover
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
time. The cases themselves are only read.

${CASE_EXIT_CODES}`;

const EXPORT = `Writes a table of a case to a file, whole or not at all. The case is only read.

Usage: ringprint export <case> --what TABLE --format FORMAT --out FILE

Options
  --what TABLE            flows, sources or fingerprints, as in the report; or packets: a row of each SIP request
  --format FORMAT         csv: names of columns first; text that a spreadsheet would take for a formula has an
                          apostrophe before it, and so has text that begins with one
                          json: one array, an object a line
                          parquet: for engines that read it (zstd)
  --out FILE              the file to write; never the case or one of its captures
  --pack FILE             further signature pack; may be given several times

All three have the same columns and values. Times are RFC 3339 in UTC with nine decimals, bytes of captures outside
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

/** Help texts by topic. */
export const HELP = {
  program: PROGRAM,
  analyse: ANALYSE,
  fingerprint: FINGERPRINT,
  merge: MERGE,
  export: EXPORT,
  label: LABEL,
  labels: LABELS,
} as const;
