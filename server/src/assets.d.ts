// Shell scripts and playbooks are imported as their text; the build and the test runner agree on that.
declare module '*.sh' {
  const text: string;
  export default text;
}
declare module '*.yml' {
  const text: string;
  export default text;
}
