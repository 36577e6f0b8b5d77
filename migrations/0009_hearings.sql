-- A remark that describes a person is taken away where it stands; its reference stays in the log.
GRANT UPDATE (body, salt) ON vault.texts TO frittvalg_app;
