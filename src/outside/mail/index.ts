export { folderPost } from './folder-post.ts'
export { linkOf } from './link-of.ts'
export { smtpPost } from './smtp-post.ts'
