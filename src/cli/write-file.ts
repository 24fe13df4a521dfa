import { writeFile } from 'node:fs/promises'
import { type ReceivedFile, messageOf } from '#kernel'
import { type Call, type Ending, Unusable, done, sayCli } from './command.ts'

/** Keeps a file that the server sent under the name that was given. */
export const writeReceived = async (
  call: Call,
  file: string,
  { content, mediaType }: ReceivedFile,
): Promise<Ending> => {
  try {
    await writeFile(file, Buffer.from(await content.arrayBuffer()))
  } catch (cause) {
    throw new Unusable(sayCli(call.language, 'unwritable-file', { file, why: messageOf(cause) }), { cause })
  }
  return done({ file, media_type: mediaType, size_bytes: content.size }, [
    sayCli(call.language, 'file-written', { file }),
  ])
}
