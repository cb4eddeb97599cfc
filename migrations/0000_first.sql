CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`act` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `batches` (
	`id` integer PRIMARY KEY NOT NULL,
	`message_id` integer NOT NULL,
	`not_before` integer NOT NULL,
	`first_attempt_at` integer,
	`uncertain` integer DEFAULT false NOT NULL,
	`claimed_at` integer,
	`claimed_by` text,
	`done` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `batches_open` ON `batches` (`not_before`) WHERE "batches"."done" = 0;--> statement-breakpoint
CREATE TABLE `branch_tables` (
	`round_id` integer NOT NULL,
	`version` integer NOT NULL,
	`made_at` integer NOT NULL,
	`members` integer NOT NULL,
	`reported` integer NOT NULL,
	`sum` integer,
	`denominator` integer,
	PRIMARY KEY(`round_id`, `version`),
	FOREIGN KEY (`round_id`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `branches` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text DEFAULT 'working' NOT NULL,
	`group_target` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `branches_name_unique` ON `branches` (`name`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`member_id` integer,
	`group_target` text,
	`message_id` integer NOT NULL,
	`state` text NOT NULL,
	`batch_id` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`error` text,
	`planned_at` integer NOT NULL,
	`not_before` integer NOT NULL,
	`expires_at` integer,
	`sent_at` integer,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_key_unique` ON `deliveries` (`key`);--> statement-breakpoint
CREATE INDEX `deliveries_open` ON `deliveries` (`id`) WHERE "deliveries"."state" = 'planned' and "deliveries"."batch_id" is null;--> statement-breakpoint
CREATE INDEX `deliveries_batch` ON `deliveries` (`batch_id`);--> statement-breakpoint
CREATE INDEX `deliveries_member` ON `deliveries` (`member_id`,`sent_at`);--> statement-breakpoint
CREATE INDEX `deliveries_group` ON `deliveries` (`group_target`,`sent_at`);--> statement-breakpoint
CREATE INDEX `deliveries_unfinished` ON `deliveries` (`member_id`,`group_target`,`id`) WHERE "deliveries"."state" in ('planned','sending');--> statement-breakpoint
CREATE INDEX `deliveries_sent` ON `deliveries` (`sent_at`);--> statement-breakpoint
CREATE TABLE `duties` (
	`member_id` integer NOT NULL,
	`duty` text NOT NULL,
	PRIMARY KEY(`member_id`, `duty`),
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `duties_duty` ON `duties` (`duty`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`id` text PRIMARY KEY NOT NULL,
	`member_id` integer,
	`received_at` integer NOT NULL,
	`text` text,
	`reply` text,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `inbox_received` ON `inbox` (`received_at`);--> statement-breakpoint
CREATE TABLE `member_states` (
	`member_id` integer NOT NULL,
	`state` text NOT NULL,
	`from_day` text NOT NULL,
	`until_day` text,
	PRIMARY KEY(`member_id`, `from_day`),
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `members` (
	`id` integer PRIMARY KEY NOT NULL,
	`account` text NOT NULL,
	`account_shown` text NOT NULL,
	`name` text NOT NULL,
	`greeted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `members_account_unique` ON `members` (`account`);--> statement-breakpoint
CREATE TABLE `memberships` (
	`member_id` integer NOT NULL,
	`branch_id` integer NOT NULL,
	`from_day` text NOT NULL,
	`until_day` text,
	PRIMARY KEY(`member_id`, `from_day`),
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`branch_id`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `memberships_branch` ON `memberships` (`branch_id`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`message` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_hash_unique` ON `messages` (`hash`);--> statement-breakpoint
CREATE TABLE `policies` (
	`id` integer PRIMARY KEY NOT NULL,
	`policy` text NOT NULL,
	`from_day` text NOT NULL,
	`approved_by` text NOT NULL,
	`adopted_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `quarters` (
	`quarter` text PRIMARY KEY NOT NULL,
	`policy_id` integer NOT NULL,
	`seed` blob,
	`commitment` text,
	`candidates` text,
	`drawn_at` integer,
	`undrawn_reason` text,
	`revealed_at` integer,
	FOREIGN KEY (`policy_id`) REFERENCES `policies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `questions` (
	`member_id` integer PRIMARY KEY NOT NULL,
	`round_id` integer NOT NULL,
	`reason` text NOT NULL,
	`candidates` text NOT NULL,
	`failures` integer NOT NULL,
	`asked_at` integer NOT NULL,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `reports` (
	`id` integer PRIMARY KEY NOT NULL,
	`member_id` integer NOT NULL,
	`round_id` integer,
	`day` text NOT NULL,
	`total` integer NOT NULL,
	`source` text NOT NULL,
	`reported_by` integer,
	`reported_at` integer NOT NULL,
	`late` integer NOT NULL,
	`doubt` text,
	`current` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reported_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reports_current` ON `reports` (`round_id`,`member_id`) WHERE "reports"."current" = 1;--> statement-breakpoint
CREATE INDEX `reports_member` ON `reports` (`member_id`,`day`) WHERE "reports"."current" = 1;--> statement-breakpoint
CREATE TABLE `round_members` (
	`member_id` integer NOT NULL,
	`round_id` integer NOT NULL,
	`counted` integer NOT NULL,
	`remindable` integer NOT NULL,
	PRIMARY KEY(`member_id`, `round_id`),
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `round_members_round` ON `round_members` (`round_id`,`member_id`);--> statement-breakpoint
CREATE TABLE `rounds` (
	`id` integer PRIMARY KEY NOT NULL,
	`quarter` text NOT NULL,
	`branch_id` integer NOT NULL,
	`origin` text NOT NULL,
	`redrawn_on` text,
	`redraw_reason` text,
	`state` text NOT NULL,
	`day` text,
	`opens_at` integer,
	`opened_at` integer,
	`closes_at` integer,
	`grace_until` integer,
	`reminders_sent` integer DEFAULT 0 NOT NULL,
	`roster_version` integer DEFAULT 0 NOT NULL,
	`closed_at` integer,
	`reason` text,
	FOREIGN KEY (`quarter`) REFERENCES `quarters`(`quarter`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`branch_id`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rounds_drawn` ON `rounds` (`quarter`,`branch_id`) WHERE "rounds"."origin" = 'drawn';--> statement-breakpoint
CREATE UNIQUE INDEX `rounds_open` ON `rounds` (`branch_id`) WHERE "rounds"."state" = 'open';--> statement-breakpoint
CREATE INDEX `rounds_state` ON `rounds` (`state`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `summaries` (
	`quarter` text NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`policy_id` integer NOT NULL,
	`made_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`changed_by` text,
	`note` text,
	PRIMARY KEY(`quarter`, `version`),
	FOREIGN KEY (`quarter`) REFERENCES `quarters`(`quarter`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`policy_id`) REFERENCES `policies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `summary_branches` (
	`quarter` text NOT NULL,
	`version` integer NOT NULL,
	`branch_id` integer NOT NULL,
	`round_id` integer,
	`ranked` integer NOT NULL,
	`members` integer NOT NULL,
	`reported` integer NOT NULL,
	`sum` integer,
	`denominator` integer,
	`rank` integer,
	`low` integer NOT NULL,
	PRIMARY KEY(`quarter`, `version`, `branch_id`),
	FOREIGN KEY (`branch_id`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `table_rows` (
	`round_id` integer NOT NULL,
	`version` integer NOT NULL,
	`member_id` integer NOT NULL,
	`counted` integer NOT NULL,
	`total` integer,
	`previous_total` integer,
	`previous_day` text,
	`late` integer NOT NULL,
	`source` text,
	`doubt` text,
	PRIMARY KEY(`round_id`, `version`, `member_id`),
	FOREIGN KEY (`round_id`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `talks` (
	`id` integer PRIMARY KEY NOT NULL,
	`round_id` integer NOT NULL,
	`member_id` integer NOT NULL,
	`total` integer NOT NULL,
	`growth` integer,
	`rank` integer NOT NULL,
	`state` text DEFAULT 'owed' NOT NULL,
	`held_at` integer,
	FOREIGN KEY (`round_id`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `talks_member` ON `talks` (`round_id`,`member_id`);--> statement-breakpoint
CREATE TABLE `uploads` (
	`key` text PRIMARY KEY NOT NULL,
	`handle` text NOT NULL,
	`uploaded_at` integer NOT NULL
);
