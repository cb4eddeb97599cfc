CREATE TABLE `trial_members` (
	`trial_id` integer NOT NULL,
	`member_id` integer NOT NULL,
	`total` integer,
	`candidates` text,
	PRIMARY KEY(`trial_id`, `member_id`),
	FOREIGN KEY (`trial_id`) REFERENCES `trials`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `trial_members_member` ON `trial_members` (`member_id`);--> statement-breakpoint
CREATE TABLE `trials` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`opened_at` integer NOT NULL,
	`closes_at` integer NOT NULL,
	`closed_at` integer,
	`purged_at` integer
);
--> statement-breakpoint
ALTER TABLE `rounds` ADD `apart` integer DEFAULT false NOT NULL;