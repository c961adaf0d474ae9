/** What a class of packets is called, and what that means. */
interface ClassWords {
  readonly title: string;
  readonly meaning: string;
}

const CLASS_WORDS: Readonly<Record<string, ClassWords>> = {
  sipRequest: { title: "SIP requests", meaning: "the probes that everything else here is about" },
  sipResponse: { title: "SIP responses", meaning: "answers, kept apart" },
  notSip: { title: "Not SIP", meaning: "UDP to a SIP port that is not SIP" },
  keepAlive: { title: "Keep-alives", meaning: "blanks, line ends or NULs only, to a SIP port" },
  empty: { title: "Empty", meaning: "datagrams without a byte, to a SIP port" },
  truncated: { title: "Cut too short", meaning: "cut by the snap length before it could be told what they are" },
  otherPort: { title: "Other UDP", meaning: "UDP to no SIP port" },
  tcp: { title: "TCP", meaning: "not looked into" },
  otherTransport: { title: "Other transport", meaning: "neither TCP nor UDP, ICMP for one" },
  fragment: { title: "IP fragments", meaning: "of datagrams that did not become whole" },
  notIp: { title: "Not IP", meaning: "ARP for one" },
  malformed: { title: "Malformed", meaning: "headers that contradict themselves" },
};

/** Words for a class. */
export function classWords(name: string): ClassWords {
  return CLASS_WORDS[name] ?? { title: name, meaning: "" };
}

/** Packets of a class. */
export function packetsOf(classes: readonly (readonly [string, number])[], name: string): number {
  return classes.find(([own]) => own === name)?.[1] ?? 0;
}
