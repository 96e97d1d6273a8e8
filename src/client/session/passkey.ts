/** Passkeys: what the service asks goes to the browser, and the browser's answer to the service, both as JSON. */
import { aborted } from "../abort.ts";
import { CroftError } from "../error.ts";

/** A credential of the browser, as it travels. */
interface Answer {
  toJSON(): unknown;
}

/** @param options as the service gave them. @returns what proves the person. @throws CroftError ABORTED, when the person closes the dialogue */
export function provePasskey(options: unknown): Promise<unknown> {
  return ask("get", "parseRequestOptionsFromJSON", options);
}

/** Makes a new one. @throws CroftError ABORTED, when the person closes the dialogue */
export function makePasskey(options: unknown): Promise<unknown> {
  return ask("create", "parseCreationOptionsFromJSON", options);
}

async function ask(method: "get" | "create", parse: string, options: unknown): Promise<unknown> {
  const type: unknown = Reflect.get(globalThis, "PublicKeyCredential");
  const credentials: unknown = Reflect.get(Object(Reflect.get(globalThis, "navigator")), "credentials");
  const read: unknown = Reflect.get(Object(type), parse);
  const run: unknown = Reflect.get(Object(credentials), method);
  if (typeof read !== "function" || typeof run !== "function")
    throw new CroftError("UNSUPPORTED", "This browser does not hand passkeys over as JSON.");
  const publicKey: unknown = Reflect.apply(read, type, [options]);
  try {
    const answer: unknown = await Reflect.apply(run, credentials, [{ publicKey }]);
    if (isAnswer(answer)) return answer.toJSON();
  } catch (cause) {
    throw aborted(cause);
  }
  throw aborted(null);
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && "toJSON" in value && typeof value.toJSON === "function";
}
