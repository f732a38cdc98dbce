import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { type Asn1, bits, bitsOf, contentOf, derOf, isTagged, oidOf, partsOf, readForeignAsn1, sequence } from './asn1.ts';
import { EXTENSION_REQUEST, MICROSOFT_EXTENSION_REQUEST, SUBJECT_KEY_IDENTIFIER } from './oids.ts';
import { toPem } from './pem.ts';
import { SIGNATURE_ALGORITHMS } from './signature-algorithms.ts';

/** a request that a device made for a key of its own. Its subject is ignored: ours takes its place. */
export type SigningRequest = { readonly csr: string; readonly publicKey: KeyObject };

export type SigningRequestRefused = {
  readonly code:
    | 'csr-too-large'
    | 'csr-malformed'
    | 'csr-key-not-accepted'
    | 'csr-signature-algorithm'
    | 'csr-signature-wrong'
    | 'csr-asks-for-extensions';
};

/** Several times what a request for an RSA key of 4,096 bits takes. */
const MAX_CHARACTERS = 16_384;

/** P-256 and P-384 */
const CURVES = new Set(['prime256v1', 'secp384r1']);

const PEM = /^-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----\r?\n([A-Za-z\d+/=\r\n]+)-----END (?:NEW )?CERTIFICATE REQUEST-----$/;

/**
 * Reads a certification request (PKCS #10 in PEM, RFC 2986 and RFC 7468) and checks all that is taken over from it: a
 * key that is strong enough, the proof that its holder signed, and that nothing beyond the key is asked for.
 *
 * @returns the request written anew from what was checked, so that a certificate authority reads the same
 */
export function readSigningRequest(pem: string): Result<SigningRequest, SigningRequestRefused> {
  if (pem.length > MAX_CHARACTERS) return refuse({ code: 'csr-too-large' });

  const request = parse(pem);
  if (request === undefined) return refuse({ code: 'csr-malformed' });

  const publicKey = publicKeyOf(request.key);
  if (publicKey === undefined || !isAccepted(publicKey, request.key)) return refuse({ code: 'csr-key-not-accepted' });

  const algorithm = SIGNATURE_ALGORITHMS.get(request.signatureAlgorithm);
  if (algorithm === undefined || algorithm.keyType !== publicKey.asymmetricKeyType) {
    return refuse({ code: 'csr-signature-algorithm' });
  }

  // What was read must be all there is: an encoding with more than one reading could hide something from us.
  const der = derOf(sequence(request.info, algorithm.identifier, bits(request.signature)));
  if (!der.equals(request.der)) return refuse({ code: 'csr-malformed' });

  if (!verify(algorithm.hash, derOf(request.info), publicKey, request.signature)) return refuse({ code: 'csr-signature-wrong' });
  if (asksForExtensions(request.attributes)) return refuse({ code: 'csr-asks-for-extensions' });

  return ok({ csr: toPem('CERTIFICATE REQUEST', der), publicKey });
}

type Parsed = {
  readonly der: Buffer;
  readonly info: Asn1;
  readonly key: Asn1;
  readonly attributes: Asn1 | undefined;
  readonly signatureAlgorithm: string;
  readonly signature: Buffer;
};

function parse(pem: string): Parsed | undefined {
  const [, base64] = PEM.exec(pem.trim()) ?? [];
  if (base64 === undefined) return undefined;

  const der = Buffer.from(base64, 'base64');
  const [info, algorithm, signatureBits] = partsOf(readForeignAsn1(der));
  const [version, subject, key, attributes, ...more] = partsOf(info);
  const signatureAlgorithm = oidOf(partsOf(algorithm)[0]);
  const signature = bitsOf(signatureBits);

  if (info === undefined || subject === undefined || key === undefined || more.length > 0) return undefined;
  if (signatureAlgorithm === undefined || signature === undefined) return undefined;
  if (!contentOf(version)?.equals(Buffer.of(0))) return undefined;
  if (attributes !== undefined && !isTagged(attributes, 0)) return undefined;

  return { der, info, key, attributes, signatureAlgorithm, signature };
}

function publicKeyOf(key: Asn1): KeyObject | undefined {
  try {
    return createPublicKey({ key: derOf(key), format: 'der', type: 'spki' });
  } catch {
    // No key at all, or of a kind that OpenSSL does not know.
    return undefined;
  }
}

/**
 * Exponents below 65,537 are against FIPS 186-5, and huge ones only make checking slow. RFC 5480, section 2.1.1: a
 * curve is named, not spelled out.
 */
function isAccepted({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject, key: Asn1): boolean {
  const { modulusLength = 0, publicExponent = 0n, namedCurve = '' } = asymmetricKeyDetails;

  if (asymmetricKeyType === 'ec') return CURVES.has(namedCurve) && oidOf(partsOf(partsOf(key)[0])[1]) !== undefined;

  return (
    asymmetricKeyType === 'rsa' &&
    modulusLength >= 2048 &&
    modulusLength <= 4096 &&
    publicExponent >= 65_537n &&
    publicExponent < 2n ** 32n
  );
}

/**
 * A certificate authority may copy what a request asks for into the certificate. A key identifier is no wish: it follows
 * from the key. RFC 2985, section 5.4.2: an extension request has one value, the list of extensions.
 */
function asksForExtensions(attributes: Asn1 | undefined): boolean {
  return partsOf(attributes).some((attribute) => {
    const [type, values] = partsOf(attribute);
    const name = oidOf(type);
    if (name !== EXTENSION_REQUEST && name !== MICROSOFT_EXTENSION_REQUEST) return false;

    const [extensions, ...more] = partsOf(values);
    const types = partsOf(extensions).map((extension) => oidOf(partsOf(extension)[0]));

    return more.length > 0 || types.length !== 1 || types[0] !== SUBJECT_KEY_IDENTIFIER;
  });
}
