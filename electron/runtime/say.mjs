/** Tells the terminal what takes its time. Standard output belongs to results. */
export function say(line) {
  process.stderr.write(`ringprint: ${line}\n`);
}
