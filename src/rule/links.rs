//! How facts of a type hang together with others of it: what a rule file says under `[links]`, checked.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;

use super::file::RuleFile;
use super::package::{Reader, Role};
use crate::diagnostic::Diagnostic;

/// So many days around its article's date a fact without a date may have happened, where a rule file does not say.
const DAYS: u16 = 7;

/// What may be one fact, what follows what, and what cannot both hold.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Properties of the roles of which facts of one story share fillers.
    pub story: Vec<String>,
    /// How many of each they share at least.
    pub least: usize,
    /// So many days around its article's date a fact without a date may have happened.
    pub days: u16,
    /// Of codes that last: so many days apart two dates may be of one state of things.
    pub linger: u16,
    /// So many days later something may follow at most.
    pub within: Option<u16>,
    /// A code → the codes of what may follow it; all codes are IRIs of concepts.
    pub next: BTreeMap<String, BTreeSet<String>>,
    /// Codes whose date is that of what is to come: the day of a planned meeting.
    pub appointed: BTreeSet<String>,
    /// Codes that deny what others tell, sometimes much later.
    pub denials: BTreeSet<String>,
    /// Pairs of codes, the lesser first, that cannot both be of one event: held and denied.
    pub clash: BTreeSet<(String, String)>,
    /// The property that only one side can fill at a time: who controls a town.
    pub rival: Option<String>,
    /// The codes of which that is so.
    pub exclusive: BTreeSet<String>,
    /// Codes that follow only what the same side did: it lost what it had.
    pub own: BTreeSet<String>,
}

impl Reader<'_> {
    /// How facts hang together; where the file does not say, those that share a filler of every role that makes them the facts they are.
    pub(super) fn links(&self, file: &RuleFile, roles: &BTreeMap<String, Role>) -> Result<Links, Diagnostic> {
        let Some(raw) = &file.links else {
            let story = roles.values().filter(|r| r.identity).map(|r| r.property.clone()).collect();
            return Ok(Links { story, least: 1, days: DAYS, ..Links::default() });
        };
        let role = |name: &str, span: Range<usize>| {
            let known = roles.get(name).map(|r| r.property.clone());
            known.ok_or_else(|| self.wrong(span, format!("unknown role `{name}`")))
        };
        let story = raw.story.get_ref().iter().map(|n| role(n, raw.story.span())).collect::<Result<_, _>>()?;
        let one = |code: &Spanned<String>| Ok(self.codes(file, std::slice::from_ref(code))?.into_iter().next().unwrap_or_default());
        let mut next = BTreeMap::new();
        for (code, after) in &raw.next {
            let span = after.first().map_or(0..0, Spanned::span);
            next.insert(one(&Spanned::new(span, code.clone()))?, self.codes(file, after)?);
        }
        let mut clash = BTreeSet::new();
        for pair in &raw.clash {
            let [a, b] = pair.as_slice() else {
                return Err(self.wrong(pair.first().map_or(0..0, Spanned::span), "a clash is of two codes"));
            };
            let (a, b) = (one(a)?, one(b)?);
            clash.insert(if a <= b { (a, b) } else { (b, a) });
        }
        Ok(Links {
            story,
            least: raw.least,
            days: raw.days,
            linger: raw.linger,
            within: raw.within,
            next,
            appointed: self.codes(file, &raw.appointed)?,
            denials: self.codes(file, &raw.denials)?,
            clash,
            rival: raw.rival.as_ref().map(|r| role(r.get_ref(), r.span())).transpose()?,
            exclusive: self.codes(file, &raw.exclusive)?,
            own: self.codes(file, &raw.own)?,
        })
    }
}
