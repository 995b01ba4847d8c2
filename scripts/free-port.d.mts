/** A TCP port of the loopback interface that nobody listens on, and that no outgoing connection takes. */
export function freePort(): Promise<number>;
