import type { SignatureDefinition } from "../../core/signature/signature.ts";
import { builtinPack } from "./library.ts";

/** A signature beside which all examples of others keep their names. */
export function unlikeOthers(id: string): SignatureDefinition {
  const lines = ["OPTIONS sip:a@198.51.100.7 SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.1:5060", "Subject: their probe"];
  return {
    ...(builtinPack.signatures[0] as SignatureDefinition),
    id,
    tool: { id, name: "Theirs" },
    family: "theirs",
    variant: "",
    methodVariants: {},
    parent: null,
    methods: null,
    fields: { subject: "their probe" },
    required: ["subject"],
    absent: [],
    varies: [],
    headerOrders: [],
    orderRequired: false,
    examples: {
      positive: [
        {
          message: [...lines, "", ""],
          lineEnd: "crlf",
          source: "192.0.2.1",
          destination: "198.51.100.7",
          sourcePort: 5060,
          destinationPort: 5060,
        },
      ],
      negative: [],
    },
  };
}
