CREATE TABLE `branch_talks` (
	`quarter` text NOT NULL,
	`branch_id` integer NOT NULL,
	`state` text DEFAULT 'owed' NOT NULL,
	`held_at` integer,
	`held_by` integer,
	`record` text,
	PRIMARY KEY(`quarter`, `branch_id`),
	FOREIGN KEY (`branch_id`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`held_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `objections` (
	`id` integer PRIMARY KEY NOT NULL,
	`member_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`round_id` integer,
	`text` text,
	`opened_at` integer NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`answer` text,
	`answered_by` integer,
	`answered_at` integer,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answered_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `objections_state` ON `objections` (`state`);--> statement-breakpoint
CREATE INDEX `objections_member` ON `objections` (`member_id`);--> statement-breakpoint
CREATE TABLE `spot_checks` (
	`id` integer PRIMARY KEY NOT NULL,
	`round_id` integer NOT NULL,
	`member_id` integer NOT NULL,
	`state` text DEFAULT 'asked' NOT NULL,
	`asked_at` integer NOT NULL,
	`media_id` text,
	`shown_at` integer,
	`resolved_by` integer,
	`resolved_at` integer,
	FOREIGN KEY (`round_id`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`resolved_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `spot_checks_member` ON `spot_checks` (`round_id`,`member_id`);--> statement-breakpoint
CREATE INDEX `spot_checks_of` ON `spot_checks` (`member_id`,`state`);--> statement-breakpoint
CREATE TABLE `spot_pictures` (
	`media_id` text PRIMARY KEY NOT NULL,
	`spot_check_id` integer NOT NULL,
	`bytes` blob NOT NULL,
	FOREIGN KEY (`spot_check_id`) REFERENCES `spot_checks`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `branch_tables` ADD `reason` text;--> statement-breakpoint
ALTER TABLE `branch_tables` ADD `confirmed_by` integer REFERENCES members(id);--> statement-breakpoint
ALTER TABLE `branch_tables` ADD `confirmed_at` integer;--> statement-breakpoint
ALTER TABLE `rounds` ADD `spot_seed` blob;--> statement-breakpoint
ALTER TABLE `summaries` ADD `published_on` text;--> statement-breakpoint
ALTER TABLE `summaries` ADD `notice_until` text;--> statement-breakpoint
ALTER TABLE `summary_branches` ADD `table_version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `talks` ADD `held_by` integer REFERENCES members(id);--> statement-breakpoint
ALTER TABLE `talks` ADD `record` text;--> statement-breakpoint
ALTER TABLE `talks` ADD `member_confirmed_at` integer;--> statement-breakpoint
CREATE INDEX `talks_state` ON `talks` (`state`);