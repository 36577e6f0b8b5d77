-- Read models: everything here can be dropped and built again from the logs.
-- Names are unqualified, so that a rebuild can make the same tables in a schema beside the live one.
CREATE TABLE tracking (
    model    text PRIMARY KEY,
    log      text NOT NULL,
    position bigint NOT NULL
);

-- A row with valid_from and valid_to is true from the first day until the day before the second.
CREATE FUNCTION revise(versioned text, of uuid, day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'WITH old AS (UPDATE %1$I AS t SET valid_to = $2
                      WHERE id = $1 AND valid_to = ''9999-12-31'' AND valid_from < $2
                      RETURNING t AS row)
         INSERT INTO %1$I SELECT (jsonb_populate_record(row,
             jsonb_build_object(''valid_from'', $2, ''valid_to'', ''9999-12-31''))).* FROM old',
        versioned) USING of, day;
END $$;

CREATE TABLE municipalities (
    id          uuid NOT NULL,
    number      text NOT NULL,
    language    text NOT NULL,
    stated      text NOT NULL DEFAULT 'unknown',
    phone_ref   text,
    mailbox_ref text,
    story_nb    text,
    story_nn    text,
    story_en    text,
    valid_from  date NOT NULL,
    valid_to    date NOT NULL,
    PRIMARY KEY (number, valid_from)
);
CREATE INDEX ON municipalities (id);

CREATE TABLE suppliers (
    id           uuid NOT NULL,
    number       text NOT NULL,
    kind         text NOT NULL,
    municipality text,
    owner_group  uuid,
    name_ref     text,
    text_ref     text,
    language     text,
    wages        jsonb,
    wages_on     date,
    budget       jsonb,
    budget_on    date,
    support      jsonb,
    support_on   date,
    valid_from   date NOT NULL,
    valid_to     date NOT NULL,
    PRIMARY KEY (id, valid_from)
);
CREATE INDEX ON suppliers (number);

CREATE TABLE concessions (
    id               uuid NOT NULL,
    members          text[] NOT NULL,
    status           text NOT NULL,
    is_limited       boolean NOT NULL,
    template_version integer NOT NULL,
    short_form       boolean NOT NULL,
    terms            jsonb NOT NULL,
    starts_on        date NOT NULL,
    sent_by          uuid NOT NULL,
    sent_at          timestamptz NOT NULL,
    published_on     date,
    document_hash    text,
    back_ref         text,
    valid_from       date NOT NULL,
    valid_to         date NOT NULL,
    PRIMARY KEY (id, valid_from)
);
CREATE INDEX ON concessions USING gin (members);

CREATE TABLE concession_reasons (
    concession uuid NOT NULL,
    node       text NOT NULL,
    reason_ref text NOT NULL,
    PRIMARY KEY (concession, node)
);

CREATE TABLE admissions (
    id         uuid NOT NULL,
    concession uuid NOT NULL,
    supplier   uuid NOT NULL,
    status     text NOT NULL,
    accepting  text,
    ground     text,
    local      jsonb,
    local_on   date,
    applied_at timestamptz NOT NULL,
    granted_on date,
    valid_from date NOT NULL,
    valid_to   date NOT NULL,
    PRIMARY KEY (id, valid_from)
);
CREATE INDEX ON admissions (concession);
CREATE INDEX ON admissions (supplier);

CREATE TABLE template_nodes (
    node     text NOT NULL,
    version  integer NOT NULL,
    chapter  integer NOT NULL,
    position integer NOT NULL,
    content  jsonb NOT NULL,
    PRIMARY KEY (node, version)
);
CREATE TABLE template_versions (
    version        integer PRIMARY KEY,
    content_hash   text NOT NULL,
    effective_from date NOT NULL,
    proposed_by    uuid NOT NULL,
    proposed_on    date NOT NULL,
    published_on   date
);

CREATE TABLE organisations (
    id           uuid PRIMARY KEY,
    kind         text NOT NULL,
    municipality text,
    number       text
);
CREATE TABLE functions (
    organisation uuid NOT NULL,
    user_id      uuid NOT NULL,
    function     text NOT NULL,
    valid_from   date NOT NULL,
    valid_to     date NOT NULL,
    PRIMARY KEY (organisation, user_id, function, valid_from)
);
CREATE INDEX ON functions (user_id);

-- From the case log: never public. Rows of a case are deleted with its stream.
CREATE TABLE places (
    id        uuid PRIMARY KEY,
    admission uuid NOT NULL UNIQUE,
    ceiling   integer NOT NULL,
    is_open   boolean NOT NULL,
    taken     integer NOT NULL DEFAULT 0
);
CREATE TABLE cases (
    id           uuid PRIMARY KEY,
    municipality text NOT NULL,
    concession   uuid NOT NULL,
    hours        text NOT NULL,
    lead         text NOT NULL,
    choose_by    date NOT NULL,
    opened_at    timestamptz NOT NULL,
    admission    uuid,
    place        uuid,
    dates        jsonb,
    chosen_at    timestamptz
);
CREATE INDEX ON cases (municipality);
CREATE INDEX ON cases (admission);
