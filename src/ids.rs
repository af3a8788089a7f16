//! Indices of things in the plant, each its own type, and tables that only the right index opens.
//!
//! Casting a number to an index happens here and nowhere else.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut, Range};

use prefetch_index::prefetch_index;

/// An index into a [`Table`].
pub trait Id: Copy + Eq + Ord + std::fmt::Debug {
    /// The index at `position`.
    ///
    /// # Panics
    /// If `position` does not fit into 32 bits.
    fn at(position: usize) -> Self;
    /// The position of this index in its table.
    fn position(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl Id for $name {
            #[inline]
            fn at(position: usize) -> Self {
                Self(u32::try_from(position).expect("no table holds 2^32 entries"))
            }

            #[inline]
            fn position(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

ids! {
    /// A station.
    StationId,
    /// One of a station's identical machines.
    MachineId,
    /// A failure mode as written: `[station.<name>.failure.<mode>]`.
    FailureId,
    /// A failure mode of one machine.
    ModeId,
    /// A product.
    ProductId,
    /// A line as one product passes it.
    LineId,
    /// A step of a product's route.
    StepId,
    /// A place where a step can be done: one of its stations with its cycle.
    PlaceId,
    /// A way between two stations that some part may take.
    WayId,
    /// A work element.
    WorkId,
    /// A random demand.
    DemandId,
    /// A dated order of the order book.
    OrderId,
    /// A customer who orders.
    CustomerId,
    /// An unlimited supply in front of a line, for capacity runs.
    SupplyId,
    /// A calendar.
    CalendarId,
    /// A crew.
    CrewId,
    /// Where people can be: at a station, or where a crew begins.
    SiteId,
    /// One person of a crew.
    OperatorId,
    /// Overtime as written: `[overtime.<name>]`.
    OvertimeId,
    /// A number of cards that go round together.
    CardsId,
    /// A door: where parts take cards, or give them back, on their way.
    DoorId,
    /// Where parts of an order wait for each other.
    MeetingId,
    /// A limit on how long parts wait between two steps.
    LimitId,
    /// Places that several stations share: `[buffer.<name>]`.
    SharedBufferId,
    /// Something that is bought and goes into parts.
    MaterialId,
    /// Who delivers material.
    SupplierId,
    /// When finished orders leave.
    ShippingId,
    /// A line of a bill of materials: what a part takes at a step.
    BillId,
    /// A conveyor.
    ConveyorId,
    /// A milk run.
    MilkrunId,
    /// A paced line.
    TaktId,
    /// Vehicles of one kind.
    VehicleId,
    /// One of the vehicles of a kind.
    TruckId,
    /// Places beside the machines of a station from which vehicles of a kind take parts.
    StandId,
    /// A skill.
    SkillId,
    /// A set of skills with the number of people of each that a task needs.
    NeedsId,
    /// A task: whatever takes time and may need people.
    TaskId,
    /// A part inside the plant; the number is used again after the part has left.
    PartId,
    /// An order inside the plant (dated or from a demand); the number is used again.
    OpenOrderId,
}

/// A vector opened only by its own index type.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<I, T> {
    rows: Vec<T>,
    index: PhantomData<fn(I)>,
}

impl<I: Id, T> Table<I, T> {
    /// An empty table.
    pub const fn new() -> Self {
        Self { rows: Vec::new(), index: PhantomData }
    }

    /// A table of `n` equal rows.
    pub fn filled(n: usize, row: T) -> Self
    where
        T: Clone,
    {
        Self { rows: vec![row; n], index: PhantomData }
    }

    /// Appends a row and returns its index.
    pub fn push(&mut self, row: T) -> I {
        let id = I::at(self.rows.len());
        self.rows.push(row);
        id
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// The rows in order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.rows.iter_mut()
    }

    /// The rows with their indices.
    pub fn enumerated(&self) -> impl Iterator<Item = (I, &T)> {
        self.rows.iter().enumerate().map(|(position, row)| (I::at(position), row))
    }

    /// All indices in order.
    pub fn ids(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.rows.len()).map(I::at)
    }

    /// The row of `id`, if there is one.
    pub fn get(&self, id: I) -> Option<&T> {
        self.rows.get(id.position())
    }

    /// The row of `id`, if there is one, to be changed.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.rows.get_mut(id.position())
    }

    /// Asks the processor to bring the row of `id` into its cache, ahead of need: a hint, without any
    /// effect on what the table holds. A row that is not there is no mistake.
    #[inline]
    pub fn fetch(&self, id: I) {
        prefetch_index(&self.rows, id.position());
    }

    /// The rows as a slice.
    pub fn as_slice(&self) -> &[T] {
        &self.rows
    }
}

impl<I: Id, T> Default for Table<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I: Id, T> FromIterator<T> for Table<I, T> {
    fn from_iter<R: IntoIterator<Item = T>>(rows: R) -> Self {
        Self { rows: rows.into_iter().collect(), index: PhantomData }
    }
}

impl<I: Id, T> From<Vec<T>> for Table<I, T> {
    fn from(rows: Vec<T>) -> Self {
        Self { rows, index: PhantomData }
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, id: I) -> &T {
        &self.rows[id.position()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.position()]
    }
}

impl<'a, I: Id, T> IntoIterator for &'a mut Table<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter_mut()
    }
}

impl<'a, I: Id, T> IntoIterator for &'a Table<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

/// A run of consecutive indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Run<I> {
    first: u32,
    end: u32,
    index: PhantomData<fn(I)>,
}

impl<I: Id> Run<I> {
    /// The indices at the positions of `range`.
    ///
    /// # Panics
    /// If a position does not fit into 32 bits.
    pub fn new(range: Range<usize>) -> Self {
        let place = |position| u32::try_from(position).expect("no table holds 2^32 entries");
        Self { first: place(range.start), end: place(range.end), index: PhantomData }
    }

    /// No index at all.
    pub const fn empty() -> Self {
        Self { first: 0, end: 0, index: PhantomData }
    }

    /// How many indices there are.
    pub const fn len(self) -> usize {
        (self.end - self.first) as usize
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.first == self.end
    }

    /// The first index; only for a run that is not empty.
    #[inline]
    pub fn first(self) -> I {
        I::at(self.first as usize)
    }

    /// The index at `offset` inside the run.
    #[inline]
    pub fn nth(self, offset: usize) -> I {
        debug_assert!(offset < self.len(), "inside the run");
        I::at(self.first as usize + offset)
    }

    /// The indices in order.
    pub fn iter(self) -> impl Iterator<Item = I> {
        (self.first as usize..self.end as usize).map(I::at)
    }
}
