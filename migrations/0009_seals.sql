ALTER TABLE `branch_tables` ADD `salt` blob;--> statement-breakpoint
ALTER TABLE `branch_tables` ADD `reports_until` integer;--> statement-breakpoint
ALTER TABLE `summary_branches` ADD `salt` blob;--> statement-breakpoint
ALTER TABLE `table_rows` ADD `salt` blob;--> statement-breakpoint
ALTER TABLE `table_rows` ADD `sealed` text;