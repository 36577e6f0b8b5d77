-- Organisations of more kinds, who is invited to them, and who carries out which duty for whom.
-- The earlier rows lack nothing: an organisation had no name and no county, a case no district.
ALTER TABLE organisations ADD COLUMN counties text[] NOT NULL DEFAULT '{}', ADD COLUMN name_ref text;
ALTER TABLE cases ADD COLUMN district uuid;

CREATE TABLE invitations (
    id           uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    functions    text[] NOT NULL,
    valid_from   date NOT NULL,
    valid_to     date NOT NULL,
    invited_on   date NOT NULL,
    expires_on   date NOT NULL
);
CREATE INDEX ON invitations (organisation);

CREATE TABLE mandates (
    municipality uuid NOT NULL,
    duty         text NOT NULL,
    organisation uuid NOT NULL,
    keeps        boolean NOT NULL,
    valid_from   date NOT NULL,
    valid_to     date NOT NULL,
    PRIMARY KEY (municipality, duty, organisation, valid_from)
);
CREATE INDEX ON mandates (organisation);

-- From the case log: exact, so never shown as they are. A correction closes the row before.
CREATE TABLE complaint_quarters (
    id           uuid PRIMARY KEY,
    municipality text NOT NULL,
    year         integer NOT NULL,
    quarter      integer NOT NULL
);
CREATE INDEX ON complaint_quarters (municipality);
CREATE TABLE complaint_counts (
    quarter    uuid NOT NULL,
    outcome    text NOT NULL,
    number     integer NOT NULL,
    valid_from date NOT NULL,
    valid_to   date NOT NULL,
    PRIMARY KEY (quarter, outcome, valid_from)
);
