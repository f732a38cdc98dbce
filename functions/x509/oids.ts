/** Object identifiers, each named as in the standard that defines it. */

/** X.520 */
export const COMMON_NAME = '2.5.4.3';
export const ORGANIZATION_NAME = '2.5.4.10';

/** RFC 5280, section 4.2 */
export const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
export const KEY_USAGE = '2.5.29.15';
export const BASIC_CONSTRAINTS = '2.5.29.19';
export const CRL_DISTRIBUTION_POINTS = '2.5.29.31';
export const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
export const EXTENDED_KEY_USAGE = '2.5.29.37';
export const AUTHORITY_INFORMATION_ACCESS = '1.3.6.1.5.5.7.1.1';
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** RFC 8017, appendix C; RFC 5758, section 3.2 */
export const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
export const SHA384_WITH_RSA = '1.2.840.113549.1.1.12';
export const SHA512_WITH_RSA = '1.2.840.113549.1.1.13';
export const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
export const ECDSA_WITH_SHA384 = '1.2.840.10045.4.3.3';
export const ECDSA_WITH_SHA512 = '1.2.840.10045.4.3.4';

/** RFC 2985, sections 5.4.2, 5.5.1 and 5.5.2; the second is what Microsoft's tools used before it */
export const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
export const MICROSOFT_EXTENSION_REQUEST = '1.3.6.1.4.1.311.2.1.14';
export const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
export const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';

/** RFC 7292, appendix D and section 4.2; RFC 5652, section 4 */
export const DATA = '1.2.840.113549.1.7.1';
export const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
export const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
export const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';
export const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';

/** RFC 7292, appendix C; RFC 8018, appendices A and B */
export const PBE_WITH_SHA1_AND_3DES = '1.2.840.113549.1.12.1.3';
export const PBES2 = '1.2.840.113549.1.5.13';
export const PBKDF2 = '1.2.840.113549.1.5.12';
export const HMAC_WITH_SHA256 = '1.2.840.113549.2.9';
export const AES_256_CBC = '2.16.840.1.101.3.4.1.42';

/** RFC 8017, appendix B.1 */
export const SHA1 = '1.3.14.3.2.26';
export const SHA256 = '2.16.840.1.101.3.4.2.1';
