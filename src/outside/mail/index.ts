export { folderPost } from './folder-post.ts'
export { smtpPost } from './smtp-post.ts'
