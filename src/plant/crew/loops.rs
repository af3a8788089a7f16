//! Walking loops: people go round the stations of a cell.
//!
//! Whoever goes round does what is to be done at the station where they are: unload what is done, load the
//! next part. The load, or a cycle that hands did, sends them on to the next station of the round where hands
//! are wanted: a task waits for them, or a machine works while the next part waits for it. If there is none,
//! they go where a machine works and will have to be unloaded. Stations at which nothing of this is so are
//! passed. There they wait; who has nothing to do anywhere stays, and takes what comes there next.
//!
//! Nobody goes where as many wait, or are on their way, as machines want hands, and nobody passes those who are
//! idle or on their way. Where only some have learned what is wanted, the others do not count.
//! All people of an instant look around after everything else has happened in it.

use super::walk::{Walk, station_of};
use super::{Crews, Willing};
use crate::ids::{CrewId, MachineId, NeedsId, OperatorId, SiteId, StationId, TaskId};
use crate::model::{Layout, Model, Operator, Station};
use crate::observe::Observer;
use crate::plant::Plant;
use crate::plant::stage::Stage;
use crate::plant::task::Tasks;
use crate::units::{Span, Time};

/// Other people of a crew at a station.
#[derive(Clone, Copy, Debug, Default)]
struct Others {
    stay: usize,
    is_anybody: bool,
}

/// Where people of a crew begin their round; `None` if they do not go round.
pub(super) fn beginning(model: &Model, crew: CrewId) -> Option<SiteId> {
    model.crews[crew].conduct.zones.round.first().copied().map(Layout::of_station)
}

impl Crews {
    /// Whether somebody who goes round stands at the station of a task, and may take it.
    pub(super) fn stands_for(&self, model: &Model, operator: OperatorId, task: TaskId) -> bool {
        let row = &self.walks.rows[operator];
        let site = Layout::of_station(station_of(model, task));
        row.walk.is_none() && row.place == Some(site) && !row.sent_on
    }

    /// Whether somebody goes round.
    #[inline]
    pub(super) const fn go_round(&self) -> bool {
        !self.on_rounds.is_empty()
    }

    /// The people of a task have done what sends them on.
    fn send_on(&mut self, task: TaskId) {
        for member in &self.team[task] {
            self.walks.rows[member.operator].sent_on = true;
        }
    }

    /// Whether somebody is at work and has nothing to do.
    fn is_idle(&self, operator: OperatorId) -> bool {
        let row = &self.rows[operator];
        row.busy == 0 && row.is_there()
    }

    /// Whether somebody stands idle at a site, or is on the way there; and whether they stay: who has been sent on
    /// does not.
    fn is_at(&self, operator: OperatorId, site: SiteId) -> (bool, bool) {
        let row = &self.walks.rows[operator];
        let comes = row.walk.is_some_and(|walk| walk.to == site);
        let stands = row.walk.is_none() && row.place == Some(site) && self.is_idle(operator);
        (comes || stands, comes || stands && !row.sent_on)
    }

    /// Somebody sets out for a station, or is there at once; when the walk ends.
    fn set_out_for<O: Observer>(
        &mut self,
        model: &Model,
        operator: OperatorId,
        to: SiteId,
        now: Time,
        observer: &mut O,
    ) -> Option<Time> {
        let crew = model.operators[operator].crew;
        let from = self.walks.rows[operator].place;
        let distance = from.map(|from| model.layout.distance(from, to)).unwrap_or_default();
        let speed = model.crews[crew].conduct.walk.speed;
        let takes = speed.map_or(Span::ZERO, |speed| speed.time_for(distance));
        let walks = &mut self.walks.rows[operator];
        walks.sent_on = false;
        if takes.is_zero() {
            walks.place = Some(to);
            self.lines.hope_for(crew);
            return None;
        }
        walks.walk = Some(Walk { to, distance, since: now, takes, rest: 100 });
        let row = &mut self.rows[operator];
        self.free.take(crew, Willing::new(operator, row));
        row.busy = 100;
        row.doing = super::Doing::Walking;
        row.since = now;
        observer.operator_state(operator, row.state(), now);
        Some(now + takes)
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Hands have done a stage at a machine: whoever goes round goes on, unless the next part is still to be
    /// loaded.
    #[inline]
    pub(in crate::plant) fn send_on(&mut self, machine: MachineId) {
        if self.crews.go_round() {
            self.send_team_on(machine);
        }
    }

    #[inline(never)]
    fn send_team_on(&mut self, machine: MachineId) {
        let task = Tasks::of_machine(machine);
        let loads = first_hands(self.model.station_of(machine)) < Stage::During;
        if self.tasks.stage(task) != Stage::Unload || !loads {
            self.crews.send_on(task);
        }
    }

    /// People take tasks where they are, and go on with their rounds.
    #[inline(never)]
    pub(super) fn serve_on_rounds(&mut self) {
        loop {
            self.look_around(true);
            self.serve_waiting();
            if !self.look_around(false) {
                break;
            }
        }
    }

    /// People who have been sent on, or all others who are idle, look where to go on their rounds; whether
    /// somebody may take tasks now who could not before.
    fn look_around(&mut self, sent_on: bool) -> bool {
        let mut may_take = false;
        for place in 0..self.crews.on_rounds.len() {
            let crew = self.crews.on_rounds[place];
            // Who goes makes room for others.
            while let Some((operator, station)) = self.next_to_go(crew, sent_on) {
                may_take |= self.go_to(operator, station);
            }
            self.stay(crew);
        }
        may_take
    }

    /// Who has been sent on and has found nothing stays, and takes what comes; but who cannot go on because
    /// the part just made finds no room goes after it when there is some.
    fn stay(&mut self, crew: CrewId) {
        for operator in self.model.crews[crew].operators.iter() {
            if self.crews.is_idle(operator) && !self.stands_before_a_blocked_machine(operator) {
                self.crews.walks.rows[operator].sent_on = false;
            }
        }
    }

    fn stands_before_a_blocked_machine(&self, operator: OperatorId) -> bool {
        let crew = self.model.operators[operator].crew;
        let mut round = self.model.crews[crew].conduct.zones.round.iter();
        let place = self.crews.walks.rows[operator].place;
        let here = round.find(|&&station| place == Some(Layout::of_station(station)));
        here.is_some_and(|&station| {
            let mut machines = self.model.stations[station].machines.iter();
            machines.any(|machine| self.machines.waits_for_room(machine))
        })
    }

    /// The first person of a crew who goes somewhere, or takes what there is where they have been sent on.
    fn next_to_go(&self, crew: CrewId, sent_on: bool) -> Option<(OperatorId, StationId)> {
        let people = self.model.crews[crew].operators.iter();
        let mut idle = people.filter(|&operator| {
            self.crews.walks.rows[operator].sent_on == sent_on && self.crews.is_idle(operator)
        });
        idle.find_map(|operator| {
            let station = self.next_on_round(crew, operator)?;
            let is_there =
                self.crews.walks.rows[operator].place == Some(Layout::of_station(station));
            (sent_on || !is_there).then_some((operator, station))
        })
    }

    /// Somebody goes to a station of the round, or turns to the one where they stand; whether they may take
    /// tasks there at once.
    fn go_to(&mut self, operator: OperatorId, station: StationId) -> bool {
        let site = Layout::of_station(station);
        let walks = &mut self.crews.walks.rows[operator];
        if walks.place == Some(site) {
            let crew = self.model.operators[operator].crew;
            walks.sent_on = false;
            self.crews.lines.hope_for(crew);
            return true;
        }
        if O::CAUSES {
            let token = self.crews.rows[operator].token;
            let machine = self.model.stations[station].machines.first();
            let token = token.later(self.tasks.ready(Tasks::of_machine(machine)));
            self.crews.rows[operator].token = self.reach_now(token, machine);
        }
        let model = self.model;
        let until = self.crews.set_out_for(model, operator, site, self.now, &mut self.observer);
        if let Some(until) = until {
            self.events.book(self.slots.arrival(operator), until);
        }
        until.is_none()
    }

    /// The next station of the round where somebody has something to do, or if there is none will have: where
    /// they stand first, unless they have been sent on.
    fn next_on_round(&self, crew: CrewId, operator: OperatorId) -> Option<StationId> {
        let next = |want: Want| self.next_that_wants(crew, operator, want);
        next(Want::Now).or_else(|| next(Want::Later))
    }

    fn next_that_wants(&self, crew: CrewId, operator: OperatorId, want: Want) -> Option<StationId> {
        let round = &self.model.crews[crew].conduct.zones.round;
        let walks = &self.crews.walks.rows[operator];
        let here = round.iter().position(|&at| walks.place == Some(Layout::of_station(at)));
        let first = here.map_or(0, |here| here + usize::from(walks.sent_on));
        let mut is_free = true;
        for step in 0..round.len() {
            let place = (first + step) % round.len();
            // Behind others only the own place is left.
            if !is_free && Some(place) != here {
                continue;
            }
            let station = round[place];
            let others = self.others_at(operator, station, want);
            if self.wanted_at(operator, station, want) > others.stay {
                return Some(station);
            }
            is_free &= !others.is_anybody || Some(place) == here;
        }
        None
    }

    /// How many others of the crew stand idle at a station and stay, or are on their way there; and whether there
    /// is anybody. Where training makes the people of a crew different, only those count who could do as well
    /// what somebody is wanted for.
    fn others_at(&self, operator: OperatorId, station: StationId, want: Want) -> Others {
        let row = &self.model.crews[self.model.operators[operator].crew];
        let are_alike = row.training.gains.is_empty();
        let site = Layout::of_station(station);
        let mut others = Others::default();
        for other in row.operators.iter().filter(|&other| other != operator) {
            let (is_there, stays) = self.crews.is_at(other, site);
            if is_there {
                let helps = are_alike || self.wanted_at(other, station, want) > 0;
                others.stay += usize::from(stays && helps);
                others.is_anybody |= are_alike || self.can_as_much(other, operator);
            }
        }
        others
    }

    /// Whether somebody has every skill by now that another one of the crew has.
    fn can_as_much(&self, one: OperatorId, other: OperatorId) -> bool {
        let Operator { crew, number } = self.model.operators[one];
        let (row, other) = (&self.model.crews[crew], self.model.operators[other].number);
        let mut skills = row.skills.iter();
        skills.all(|&it| row.may_do(number, it, self.now) || !row.may_do(other, it, self.now))
    }

    /// How many machines of a station want hands of a person.
    fn wanted_at(&self, operator: OperatorId, station: StationId, want: Want) -> usize {
        let row = &self.model.stations[station];
        let part_waits = self.next_is_there(station);
        let wants = |machine: &MachineId| self.wants_hands(operator, *machine, part_waits, want);
        row.machines.iter().filter(wants).count()
    }

    /// Whether a person may help to meet needs, with what the person can by now.
    fn may_help(&self, operator: OperatorId, needs: NeedsId) -> bool {
        let Operator { crew, number } = self.model.operators[operator];
        let row = &self.model.crews[crew];
        self.model.may_help(crew, needs)
            && (row.training.gains.is_empty() || {
                let mut skills = self.model.needs[needs].skills.iter();
                skills.any(|&(skill, _)| {
                    row.skills.contains(&skill) && row.may_do(number, skill, self.now)
                })
            })
    }

    fn wants_hands(
        &self,
        operator: OperatorId,
        machine: MachineId,
        part_waits: bool,
        want: Want,
    ) -> bool {
        let asks = |task: TaskId| {
            let needs = self.needs(task).filter(|_| self.tasks.is_asking(task));
            needs.is_some_and(|needs| self.may_help(operator, needs))
        };
        let mut repairs = self.model.machines[machine].modes.iter();
        if repairs.any(|mode| asks(self.tasks.of_mode(mode))) {
            return true;
        }
        let task = Tasks::of_machine(machine);
        if !self.tasks.is_running(task) {
            return asks(task);
        }
        let helps = |needs: Option<NeedsId>| needs.is_some_and(|it| self.may_help(operator, it));
        let station = self.model.station_of(machine);
        if part_waits && Stage::ALL.into_iter().any(|stage| helps(stage.needs(station))) {
            return true;
        }
        let mut ahead = self.stages_ahead(task).filter(|&(_, time)| time > Span::ZERO);
        want == Want::Later && ahead.any(|(needs, _)| helps(needs))
    }
}

/// When hands are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// Now, or for the part in front as soon as the machine has worked.
    Now,
    /// These, or later for the part that a machine works on.
    Later,
}

/// The first stage at a station for which hands are needed.
fn first_hands(station: &Station) -> Stage {
    let needed = Stage::ALL.into_iter().find(|stage| stage.needs(station).is_some());
    needed.unwrap_or(Stage::Unload)
}
