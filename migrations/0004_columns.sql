DROP INDEX `reports_member`;--> statement-breakpoint
ALTER TABLE `reports` ADD `moved_to` integer REFERENCES rounds(id);--> statement-breakpoint
CREATE INDEX `reports_superseded` ON `reports` (`round_id`,`member_id`) WHERE "reports"."current" = 0;--> statement-breakpoint
CREATE INDEX `reports_reported` ON `reports` (`reported_at`);--> statement-breakpoint
CREATE INDEX `reports_member` ON `reports` (`member_id`,`day`);--> statement-breakpoint
ALTER TABLE `objections` ADD `said_on` text;--> statement-breakpoint
ALTER TABLE `objections` ADD `said_times` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `expired` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_failed` ON `deliveries` (`state`,`planned_at`) WHERE "deliveries"."state" in ('unknown','refused');--> statement-breakpoint
ALTER TABLE `inbox` ADD `asked` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `deleted` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `members` ADD `deletion_asked_at` integer;--> statement-breakpoint
ALTER TABLE `members` ADD `forgotten_at` integer;--> statement-breakpoint
ALTER TABLE `rounds` ADD `follow_up` text;--> statement-breakpoint
CREATE INDEX `rounds_quarter` ON `rounds` (`quarter`);--> statement-breakpoint
CREATE INDEX `rounds_of_branch` ON `rounds` (`branch_id`,`state`,`closed_at`);--> statement-breakpoint
CREATE INDEX `rounds_follow_up` ON `rounds` (`follow_up`) WHERE "rounds"."follow_up" is not null;--> statement-breakpoint
ALTER TABLE `summaries` ADD `changer_id` integer REFERENCES members(id);--> statement-breakpoint
ALTER TABLE `summaries` ADD `approved_at` integer;--> statement-breakpoint
CREATE INDEX `talks_with` ON `talks` (`member_id`);--> statement-breakpoint
CREATE INDEX `branch_tables_unconfirmed` ON `branch_tables` (`made_at`) WHERE "branch_tables"."confirmed_at" is null;--> statement-breakpoint
CREATE INDEX `summary_branches_round` ON `summary_branches` (`round_id`,`table_version`);--> statement-breakpoint
UPDATE `inbox` SET `asked` = 1 WHERE `reply` LIKE '请确认%';--> statement-breakpoint
UPDATE `messages` SET `deleted` = 1 WHERE `hash` LIKE 'deleted-%';--> statement-breakpoint
UPDATE `deliveries` SET `expired` = 1 WHERE `state` = 'refused' AND `error` = '已过时，未发送';--> statement-breakpoint
UPDATE `members` SET `forgotten_at` = (SELECT max(`at`) FROM `audit` WHERE `act` = 'member.delete' AND `subject` = 'member:' || `members`.`id`) WHERE `account` LIKE 'deleted-%';--> statement-breakpoint
UPDATE `summaries` SET
  `approved_at` = (SELECT max(`at`) FROM `audit` WHERE `act` = 'summary.approve' AND `subject` = 'summary:' || `quarter` AND json_extract(`detail`, '$.version') = `summaries`.`version`),
  `changer_id` = (SELECT CASE WHEN `actor` LIKE 'member:%' THEN CAST(substr(`actor`, 8) AS integer) END FROM `audit` WHERE `act` IN ('summary.submit', 'summary.approve', 'summary.return', 'summary.publish', 'summary.archive') AND `subject` = 'summary:' || `quarter` AND json_extract(`detail`, '$.version') = `summaries`.`version` ORDER BY `audit`.`id` DESC LIMIT 1);--> statement-breakpoint
UPDATE `objections` SET `said_on` = (SELECT date(max(`at`) / 1000 + 28800, 'unixepoch') FROM `audit` WHERE `act` IN ('objection.open', 'objection.add') AND `subject` = 'objection:' || `objections`.`id`);--> statement-breakpoint
UPDATE `objections` SET `said_times` = (SELECT count(*) FROM `audit` WHERE `act` IN ('objection.open', 'objection.add') AND `subject` = 'objection:' || `objections`.`id` AND date(`at` / 1000 + 28800, 'unixepoch') = `said_on`);
