/** What a browser has and Node has not, as far as browser.ts uses it; the types of all of a browser would fit no other file. */
interface Worker {
  terminate(): void;
}
declare const Worker: new (url: string, options?: { readonly name?: string }) => Worker;
