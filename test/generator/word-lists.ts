/** User-agents that scanners show: softphones, phones and gateways whose names pass a look at the log. */
export const AGENTS: readonly string[] = [
  "eyeBeam release 1102q stamp 51814",
  "X-Lite release 1104o stamp 56125",
  "Linksys/SPA942-6.1.5(a)",
  "Cisco-CP7960G/8.0",
  "Grandstream GXP2000 1.2.5.3",
  "PolycomSoundPointIP-SPIP_550-UA/3.3.5.0247",
  "snom300/8.7.5.35",
  "Yealink SIP-T22P 7.73.0.50",
  "Zoiper rev.11137",
  "Bria 3 release 3.5.1 stamp 69738",
  "AVM FRITZ!Box 7490 113.06.83",
  "3CXPhone 6.0.26523.0",
  "MicroSIP/3.19.22",
  "Ozeki VoIP SIP SDK 10.1.8",
  "FPBX-2.11.0(11.8.1)",
  "Asterisk PBX 13.18.3",
];

/** Display names drawn per packet. */
export const DISPLAY_NAMES: readonly string[] = [
  "eyebeam",
  "Asterisk",
  "office",
  "linksys",
  "pbx",
  "100",
  "admin",
  "X-Lite",
  "unknown",
  "reception",
];

/** Hosts that name their own machine in Via and Contact: what gethostbyname(gethostname()) finds behind NAT. */
export const PRIVATE_HOSTS: readonly string[] = ["127.0.1.1", "127.0.0.1", "10.0.0.5", "192.168.1.7", "172.16.4.20"];

/** Prefixes tried before an international number, to get past a dial plan. */
export const DIAL_PREFIXES: readonly string[] = ["", "0", "00", "000", "011", "9011", "900", "810", "8011", "+"];

/** Numbers that belong to nobody: the ranges kept for drama in the United Kingdom and North America. */
export const DIALLED_NUMBERS: readonly string[] = [
  "442079460018",
  "442079460237",
  "441154960442",
  "441614960985",
  "12025550143",
  "12125550178",
  "13105550119",
];

/** Header names where capitalising each word would be wrong. */
export const SPELLINGS: Readonly<Record<string, string>> = {
  "call-id": "Call-ID",
  cseq: "CSeq",
  "x-nat": "X-NAT",
  "x-serialnumber": "X-SerialNumber",
  "content-lnegth": "content-lnegth",
};

/** Compact names of RFC 3261 section 7.3.3 that svmap's compact mode uses. */
export const COMPACT_NAMES: Readonly<Record<string, string>> = {
  via: "v",
  from: "f",
  to: "t",
  "call-id": "i",
  contact: "m",
};
