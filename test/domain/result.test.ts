import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { pointerTo } from '../../domain/result.ts';

it('R-6 makes pointers as RFC 6901 escapes them', () => {
  expect(pointerTo('permissions', 'accounts', '101-1000088', 'operation')).toBe('/permissions/accounts/101-1000088/operation');
  expect(pointerTo('users', 3, 'groupId')).toBe('/users/3/groupId');
  expect(pointerTo('a/b', 'm~n', '~1')).toBe('/a~1b/m~0n/~01');
});

it('R-6 loses nothing: a pointer leads back to the segments it was made of', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (segments) => {
      const back = pointerTo(...segments)
        .slice(1)
        .split('/');

      expect(back.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))).toEqual(segments);
    }),
  );
});
