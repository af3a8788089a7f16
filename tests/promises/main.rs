//! What gemba promises for every plant, one module for each promise.

#[path = "../support/mod.rs"]
mod support;

mod a_buffer_for_one_is_its_own;
mod a_rota_is_its_shifts_written_out;
mod an_edit_moves_only_what_it_touches;
mod better_never_hurts;
mod cards_limit_what_is_inside;
mod causes_leave_no_gap;
mod changes_of_nothing_change_nothing;
mod checks;
mod enforced_rules_are_kept;
mod everybody_walks_the_whole_way;
mod figures_add_up;
mod figures_pass_their_checks;
mod nobody_waits_for_what_is_there;
mod nobody_works_outside_their_hours;
mod nobody_works_unpaid;
mod nothing_is_lost;
mod observing_changes_nothing;
mod parts_are_conserved;
mod random_plant;
mod same_luck_saves_replications;
mod same_seed_same_path;
mod size_does_not_matter;
mod states_partition_time;
mod table_and_file_order_changes_nothing;
mod thread_count_does_not_matter;
