/** The tokens of the theme as colours that a canvas takes: it knows neither variables nor `light-dark()`. */
import type { Colours } from "./plot.ts";
import type { Tone } from "./tones.ts";

/** By the name in `data-colour` of an element that wears it, within `host`. */
export function readColours(host: HTMLElement): Colours {
  const tone = (name: Tone) => {
    const style = styleOf(host, name);
    return { stroke: style.color, fill: style.backgroundColor };
  };
  return {
    line: styleOf(host, "line").color,
    quiet: styleOf(host, "quiet").color,
    tones: {
      accent: tone("accent"),
      info: tone("info"),
      warn: tone("warn"),
      bad: tone("bad"),
      good: tone("good"),
      quiet: tone("quiet"),
    },
  };
}

function styleOf(host: HTMLElement, name: string): CSSStyleDeclaration {
  return getComputedStyle(host.querySelector(`[data-colour="${name}"]`) ?? host);
}

/** Calls back when the theme has changed: the reader's choice here, or that of the system. @returns what ends that */
export function watchTheme(changed: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  dark.addEventListener("change", changed);
  return () => {
    chosen.disconnect();
    dark.removeEventListener("change", changed);
  };
}
