/** API Gateway takes 10 MB; the contract promises 413 above 64 KB. */
export const LARGEST_BODY_BYTES = 64 * 1024;
