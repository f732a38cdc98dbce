/** Reads one variable of the function's environment; a missing one is a deployment fault, named in the error. */
export function environment(name: string): string {
  const value = process.env[name];

  if (value === undefined || value === '') throw new Error(`Environment variable ${name} is not set`);

  return value;
}
