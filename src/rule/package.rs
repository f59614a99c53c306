//! Fact types, checked: everything a rule file says is known to mean something before the first article is read.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::str::FromStr as _;

use toml::Spanned;

use super::file::{RawRule, RoleType, RuleFile, ValueType};
use super::links::Links;
use super::path::{Classes, Path};
pub use super::said::Said;
use crate::diagnostic::Diagnostic;
use crate::finding::Kind;
use crate::language::labels::Upos;
use crate::mention::Kinds;
use crate::ontology::{CONCEPT, NS};

/// Who can fill a role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Absolute IRI of the property.
    pub property: String,
    /// What kinds of entity.
    pub is: Kinds,
    /// Whether people and companies without a name fill it too.
    pub unnamed: bool,
    /// Whether it makes the fact the one it is.
    pub identity: bool,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// One concept of a scheme: the default, what the rule sets, what the words around it or the way it is said make of it.
    Concept {
        /// What stands before a code in its IRI.
        base: String,
        /// Where no other is given.
        default: Option<String>,
        /// By the way it is said.
        said: BTreeMap<Said, String>,
        /// Of the code that a rule sets, where what was done still holds.
        still: BTreeMap<String, String>,
        /// By words that stand with the rule's word.
        words: Vec<(BTreeSet<String>, String)>,
        /// Whether there can be several.
        many: bool,
        /// Whether the default says nothing of its own.
        vague: bool,
        /// Whether a statement that names nobody changes the code of the fact it speaks of.
        adopt: bool,
    },
    /// The date of the clause.
    Date {
        /// Codes of what is only spoken of: the verb that plans it or calls it off has a date of its own.
        apart: BTreeSet<String>,
        /// Codes of what lasts: where its own clause has no date, it may be of any time.
        lasting: BTreeSet<String>,
    },
    /// A per cent of the clause.
    Percent,
    /// Whether it is negated or denied.
    Negation,
}

/// A value of a fact type.
#[derive(Clone, Debug)]
pub struct ValueSlot {
    /// Absolute IRI of the property.
    pub property: String,
    /// Where it comes from.
    pub source: Source,
    /// Whether it makes the fact the one it is.
    pub identity: bool,
}

/// A fact type.
#[derive(Clone, Debug)]
pub struct FactType {
    /// Its name in messages: `meeting`.
    pub name: String,
    /// Absolute IRI of its class.
    pub class: String,
    /// Its roles by name.
    pub roles: BTreeMap<String, Role>,
    /// Its values by name.
    pub values: BTreeMap<String, ValueSlot>,
    /// Its rules, in the order of the file.
    pub rules: Vec<Rule>,
    /// How its facts hang together.
    pub links: Links,
}

/// A rule, checked.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `meeting/verb`
    pub id: String,
    /// Its words: the lemma that is looked for, and lemmas that follow it soon ("sit", "down").
    pub words: Vec<Vec<String>>,
    /// Parts of speech of the first; any where empty.
    pub upos: Vec<Upos>,
    /// Who fills which role.
    pub fill: BTreeMap<String, Path>,
    /// Kinds of filler, where the rule asks for less than the role allows.
    pub is: BTreeMap<String, Kinds>,
    /// How many fillers at least.
    pub need: BTreeMap<String, usize>,
    /// Codes that it sets, as IRIs.
    pub set: BTreeMap<String, String>,
    /// Paths that must lead somewhere.
    pub when: Vec<Path>,
    /// Paths that must not.
    pub unless: Vec<Path>,
    /// Ways of saying that make it no fact.
    pub drop: BTreeSet<Said>,
    /// Whether "the meeting" may speak of one told before.
    pub refers: bool,
    /// Sentences that it must match, roles marked: `[Xi]participant met [Putin]participant.`
    pub yes: Vec<String>,
    /// Sentences that it must not match.
    pub no: Vec<String>,
}

/// Reads the rule file of a fact type.
///
/// # Errors
/// Says in which file, line and column something is wrong, and what.
pub fn read(name: &str, text: &str) -> Result<FactType, Diagnostic> {
    let file: RuleFile = toml::from_str(text).map_err(|e| at(name, text, &e.span().unwrap_or(0..0), e.message()))?;
    let mut reader = Reader { name, text, used: BTreeSet::new(), classes: Classes::new() };
    reader.classes = reader.classes(&file)?;
    reader.fact_type(&file)
}

fn at(name: &str, text: &str, span: &Range<usize>, message: &str) -> Diagnostic {
    let before = text.get(..span.start).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Diagnostic::new(format!("column {column}: {message}")).in_file(name).at_line(line)
}

pub(super) struct Reader<'a> {
    name: &'a str,
    text: &'a str,
    classes: Classes,
    used: BTreeSet<String>,
}

impl Reader<'_> {
    pub(super) fn wrong(&self, span: Range<usize>, message: impl AsRef<str>) -> Diagnostic {
        at(self.name, self.text, &span, message.as_ref())
    }

    fn classes(&self, file: &RuleFile) -> Result<Classes, Diagnostic> {
        let mut classes = Classes::new();
        for (class, words) in &file.words {
            let mut set = BTreeSet::new();
            for word in words.get_ref() {
                if !set.insert(word.clone()) {
                    return Err(self.wrong(words.span(), format!("`{word}` stands twice in `{class}`")));
                }
                if *word != word.to_lowercase() || word.trim() != word || word.is_empty() {
                    return Err(self.wrong(words.span(), format!("`{word}` in `{class}` is no lemma in lower case")));
                }
            }
            classes.insert(class.clone(), set);
        }
        Ok(classes)
    }

    fn fact_type(&mut self, file: &RuleFile) -> Result<FactType, Diagnostic> {
        let roles = file.roles.iter().map(|(n, r)| Ok((n.clone(), self.role(r)?))).collect::<Result<BTreeMap<_, _>, Diagnostic>>()?;
        let values =
            file.values.iter().map(|(n, v)| Ok((n.clone(), self.value(file, v)?))).collect::<Result<BTreeMap<_, _>, Diagnostic>>()?;
        let class = self.iri(&file.fact.class)?;
        let mut rules: Vec<Rule> = Vec::new();
        for raw in &file.rules {
            let rule = self.rule(file, raw.get_ref(), &roles)?;
            if rules.iter().any(|r| r.id == rule.id) {
                return Err(self.wrong(raw.span(), format!("two rules are called `{}`", rule.id)));
            }
            rules.push(rule);
        }
        for (class, words) in &file.words {
            if !self.used.contains(class) {
                return Err(self.wrong(words.span(), format!("no rule uses the words `{class}`")));
            }
        }
        for name in roles.keys() {
            if !rules.iter().any(|r| r.fill.contains_key(name)) {
                return Err(self.wrong(0..0, format!("no rule fills the role `{name}`")));
            }
        }
        let links = self.links(file, &roles)?;
        Ok(FactType { name: file.fact.name.clone(), class, roles, values, rules, links })
    }

    /// An absolute IRI, or a term of the program's own vocabulary as `chancery:term`.
    fn iri(&self, text: &Spanned<String>) -> Result<String, Diagnostic> {
        let iri = text.get_ref().strip_prefix("chancery:").map_or_else(|| text.get_ref().clone(), |term| format!("{NS}{term}"));
        match oxigraph::model::NamedNode::new(&iri) {
            Ok(node) if iri.contains("://") || iri.starts_with("urn:") => Ok(node.into_string()),
            _ => Err(self.wrong(text.span(), format!("`{iri}` is no absolute IRI"))),
        }
    }

    fn kinds(&self, names: &Spanned<Vec<String>>) -> Result<Kinds, Diagnostic> {
        let mut kinds: Option<Kinds> = None;
        for name in names.get_ref() {
            let one = match name.as_str() {
                "Actor" => Kinds::ACTOR,
                "Territory" => Kinds::PLACE,
                _ => Kind::ALL.into_iter().find(|k| k.as_str() == name).map(Kinds::only).ok_or_else(|| {
                    self.wrong(
                        names.span(),
                        format!("unknown kind `{name}`: Actor, Territory, Person, State, Organization, ArmedGroup or Place"),
                    )
                })?,
            };
            kinds = Some(kinds.map_or(one, |k| k.or(one)));
        }
        kinds.ok_or_else(|| self.wrong(names.span(), "no kind is given"))
    }

    fn role(&self, raw: &RoleType) -> Result<Role, Diagnostic> {
        Ok(Role { property: self.iri(&raw.property)?, is: self.kinds(&raw.is)?, unnamed: raw.unnamed, identity: raw.identity })
    }

    fn said(&self, name: &str, span: Range<usize>) -> Result<Said, Diagnostic> {
        let known = Said::ALL.iter().find(|(n, _)| *n == name).map(|(_, s)| *s);
        known.ok_or_else(|| self.wrong(span, format!("unknown way of saying `{name}`: one of {}", Said::ALL.map(|(n, _)| n).join(", "))))
    }

    fn value(&mut self, file: &RuleFile, raw: &ValueType) -> Result<ValueSlot, Diagnostic> {
        let source = match raw.kind.get_ref().as_str() {
            "date" => Source::Date { apart: self.codes(file, &raw.apart)?, lasting: self.codes(file, &raw.lasting)? },
            "percent" => Source::Percent,
            "negation" => Source::Negation,
            "concept" | "concepts" => self.concept(raw)?,
            other => {
                return Err(
                    self.wrong(raw.kind.span(), format!("unknown kind of value `{other}`: concept, concepts, date, percent or negation"))
                );
            }
        };
        Ok(ValueSlot { property: self.iri(&raw.property)?, source, identity: raw.identity })
    }

    fn concept(&mut self, raw: &ValueType) -> Result<Source, Diagnostic> {
        let default = raw.default.as_ref().map(|d| self.code(raw, d)).transpose()?;
        let mut said = BTreeMap::new();
        for (name, code) in &raw.said {
            said.insert(self.said(name, code.span())?, self.code(raw, code)?);
        }
        let mut still = BTreeMap::new();
        for (done, code) in &raw.still {
            still.insert(self.code(raw, &Spanned::new(code.span(), done.clone()))?, self.code(raw, code)?);
        }
        let mut words = Vec::new();
        for (class, code) in &raw.words {
            let lemmas =
                self.classes.get(class).cloned().ok_or_else(|| self.wrong(code.span(), format!("unknown class of words `{class}`")))?;
            self.used.insert(class.clone());
            words.push((lemmas, self.code(raw, code)?));
        }
        let base = Self::scheme(raw).ok_or_else(|| self.wrong(raw.kind.span(), "a concept needs its scheme"))?;
        Ok(Source::Concept {
            base,
            default,
            said,
            still,
            words,
            many: raw.kind.get_ref() == "concepts",
            vague: raw.vague,
            adopt: raw.adopt,
        })
    }

    /// The IRIs of codes, of whichever values have them.
    pub(super) fn codes(&self, file: &RuleFile, codes: &[Spanned<String>]) -> Result<BTreeSet<String>, Diagnostic> {
        let of = |code: &Spanned<String>| {
            let slot = file.values.values().find(|v| v.codes.contains(code.get_ref()));
            let unknown = || self.wrong(code.span(), format!("`{}` is a code of no value", code.get_ref()));
            self.code(slot.ok_or_else(unknown)?, code)
        };
        codes.iter().map(of).collect()
    }

    /// The IRI of a concept of the value's scheme.
    fn code(&self, raw: &ValueType, code: &Spanned<String>) -> Result<String, Diagnostic> {
        if !raw.codes.contains(code.get_ref()) {
            return Err(self.wrong(code.span(), format!("`{}` is none of the codes {}", code.get_ref(), raw.codes.join(", "))));
        }
        let base = Self::scheme(raw).ok_or_else(|| self.wrong(raw.kind.span(), "a concept needs its scheme"))?;
        Ok(format!("{base}{}", code.get_ref()))
    }

    /// What stands before the codes of the value's scheme.
    fn scheme(raw: &ValueType) -> Option<String> {
        let scheme = raw.scheme.as_ref()?.get_ref();
        Some(if scheme.contains("://") { format!("{scheme}/") } else { format!("{CONCEPT}{scheme}/") })
    }

    fn path(&mut self, text: &Spanned<String>) -> Result<Path, Diagnostic> {
        Path::read(text.get_ref(), &self.classes, &mut self.used).map_err(|e| at(self.name, self.text, &text.span(), &e))
    }

    fn rule(&mut self, file: &RuleFile, raw: &RawRule, roles: &BTreeMap<String, Role>) -> Result<Rule, Diagnostic> {
        let class = raw.words.get_ref();
        let lemmas =
            self.classes.get(class).cloned().ok_or_else(|| self.wrong(raw.words.span(), format!("unknown class of words `{class}`")))?;
        self.used.insert(class.clone());
        let mut fill = BTreeMap::new();
        for (role, text) in file.defaults.iter().filter(|(r, _)| !raw.fill.contains_key(*r)).chain(&raw.fill) {
            if !roles.contains_key(role) {
                return Err(self.wrong(text.span(), format!("unknown role `{role}`")));
            }
            fill.insert(role.clone(), self.path(text)?);
        }
        let mut need = BTreeMap::new();
        for (role, least) in &raw.need {
            if !fill.contains_key(role) {
                return Err(self.wrong(least.span(), format!("`{role}` is needed but not filled")));
            }
            need.insert(role.clone(), *least.get_ref());
        }
        let is = raw.is.iter().map(|(r, k)| Ok((r.clone(), self.kinds(k)?))).collect::<Result<_, Diagnostic>>()?;
        let upos = raw
            .upos
            .iter()
            .map(|u| Upos::from_str(u.get_ref()).map_err(|e| self.wrong(u.span(), e.to_string())))
            .collect::<Result<_, _>>()?;
        for (what, sentences) in [("yes", &raw.yes), ("no", &raw.no)] {
            if sentences.get_ref().len() < 2 {
                return Err(self.wrong(sentences.span(), format!("a rule needs at least two sentences under `{what}`")));
            }
        }
        Ok(Rule {
            id: format!("{}/{}", file.fact.name, raw.id),
            words: lemmas.iter().map(|l| l.split(' ').map(str::to_owned).collect()).collect(),
            upos,
            fill,
            is,
            need,
            set: self.set(file, raw)?,
            when: raw.when.iter().map(|p| self.path(p)).collect::<Result<_, _>>()?,
            unless: raw.unless.iter().map(|p| self.path(p)).collect::<Result<_, _>>()?,
            drop: self.dropped(file, raw)?,
            refers: raw.refers,
            yes: raw.yes.get_ref().clone(),
            no: raw.no.get_ref().clone(),
        })
    }

    fn set(&self, file: &RuleFile, raw: &RawRule) -> Result<BTreeMap<String, String>, Diagnostic> {
        let mut set = BTreeMap::new();
        for (value, code) in &raw.set {
            let slot = file.values.get(value).ok_or_else(|| self.wrong(code.span(), format!("unknown value `{value}`")))?;
            set.insert(value.clone(), self.code(slot, code)?);
        }
        Ok(set)
    }

    fn dropped(&self, file: &RuleFile, raw: &RawRule) -> Result<BTreeSet<Said>, Diagnostic> {
        let kept = raw.keep.iter().map(|k| self.said(k.get_ref(), k.span())).collect::<Result<BTreeSet<Said>, _>>()?;
        let all = file.fact.drop.iter().map(|d| self.said(d.get_ref(), d.span())).collect::<Result<BTreeSet<Said>, _>>()?;
        if let Some(idle) = raw.keep.iter().find(|k| self.said(k.get_ref(), k.span()).is_ok_and(|s| !all.contains(&s))) {
            return Err(self.wrong(idle.span(), format!("`{}` is not dropped, so it need not be kept", idle.get_ref())));
        }
        Ok(all.difference(&kept).copied().collect())
    }
}
