import type { Complaint, SiteRow, SiteRows } from '../site-files/site-section.ts'

interface Box {
  readonly row: SiteRow
  readonly x: number
  readonly y: number
  readonly width: number
  readonly depth: number
}

/** `width_mm` is across the front: a rack that looks east or west stands turned. */
const boxOf = (row: SiteRow): Box => {
  const { x_mm, y_mm, width_mm, depth_mm, front } = row.fields
  const turned = front === 'east' || front === 'west'
  const [width, depth] = turned ? [depth_mm, width_mm] : [width_mm, depth_mm]
  return { row, x: Number(x_mm), y: Number(y_mm), width: Number(width), depth: Number(depth) }
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.depth && b.y < a.y + a.depth

/** Every rack stands inside its room, and no two in the same place. Pure. */
export const judgeRacks = (all: SiteRows): readonly Complaint[] => {
  const complaints: Complaint[] = []
  for (const room of all.of('room')) {
    const racks = all.of('rack').filter((row) => row.fields['room'] === room.handle)
    const boxes = racks.map(boxOf).toSorted((a, b) => a.x - b.x)
    for (const [index, box] of boxes.entries()) {
      if (box.x + box.width > Number(room.fields['width_mm']) || box.y + box.depth > Number(room.fields['depth_mm'])) {
        complaints.push({
          path: box.row.path,
          refusal: { code: 'rack-outside-room', rack: box.row.handle, room: room.handle },
        })
      }
      for (let next = index + 1; next < boxes.length; next += 1) {
        const other = boxes[next]
        if (!other || other.x >= box.x + box.width) break
        if (!overlap(box, other)) continue
        complaints.push({
          path: other.row.path,
          refusal: { code: 'racks-overlap', rack: other.row.handle, other: box.row.handle },
        })
      }
    }
  }
  return complaints
}
