//! How the work of hands is shared by the people of a crew who mind the stations of a line: what each does for
//! a part, what ways that takes, and how even it is.

use std::collections::BTreeSet;

use crate::ids::{CrewId, SkillId, StationId};
use crate::model::Model;
use crate::units::Span;

/// People who mind the same stations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The stations, in the order of flow or of the loop.
    pub stations: Vec<StationId>,
    /// How many mind them together.
    pub people: u32,
    /// Work of hands for a part, at all of them.
    pub hands: Span,
    /// The ways for it: from each station to the next, and from the last to the first.
    pub ways: Span,
}

impl Post {
    /// What a part takes each of its people on average.
    pub fn share(&self) -> Span {
        Span::round((self.hands + self.ways).ticks() as f64 / f64::from(self.people.max(1)))
    }
}

/// How the people of a crew share the work for a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The crew.
    pub crew: CrewId,
    /// Its posts: those of its zones, or one for a loop. At least one.
    pub posts: Vec<Post>,
    /// The station that a part occupies longest, over the number of its machines.
    pub slowest: StationId,
    /// How long that is, hands included; on a paced line the takt at least.
    pub longest: Span,
}

impl Shared {
    /// People of all posts.
    pub fn people(&self) -> u32 {
        self.posts.iter().map(|post| post.people).sum()
    }

    /// Work of hands for a part.
    pub fn hands(&self) -> Span {
        self.posts.iter().fold(Span::ZERO, |sum, post| sum + post.hands)
    }

    /// Ways for a part.
    pub fn ways(&self) -> Span {
        self.posts.iter().fold(Span::ZERO, |sum, post| sum + post.ways)
    }

    /// The post whose people have most to do for a part: the first of equals.
    pub fn fullest(&self) -> Option<&Post> {
        self.posts.iter().rev().max_by_key(|post| post.share())
    }

    /// Time from part to part at best: means only, without failures, breaks and what varies.
    pub fn interval(&self) -> Span {
        self.fullest().map_or(Span::ZERO, Post::share).max(self.longest)
    }

    /// Share of the time of all that is lost because some have more to do than others, or walk:
    /// 1 − Σ hands / (people × interval). In [0, 1].
    pub fn loss(&self) -> f64 {
        let all = f64::from(self.people()) * self.interval().ticks() as f64;
        if all > 0.0 { (1.0 - self.hands().ticks() as f64 / all).max(0.0) } else { 0.0 }
    }

    /// How many people the work of hands would keep busy with a part in every `takt`.
    pub fn people_at(&self, takt: Span) -> f64 {
        super::over(self.hands().ticks() as f64, takt.ticks() as f64)
    }
}

impl Model {
    /// How crews with zones or a loop share their work.
    ///
    /// Those are left out of which it cannot be said: where times differ by product, others could do the work as
    /// well, a task needs several people or a part of one, or a station is in several zones.
    pub fn shared_work(&self) -> Vec<Shared> {
        self.crews.ids().filter_map(|crew| self.shared_by(crew)).collect()
    }

    fn shared_by(&self, crew: CrewId) -> Option<Shared> {
        let row = &self.crews[crew];
        let zones = &row.conduct.zones;
        if row.count == 0 || !zones.differ() {
            return None;
        }
        let flow = self.flow();
        let zone_of = |zone: usize| -> Vec<StationId> {
            if zones.go_round() {
                return zones.round.clone();
            }
            flow.iter().copied().filter(|at| zones.stations[zone].contains(at)).collect()
        };
        let people = |zone: usize| {
            let theirs = (1..=row.count).filter(|&number| zones.zone_of(number) == zone).count();
            u32::try_from(theirs).unwrap_or(u32::MAX)
        };
        let mut posts: Vec<Post> = Vec::new();
        for zone in 0..zones.stations.len() {
            let stations = zone_of(zone);
            if let Some(post) = posts.iter_mut().find(|post| post.stations == stations) {
                post.people += people(zone);
            } else {
                let (hands, ways) = (Span::ZERO, Span::ZERO);
                posts.push(Post { stations, people: people(zone), hands, ways });
            }
        }
        let all: Vec<StationId> = posts.iter().flat_map(|post| post.stations.clone()).collect();
        let different: BTreeSet<StationId> = all.iter().copied().collect();
        if different.len() != all.len() || !all.iter().all(|&at| self.is_work_of_one(crew, at)) {
            return None;
        }
        let mut slowest: Option<(StationId, Span)> = None;
        for post in &mut posts {
            let mut walked = Vec::with_capacity(post.stations.len());
            for &station in &post.stations {
                let cycle = self.only_cycle(station)?;
                let hands = self.hands_at(crew, station, cycle);
                post.hands += hands;
                walked.extend((hands > Span::ZERO).then_some(station));
                let occupied =
                    self.occupied_of_machine(station, cycle).max(self.least_takt(station));
                if slowest.is_none_or(|(_, longest)| occupied > longest) {
                    slowest = Some((station, occupied));
                }
            }
            let ways = self.ways_of_round(crew, &walked).into_iter();
            post.ways = ways.fold(Span::ZERO, |sum, (_, way)| sum + way);
        }
        let (slowest, longest) = slowest?;
        let shared = Shared { crew, posts, slowest, longest };
        (shared.hands() > Span::ZERO).then_some(shared)
    }

    /// Whether every task of a crew at a station takes one person whole, of this crew alone.
    fn is_work_of_one(&self, crew: CrewId, station: StationId) -> bool {
        let mut needs = self.stations[station].all_operators();
        needs.all(|needs| {
            let seats = self.needs[needs].seats();
            let is_own = |&(skill, attention): &(SkillId, u8)| {
                attention == 100 && self.skills[skill].crews == [crew]
            };
            !self.may_help(crew, needs) || seats.len() == 1 && seats.iter().all(is_own)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tests::model;

    /// Two hands' stations and a machine between them that is loaded: 10 m from one to the next.
    fn line(crew: &str) -> Model {
        model(&format!(
            r#"
[run]
length = "1 day"
[line.main]
stations = ["a", "b", "c"]
[station.a]
cycle = "30 s"
operators = {{ hand = 1 }}
[station.b]
buffer = 1
load = {{ time = "6 s", operators = {{ hand = 1 }} }}
cycle = "40 s"
unload = {{ time = "4 s", operators = {{ hand = 1 }} }}
[station.c]
buffer = 1
cycle = "20 s"
operators = {{ hand = 1 }}
[layout]
walking_speed = "1 m/s"
positions = {{ a = [0, 0], b = [10, 0], c = [20, 0] }}
[crew.hand]
{crew}
"#
        ))
    }

    fn seconds(span: Span) -> i64 {
        span.ticks() / Span::from_seconds(1).ticks()
    }

    /// By hand: of 60 s of hands the first has 30 + 10 and a way of 20, the other 20; b holds a part for 50.
    #[test]
    fn zones_share_the_work_by_their_stations() {
        let shared = line("count = 2\nzones = [[\"a\", \"b\"], [\"c\"]]").shared_work();
        let [shared] = shared.as_slice() else { panic!("{shared:?}") };
        let posts: Vec<_> =
            shared.posts.iter().map(|post| (seconds(post.hands), seconds(post.ways))).collect();
        assert_eq!(posts, [(40, 20), (20, 0)]);
        assert_eq!((seconds(shared.longest), seconds(shared.interval())), (50, 60));
        assert!((shared.loss() - 0.5).abs() < 1e-12);
        assert!((shared.people_at(Span::from_seconds(75)) - 0.8).abs() < 1e-12);
    }

    /// Two people for the same zone have half of it each; then b holds them up. A loop of all is one post.
    #[test]
    fn people_of_a_post_share_what_it_has() {
        let shared = line("count = 3\nzones = [[\"a\", \"b\"], [\"c\"]]").shared_work();
        assert_eq!(seconds(shared[0].interval()), 50);
        assert!((shared[0].loss() - 0.6).abs() < 1e-12);
        let shared = line("count = 2\nloop = [\"a\", \"b\", \"c\"]").shared_work();
        assert_eq!(shared[0].posts.len(), 1);
        assert_eq!((seconds(shared[0].hands()), seconds(shared[0].ways())), (60, 40));
        assert_eq!(seconds(shared[0].interval()), 50);
        assert!((shared[0].loss() - 0.4).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_said_where_stations_are_in_several_zones_or_others_help() {
        assert!(line("count = 2").shared_work().is_empty());
        let both = "count = 2\nzones = [[\"a\", \"b\"], [\"b\", \"c\"]]";
        assert!(line(both).shared_work().is_empty());
        let others =
            "count = 2\nzones = [[\"a\", \"b\"], [\"c\"]]\n[crew.other]\nskills = [\"hand\"]";
        assert!(line(others).shared_work().is_empty());
    }
}
