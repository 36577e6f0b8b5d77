-- What ran before it came here (NULL for what was written from the template), where a concession is
-- announced, and who stated what choice there is, and when.
-- The read models are built again from the log: nothing here knows what the earlier rows lacked.
TRUNCATE concessions, documents, document_reasons, municipalities;
DELETE FROM tracking WHERE model IN ('concessions', 'municipalities');
ALTER TABLE concessions
    ADD COLUMN running         jsonb,
    ADD COLUMN notice_required text,
    ADD COLUMN doffin_ref      text,
    ADD COLUMN doffin_on       date,
    ADD COLUMN ted_ref         text,
    ADD COLUMN ted_on          date;
ALTER TABLE municipalities ADD COLUMN stated_by uuid, ADD COLUMN stated_on date;
