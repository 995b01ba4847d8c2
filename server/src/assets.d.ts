// Shell scripts are imported as their text; the build and the test runner agree on that.
declare module '*.sh' {
  const text: string;
  export default text;
}
