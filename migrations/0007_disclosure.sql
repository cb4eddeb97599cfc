ALTER TABLE `branch_talks` ADD `ended_in` text;--> statement-breakpoint
ALTER TABLE `spot_checks` ADD `proposed_total` integer;--> statement-breakpoint
ALTER TABLE `spot_checks` ADD `proposed_by` integer REFERENCES members(id);--> statement-breakpoint
ALTER TABLE `spot_checks` ADD `proposed_reason` text;--> statement-breakpoint
ALTER TABLE `talks` ADD `ended_in` text;--> statement-breakpoint
ALTER TABLE `summary_branches` ADD `average_shown` integer;--> statement-breakpoint
CREATE INDEX `summary_branches_shown` ON `summary_branches` (`branch_id`) WHERE "summary_branches"."average_shown" = 1;--> statement-breakpoint
UPDATE `summary_branches` SET `average_shown` = `sum` is not null and `reported` >= 3 and exists (
  select 1 from `summaries` s join `policies` p on p.`id` = s.`policy_id`
  where s.`quarter` = `summary_branches`.`quarter` and s.`version` = `summary_branches`.`version`
    and json_extract(p.`policy`, '$.parameters.branchRank.post') = 'ranking')
WHERE exists (select 1 from `summaries` s where s.`quarter` = `summary_branches`.`quarter`
  and s.`version` = `summary_branches`.`version` and s.`state` in ('published', 'archived'));
