/** Enough to read a label at arm's length, and far below 5 MB. */
const MOST_PIXELS = 2000
const QUALITY = 0.85

/** The photo redrawn at most 2000 px wide, as JPEG: its EXIF (place, device) does not leave the phone. Null: it cannot be read. */
export const shrinkPhoto = async (file: Blob): Promise<Blob | null> => {
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, MOST_PIXELS / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  } catch {
    return null
  }
}
