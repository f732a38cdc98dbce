import type { Meter } from '../meter/meter.ts';
import type { Methods } from './route.ts';

/** What each operation has cost since the start or the last DELETE, which answers the empty meter. */
export function meterRoutes(meter: Pick<Meter, 'report' | 'reset'>): Methods {
  return {
    GET: () => meter.report(),
    DELETE: () => {
      meter.reset();

      return meter.report();
    },
  };
}
