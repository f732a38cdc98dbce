/** Of node-forge only its ASN.1 part is used, which imports five times as fast as the whole; its types know the whole only. */
declare module 'node-forge/lib/asn1.js' {
  import type { asn1, Bytes } from 'node-forge';

  type FromDerOptions = {
    readonly strict: boolean;
    readonly parseAllBytes: boolean;
    /** Whether to look for ASN.1 inside BIT STRINGs. */
    readonly decodeBitStrings: boolean;
  };

  const forge: Omit<typeof asn1, 'fromDer'> & { fromDer(bytes: Bytes, options: FromDerOptions): asn1.Asn1 };
  export default forge;
}
