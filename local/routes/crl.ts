import type { Aws } from '../aws/start.ts';
import { Download, type Methods, NoSuchThing } from './route.ts';

/** The current CRL in DER: of the CA whose ARN `?certificateAuthority=` tells, or of the one that functions issue from. */
export function crlRoutes(crl: Aws['crl']): Methods {
  return {
    GET: async ({ query }) => {
      const authorityArn = query.get('certificateAuthority') ?? undefined;
      const der = await crl(authorityArn);
      if (!der) throw new NoSuchThing(authorityArn === undefined ? 'There is no CA with a CRL' : `${authorityArn} has no CRL`);

      return new Download('application/pkix-crl', der);
    },
  };
}
