-- Yearly figures, as they were given: one row for each half-year in which a source said something else.
-- The numbers stand here as they are; what may be seen of them is decided where they are shown.
CREATE TABLE figures (
    id           uuid NOT NULL,
    municipality text NOT NULL,
    year         integer NOT NULL,
    source       text NOT NULL,
    published_in text,
    numbers      jsonb NOT NULL,
    given_on     date NOT NULL,
    shown_from   date NOT NULL,
    PRIMARY KEY (id, source, shown_from)
);
CREATE INDEX ON figures (municipality, year);
CREATE INDEX ON figures (year);
