/** Finds in a Markdown text what may drift away from the repository: links, paths and commands. */

/** A place that a document names. */
export interface Mention {
  readonly line: number;
  readonly text: string;
}

/** What a Markdown document refers to. */
export interface Document {
  /** Targets of relative links, without their anchors. */
  readonly links: readonly Mention[];
  /** Paths in code: those that begin with a folder of the repository, but for files that the document itself makes. */
  readonly paths: readonly Mention[];
  /** Names of npm scripts that a reader is told to run. */
  readonly scripts: readonly Mention[];
}

/** The first line of a block that is a file, which the reader is told to write. */
const MADE = /^(?:```|~~~)\w+\n\/\/ (\S+)$/gm;
const LINK = /\]\(([^)\s]+)\)/g;
const SCRIPT = /\bnpm (?:run ([\w:-]+)|(start|test)\b)/g;
const PATH = /(?<![\w./@:$-])\.?[\w@-][\w.@-]*(?:\/[\w.@*-]+)*\/?/g;

/** Reads a document. `folders` are the names that make a path one of the repository's. */
export function readDocument(text: string, folders: ReadonlySet<string>): Document {
  const links: Mention[] = [];
  const paths: Mention[] = [];
  const scripts: Mention[] = [];
  const made = new Set(Array.from(text.matchAll(MADE), ([, path]) => path));
  let fenced = false;
  for (const [index, content] of text.split("\n").entries()) {
    const line = index + 1;
    const isFence = /^\s*(```|~~~)/.test(content);
    if (isFence) fenced = !fenced;
    for (const [, run, short] of content.matchAll(SCRIPT)) scripts.push({ line, text: run ?? short ?? "" });
    for (const code of fenced && !isFence ? [content] : codeSpans(content)) {
      for (const [path] of code.matchAll(PATH))
        if (isOurs(path, folders) && !made.has(path)) paths.push({ line, text: path });
    }
    if (fenced) continue;
    for (const [, target = ""] of content.replaceAll(/`[^`]*`/g, "").matchAll(LINK)) {
      const file = target.replace(/#.*$/, "");
      if (file !== "" && !/^[a-z]+:/.test(file)) links.push({ line, text: file });
    }
  }
  return { links, paths, scripts };
}

function codeSpans(line: string): string[] {
  return Array.from(line.matchAll(/`([^`]+)`/g), ([, code = ""]) => code);
}

/** Placeholders (`NNNN_name.sql`) name no file. */
function isOurs(path: string, folders: ReadonlySet<string>): boolean {
  const [first = "", ...rest] = path.split("/");
  return rest.length > 0 && folders.has(first) && !/[A-Z]{4}_/.test(path);
}
