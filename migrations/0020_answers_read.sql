-- What suppliers that are in have answered to amendments, and when those who said no leave.
-- The read model is built again from the log.
TRUNCATE admissions;
DELETE FROM tracking WHERE model = 'admissions';
ALTER TABLE admissions ADD COLUMN leaves_on date, ADD COLUMN leaves_for integer;
CREATE TABLE amendment_answers (
    admission   uuid NOT NULL,
    number      integer NOT NULL,
    accepted    boolean NOT NULL,
    answered_on date NOT NULL,
    PRIMARY KEY (admission, number)
);
