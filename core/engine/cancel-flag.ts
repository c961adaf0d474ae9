/** A flag that reaches a worker in the middle of its work: shared memory, not a message it would have to wait for. */
export class CancelFlag {
  readonly shared: SharedArrayBuffer;
  private readonly cell: Int32Array;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.shared = shared;
    this.cell = new Int32Array(shared);
  }

  /** Asks for the end. */
  raise(): void {
    Atomics.store(this.cell, 0, 1);
  }

  /** True once the end was asked for. */
  get raised(): boolean {
    return Atomics.load(this.cell, 0) !== 0;
  }
}
