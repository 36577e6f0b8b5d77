-- What somebody typed may have to go: its row stays, without the words and without their salt.
GRANT SELECT, UPDATE (body, salt) ON vault.texts TO frittvalg_retention;
GRANT SELECT, UPDATE ON vault.drafts TO frittvalg_retention;
