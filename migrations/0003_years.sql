CREATE TABLE `years` (
	`year` integer PRIMARY KEY NOT NULL,
	`policy_id` integer NOT NULL,
	`closed_at` integer NOT NULL,
	`closed_by` integer NOT NULL,
	`result` text NOT NULL,
	FOREIGN KEY (`policy_id`) REFERENCES `policies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`closed_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
