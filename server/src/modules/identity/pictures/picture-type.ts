import { imageDimensionsFromData } from 'image-dimensions';
import { longestSide } from '@gatehouse/contracts/identity/profiles/pictures';
import type { PictureType } from '@gatehouse/contracts/media-types';
import { AppError } from '../../../kernel/error.js';

const at = (content: Buffer, offset: number, signature: readonly number[]): boolean =>
  content.subarray(offset, offset + signature.length).equals(Buffer.from(signature));

const riff = [0x52, 0x49, 0x46, 0x46];
const webp = [0x57, 0x45, 0x42, 0x50];

/**
 * What a picture is by its first bytes, whatever it is called; null for anything else. PNG (ISO
 * 15948 section 5.2), JPEG (ITU-T T.81 annex B: start of image, then a marker), WebP (RFC 9649).
 */
export function pictureTypeOf(content: Buffer): PictureType | null {
  if (at(content, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (at(content, 0, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (at(content, 0, riff) && at(content, 8, webp)) return 'image/webp';
  return null;
}

/**
 * Refuses what takes far more memory to show than to send, by what its header says of it.
 * @throws AppError `validation_failed`; `unsupported_media_type` where the header does not say
 */
export function assertSmall(content: Buffer): void {
  const size = imageDimensionsFromData(content);
  if (!size)
    throw new AppError('unsupported_media_type', { detail: 'This picture cannot be read.' });
  const { width, height } = size;
  if (Math.max(width, height) > longestSide)
    throw new AppError('validation_failed', {
      detail: `A picture is ${longestSide} pixels wide and high at most; this one is ${width} by ${height}.`,
    });
}
