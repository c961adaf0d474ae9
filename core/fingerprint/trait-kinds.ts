/** Habits of a sender that point at its software (domain: SIP tools), ascending. */
export const TRAIT_KINDS = [
  "branch-without-cookie",
  "call-id-without-host",
  "compact-names",
  "contact-none",
  "cseq-63104",
  "header-order-sipvicious-0.2",
  "header-order-sipvicious-0.3",
  "line-ends-cr",
  "line-ends-lf",
  "line-ends-mixed",
  "missing-empty-line",
  "nul-padding",
  "retransmissions",
  "sipvicious-tag-names-credentials",
  "sipvicious-tag-names-extension",
  "sipvicious-tag-names-other-target",
  "sipvicious-tag-names-target",
  "user-agent-is-from-user",
] as const;

export type TraitKind = (typeof TRAIT_KINDS)[number];

/** What a trait says of the sender, in a sentence, and where that is known from. */
export interface TraitMeaning {
  readonly meaning: string;
  readonly source: string;
}

/** What each trait means. */
export const TRAIT_MEANINGS: Readonly<Record<TraitKind, TraitMeaning>> = {
  "branch-without-cookie": {
    meaning: "The Via branch lacks the prefix z9hG4bK: ZMap's template, SIPPTS and Sality write none.",
    source: "RFC 3261 section 8.1.1.7; ZMap sip_options.tpl; SIPPTS functions.py",
  },
  "call-id-without-host": {
    meaning: "The Call-ID has no @host part, as in messages of SIPVicious, nmap, SIPPTS and masscan.",
    source: "RFC 3261 section 8.1.1.4; SIPVicious svmap.py; nmap-service-probes",
  },
  "compact-names": {
    meaning: "Header names are the one-letter short forms: SIPVicious writes five of them when called with -c.",
    source: "RFC 3261 section 7.3.3; SIPVicious svhelper.py, makeRequest",
  },
  "contact-none": {
    meaning: "Contact says None: SIPVicious svmap printing a value it does not have, when it sends REGISTER.",
    source: "SIPVicious svmap.py",
  },
  "cseq-63104": {
    meaning: "CSeq 63104 is an example number of the standard, copied by masscan, Nessus and OpenVAS.",
    source: "RFC 3261 section 11.1; masscan templ-payloads.c; sip_detection.nasl",
  },
  "header-order-sipvicious-0.2": {
    meaning: "Header fields stand in the order of SIPVicious 0.2, which is that of a Python 2 dictionary.",
    source: "SIPVicious 0.2.8 svhelper.py, makeRequest",
  },
  "header-order-sipvicious-0.3": {
    meaning: "Header fields stand in the order of SIPVicious 0.3, which is that in which its source names them.",
    source: "SIPVicious 0.3 svhelper.py, makeRequest",
  },
  "line-ends-cr": {
    meaning: "Lines end in CR alone, which the standard does not allow: the message was put together by hand.",
    source: "RFC 3261 section 7",
  },
  "line-ends-lf": {
    meaning: "Lines end in LF alone: the message comes from a text template, as that of SIPPTS in Perl.",
    source: "RFC 3261 section 7; SIPPTS sipscan.pl",
  },
  "line-ends-mixed": {
    meaning: "Lines end in different ways: the message was put together from several texts.",
    source: "RFC 3261 section 7",
  },
  "missing-empty-line": {
    meaning: "The empty line behind the header is missing: masscan's payload and old Metasploit probes lack it.",
    source: "RFC 3261 section 7; masscan templ-payloads.c",
  },
  "nul-padding": {
    meaning: "NUL bytes follow the message: what is left of a fixed buffer, as that of ZMap's templates.",
    source: "own capture of ZMap 2.1.1 with sip_options.tpl",
  },
  retransmissions: {
    meaning: "Packets repeat Call-ID, CSeq, branch and destination of another: the sender, or the network, sent again.",
    source: "RFC 3261 section 17.2.3",
  },
  "sipvicious-tag-names-credentials": {
    meaning: "The From tag encodes the user and password tried: SIPVicious svcrack.",
    source: "SIPVicious svcrack.py and svhelper.py, createTag",
  },
  "sipvicious-tag-names-extension": {
    meaning: "The From tag encodes the extension tried: SIPVicious svwar.",
    source: "SIPVicious svwar.py and svhelper.py, createTag",
  },
  "sipvicious-tag-names-other-target": {
    meaning:
      "The From tag encodes another target than the packet's destination: a replayed message of SIPVicious svmap, or an address translated on the way.",
    source: "SIPVicious svmap.py and svhelper.py, createTag",
  },
  "sipvicious-tag-names-target": {
    meaning: "The From tag encodes the packet's own destination and port: SIPVicious svmap, whatever the names say.",
    source: "SIPVicious svmap.py and svhelper.py, createTag",
  },
  "user-agent-is-from-user": {
    meaning: "User-Agent repeats the user part of From, as Metasploit's SIP scanner does.",
    source: "Metasploit SIP mixin, create_probe",
  },
};
