/** A guide and a server to follow it with. */
import { openReader, type Reader } from "./reader.ts";
import { startServer, type TestServer } from "./server.ts";

/** What a test of a guide's programs needs. */
export interface FollowedGuide {
  readonly server: TestServer;
  readonly reader: Reader;
  /** Ends the server and removes the reader's project. */
  close(): Promise<void>;
}

/** Starts a fresh server and lays out the files of the guide. */
export async function followGuide(path: string): Promise<FollowedGuide> {
  const [server, reader] = await Promise.all([startServer(), openReader(path)]);
  return {
    server,
    reader,
    async close() {
      await server.stop();
      reader.remove();
    },
  };
}
