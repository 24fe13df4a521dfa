-- The language of a letter's reader: the address of the page that it is about is said in it when it leaves. Null: more than one language, or
-- nothing to lead to.
ALTER TABLE floor.mail ADD COLUMN language text CHECK (language IN ('fr','en'));
