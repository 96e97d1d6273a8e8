/** In the page: texts whose colour stands out from what lies behind them by less than 4.5 to 1 (WCAG 2.2, 1.4.3). */
export function faintTexts(): string[] {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element: Element | null): string => {
    if (!element) return "rgb(255, 255, 255)";
    const { backgroundColor } = getComputedStyle(element);
    return backgroundColor === "rgba(0, 0, 0, 0)" ? behind(element.parentElement) : backgroundColor;
  };
  const faint = [...document.querySelectorAll("body *")].filter((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    if (!own || !element.checkVisibility()) return false;
    const [text, ground] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
    return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05) < 4.5;
  });
  return [...new Set(faint.map((each) => `${each.tagName} ${each.className}: ${each.textContent?.slice(0, 40)}`))];
}
