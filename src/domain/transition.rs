//! Tables of states: (state, event) → state, as data. A new state or event costs a row.

/// What moves by a table.
pub trait Machine: Copy + Eq + 'static {
    /// What happens to it.
    type Event: Copy + Eq + 'static;
    /// What must hold besides the state, e.g. that no pack has carried the answer.
    type Condition: Copy + Eq + 'static;
    /// What whoever waits outside reads afterwards.
    type Reads: Copy + Eq + 'static;

    /// Every allowed pair; what is not here is refused.
    const TABLE: &'static [Row<Self>];

    /// Where `event` leads from `from`; no state stands for “not begun yet” and “gone”. `holds` is asked for the condition of
    /// each row that fits, first row first.
    fn step(
        from: Option<Self>,
        event: Self::Event,
        holds: impl Fn(Self::Condition) -> bool,
    ) -> Result<Step<Self>, Refused<Self>> {
        let mut refused = Refused::NotFromHere { from, event };
        for row in Self::TABLE {
            if row.event != event || !row.from.contains(&from) {
                continue;
            }
            match row.only {
                Some(condition) if !holds(condition) => {
                    refused = Refused::Unless { condition, event };
                }
                Some(_) | None => {
                    return Ok(Step {
                        to: match row.to {
                            To::Same => from,
                            To::At(state) => Some(state),
                            To::Gone => None,
                        },
                        reads: row.reads,
                    });
                }
            }
        }
        Err(refused)
    }
}

/// One row of a table.
#[derive(Debug)]
pub struct Row<M: Machine> {
    /// The states it starts from; none is “not begun yet”.
    pub from: &'static [Option<M>],
    /// What happens.
    pub event: M::Event,
    /// What must hold besides.
    pub only: Option<M::Condition>,
    /// Where it leads.
    pub to: To<M>,
    /// What is read outside then.
    pub reads: M::Reads,
}

/// Where a row leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To<M> {
    /// The state stays.
    Same,
    /// Another state.
    At(M),
    /// Destroyed.
    Gone,
}

/// An allowed step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<M: Machine> {
    /// Where it led; none when what moved is destroyed.
    pub to: Option<M>,
    /// What is read outside now.
    pub reads: M::Reads,
}

/// Why an event does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused<M: Machine> {
    /// No row leads on from this state by this event.
    NotFromHere {
        /// The state.
        from: Option<M>,
        /// The event.
        event: M::Event,
    },
    /// A row would, if this held.
    Unless {
        /// What does not hold.
        condition: M::Condition,
        /// The event.
        event: M::Event,
    },
}
