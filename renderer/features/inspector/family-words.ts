/** Families as their makers write them; others are shown as the pack does. */
const FAMILIES: Readonly<Record<string, string>> = {
  metasploit: "Metasploit",
  mrsip: "Mr.SIP",
  nmap: "Nmap",
  openvas: "OpenVAS",
  sipp: "SIPp",
  sippts: "SIPPTS",
  sipvicious: "SIPVicious",
  sivus: "SiVuS",
};

/** The name of a family in a sentence. */
export function familyWords(family: string): string {
  return FAMILIES[family] ?? family;
}
