/** The demo cannot go on, for a reason that its message tells the person who runs it. */
export class Halt extends Error {}
