import type { SipReading } from "./message.ts";
/**
 * Reads the payload of a datagram, tolerantly: a message and its anomalies, never an exception.
 *
 * @param payload latin-1 text that stands for the stored bytes
 * @param missingBytes payload bytes cut off by the snap length
 * @param bytes the stored bytes themselves, where the caller has them: looking at each is faster there than in text
 */
export declare function readSipMessage(payload: string, missingBytes: number, bytes?: Uint8Array): SipReading;
/** The bytes that latin-1 text stands for. */
export declare function latin1Bytes(text: string): Uint8Array;
