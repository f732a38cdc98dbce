import type { LocalClock } from '../../clock.ts';
import type { Outstanding } from '../outstanding.ts';

/** A chain of deliveries, one after the other: outstanding from begin to end, but for its pauses. */
export type Lane = {
  begin(): void;
  end(): void;
  /** A pause of the local time. */
  pause(ms: number): Promise<void>;
  /** Ends a pause. */
  close(): void;
};

export function startLane(clock: LocalClock, outstanding: Outstanding): Lane {
  let end = (): void => {};
  let stopPause = (): void => {};

  const begin = (): void => {
    end = outstanding.begin();
  };

  return {
    begin,
    end: () => end(),
    pause: (ms) =>
      new Promise((resolve) => {
        const goOn = (): void => {
          cancel();
          begin();
          resolve();
        };
        const cancel = clock.at(new Date(clock.now().getTime() + ms), async () => goOn());
        stopPause = goOn;
        end();
      }),
    close: () => stopPause(),
  };
}
