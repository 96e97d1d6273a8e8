/** The subject of a commit's message: its first line that says something. */
export function firstLineOf(message: string): string {
  return message.split("\n").find((line) => line.trim() !== "") ?? message;
}
