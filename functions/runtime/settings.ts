import { Settings } from '../contracts/settings.ts';
import { environment } from './environment.ts';

let parsed: Settings | undefined;

/** The product's settings, handed over by CDK as JSON in SETTINGS and parsed once per instance. */
export function settings(): Settings {
  parsed ??= Settings.parse(JSON.parse(environment('SETTINGS')));

  return parsed;
}
