import { deriveLine } from './derive/line.ts';
import type { Line } from './derive/line.ts';
import { deriveRouter } from './derive/derive-router.ts';
import type { Router } from './derive/router.ts';
import type { Problem } from './problem.ts';
import { renderRouter } from './render/index.ts';
import type { RenderedFile } from './render/rendered-file.ts';
import { check } from './rules/check.ts';
import type { CheckOptions } from './rules/check.ts';
import { parseSpec } from './spec/parse.ts';
import type { SpecDocument } from './spec/spec-document.ts';
import type { Locale } from './text.ts';

/**
 * Everything that is known about one version of a router.yaml. Each part is computed when it is first asked for and
 * kept, so that all features of the editor share one parse and one derivation.
 */
export class Analysis {
  readonly document: SpecDocument;
  private computedLine: Line | undefined;
  private computedRouter: { readonly router: Router | undefined } | undefined;
  private readonly computedFiles = new Map<Locale, readonly RenderedFile[]>();

  constructor(text: string) {
    this.document = parseSpec(text);
  }

  get line(): Line {
    return (this.computedLine ??= deriveLine(this.document.spec));
  }

  /** The router, or undefined while something that it needs is missing or wrong. */
  get router(): Router | undefined {
    this.computedRouter ??= { router: deriveRouter(this.document.spec, this.line) };
    return this.computedRouter.router;
  }

  /** The generated files; none while there is no router. */
  get files(): readonly RenderedFile[] {
    return this.filesIn('en');
  }

  /** The generated files, with the installation guide in that language. What goes to the router is always the same. */
  filesIn(locale: Locale): readonly RenderedFile[] {
    const known = this.computedFiles.get(locale);
    if (known !== undefined) return known;
    const files = this.router === undefined ? [] : renderRouter(this.router, { locale });
    this.computedFiles.set(locale, files);
    return files;
  }

  /** The problems of the text and those that the rules find, in the order of the text. */
  problems(options: CheckOptions = {}): readonly Problem[] {
    return check(this, options);
  }
}

/** Analyses the text of a router.yaml. Never throws. */
export function analyze(text: string): Analysis {
  return new Analysis(text);
}
