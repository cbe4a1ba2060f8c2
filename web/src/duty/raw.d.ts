/** Files read as they are, in tests. */
declare module "*.ics?raw" {
  const text: string;
  export default text;
}
