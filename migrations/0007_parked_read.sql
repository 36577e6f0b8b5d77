-- Streams a read model could not take, from which position on. The others go on.
CREATE TABLE parked (
    model    text   NOT NULL,
    stream   uuid   NOT NULL,
    position bigint NOT NULL,
    topic    text   NOT NULL,
    reason   text   NOT NULL,
    PRIMARY KEY (model, stream)
);
