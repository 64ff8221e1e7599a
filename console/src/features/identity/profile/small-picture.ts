/** Pixels of a side: twice what the console shows at most. */
const side = 256;

/** The middle of a picture, small and without what a camera adds to it, such as the place. */
export const smallPicture = async (file: File): Promise<Blob> => {
  const picture = await createImageBitmap(file);
  const cut = Math.min(picture.width, picture.height);
  const canvas = new OffscreenCanvas(side, side);
  const [left, top] = [(picture.width - cut) / 2, (picture.height - cut) / 2];
  canvas.getContext('2d')?.drawImage(picture, left, top, cut, cut, 0, 0, side, side);
  picture.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
};
