/** The sizes of texts, which SVG does not break or fit by itself. */
export interface Measure {
  /** Pixels of a text in the font of the page, and in that of the editor. */
  readonly plain: (text: string) => number;
  readonly strong: (text: string) => number;
  readonly value: (text: string) => number;
}

/** Measures with the fonts that the style sheet uses for these classes. */
export function measureTexts(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const fonts = getComputedStyle(document.documentElement);
  const plain = fonts.getPropertyValue('--vscode-font-family') || 'sans-serif';
  const editor = fonts.getPropertyValue('--vscode-editor-font-family') || 'monospace';
  const inFont =
    (font: string) =>
    (text: string): number => {
      if (context === null) return text.length * 8;
      context.font = font;
      return context.measureText(text).width;
    };
  return {
    plain: inFont(`12px ${plain}`),
    strong: inFont(`600 13px ${plain}`),
    value: inFont(`12px ${editor}`),
  };
}
