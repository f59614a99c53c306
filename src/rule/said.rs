//! The ways in which a fact is said.

/// How a fact is said, beyond plainly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// With a negation.
    Negated,
    /// Denied by somebody.
    Denied,
    /// Called off, put off.
    Cancelled,
    /// To come: planned, agreed, expected.
    Planned,
    /// Called for, proposed, wished.
    Wanted,
    /// As a threat or a warning.
    Threatened,
    /// Spoken against.
    Opposed,
    /// As possible.
    Possible,
    /// Under a condition.
    Hypothetical,
}

impl Said {
    /// Every way, by its name in rule files.
    pub const ALL: [(&'static str, Self); 9] = [
        ("negated", Self::Negated),
        ("denied", Self::Denied),
        ("cancelled", Self::Cancelled),
        ("planned", Self::Planned),
        ("wanted", Self::Wanted),
        ("threatened", Self::Threatened),
        ("opposed", Self::Opposed),
        ("possible", Self::Possible),
        ("hypothetical", Self::Hypothetical),
    ];
}
