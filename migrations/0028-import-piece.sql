-- The id under which a file is sent in pieces is chosen by who sends it, and refers to no row: there is no file and no import before the last
-- piece is there, and a row made with the first one would be left over by whoever breaks off. All pieces of an id go together: with the last
-- one, kept or refused, with any that is refused, or after a day. It was called as references to floor.file are.
ALTER TABLE market.import_piece RENAME COLUMN file_id TO upload_id;
