import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

/** X.509 by a library; to be imported from here, because it does not load by itself. */
export { x509 };
