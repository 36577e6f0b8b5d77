-- The moment a recall was agreed to: of two that hold from the same day, the later one's words hold.
-- The read model is built again from the log.
TRUNCATE template_nodes, template_versions, template_withdrawals, template_recalls;
DELETE FROM tracking WHERE model = 'template';
ALTER TABLE template_recalls ADD COLUMN recalled_at timestamptz;
