//! Questions with a name: SPARQL with a head of comments that says what it asks and what may be set.
//!
//! ```text
//! # title: Who met whom
//! # about: Meetings, with the latest first.
//! # param actor: a name of one who took part; empty for all =
//! # param status (held | planned): only meetings of this status; empty for all =
//! # param from (date): only from this day, month or year on; empty for all =
//! ```
//! In the text a parameter stands as `$actor`, and is replaced by a string; other variables begin with `?`.

use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::ontology::{Embedded, QUERIES};

/// A question with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name by which it is asked.
    pub name: String,
    /// What it asks, in a few words.
    pub title: String,
    /// What it asks, in a sentence or two.
    pub about: String,
    /// What may be set.
    pub parameters: Vec<Parameter>,
    /// The text with its parameters.
    text: String,
}

/// What may be set of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it means.
    pub about: String,
    /// What it is where nobody sets it.
    pub default: String,
    /// What it may be set to beside nothing; anything where the list is empty, a day, month or year where it is `date` alone.
    pub choices: Vec<String>,
}

impl Named {
    /// The questions that ship, in the order of their names.
    #[must_use]
    pub fn all() -> Vec<Self> {
        QUERIES.iter().map(Self::embedded).collect()
    }

    /// The question that ships under that name.
    ///
    /// # Errors
    /// Says which names there are.
    pub fn of(name: &str) -> Result<Self, Diagnostic> {
        let all = Self::all();
        let names: Vec<String> = all.iter().map(|n| n.name.clone()).collect();
        let unknown = || Diagnostic::new(format!("no query is named `{name}`")).hinted(format!("there are {}", names.join(", ")));
        all.into_iter().find(|n| n.name == name).ok_or_else(unknown)
    }

    /// A question from its text; what its head does not say stays empty.
    #[must_use]
    pub fn read(name: &str, text: &str) -> Self {
        let head = || text.lines().map_while(|line| line.strip_prefix('#')).map(str::trim);
        let field = |name: &str| head().find_map(|l| l.strip_prefix(name)).map(|v| v.trim().to_owned()).unwrap_or_default();
        let parameters = head().filter_map(|line| Parameter::read(line.strip_prefix("param ")?)).collect();
        Self { name: name.to_owned(), title: field("title:"), about: field("about:"), parameters, text: text.to_owned() }
    }

    fn embedded(file: &Embedded) -> Self {
        let name = file.name.trim_start_matches("queries/").trim_end_matches(".rq");
        Self::read(name, file.text)
    }

    /// Its text without its head, and with the parameters as `$name`.
    #[must_use]
    pub fn body(&self) -> &str {
        let head: usize = self.text.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum();
        &self.text[head..]
    }

    /// Its SPARQL with the parameters set, or at their defaults.
    ///
    /// # Errors
    /// When something is set that is no parameter of it.
    pub fn sparql(&self, settings: &[(String, String)]) -> Result<String, Diagnostic> {
        for (name, _) in settings {
            if !self.parameters.iter().any(|p| p.name == *name) {
                let known: Vec<&str> = self.parameters.iter().map(|p| p.name.as_str()).collect();
                let hint = if known.is_empty() { "it has none".to_owned() } else { format!("it has {}", known.join(", ")) };
                return Err(Diagnostic::new(format!("`{name}` is no parameter of this query")).in_file(&self.name).hinted(hint));
            }
        }
        for (parameter, value) in
            settings.iter().filter_map(|(name, value)| Some((self.parameters.iter().find(|p| p.name == *name)?, value)))
        {
            parameter.check(value).map_err(|e| e.in_file(&self.name))?;
        }
        let value = |parameter: &Parameter| {
            let set = settings.iter().rev().find(|(name, _)| *name == parameter.name);
            literal(set.map_or(&parameter.default, |(_, value)| value))
        };
        let mut parts = self.text.split('$');
        let mut out = parts.next().unwrap_or("").to_owned();
        for part in parts {
            let end = part.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(part.len());
            let (name, rest) = part.split_at(end);
            match self.parameters.iter().find(|p| p.name == name) {
                Some(parameter) => out += &value(parameter),
                None => out.extend(["$", name]),
            }
            out += rest;
        }
        Ok(out)
    }
}

impl Parameter {
    fn read(line: &str) -> Option<Self> {
        let (name, rest) = line.split_once(':')?;
        let (about, default) = rest.rsplit_once('=').unwrap_or((rest, ""));
        let (name, choices) = name.trim().strip_suffix(')').and_then(|n| n.split_once('(')).unwrap_or((name, ""));
        let choices = choices.split('|').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect();
        let [name, about, default] = [name, about, default].map(|part| part.trim().to_owned());
        Some(Self { name, about, default, choices })
    }

    /// Refuses what it cannot be set to.
    fn check(&self, value: &str) -> Result<(), Diagnostic> {
        let wrong = |hint: String| Err(Diagnostic::new(format!("`{}` cannot be `{value}`", self.name)).hinted(hint));
        match self.choices.as_slice() {
            _ if value.is_empty() => Ok(()),
            [] => Ok(()),
            [date] if date == "date" => value.parse::<Date>().map(|_| ()).or_else(|e| wrong(e.to_string())),
            choices if choices.iter().any(|c| c.eq_ignore_ascii_case(value)) => Ok(()),
            choices => wrong(format!("it is one of {}", choices.join(", "))),
        }
    }
}

/// A string of SPARQL.
fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Question;

    #[test]
    fn every_question_that_ships_says_what_it_asks_and_can_be_asked() {
        for named in Named::all() {
            assert!(!named.title.is_empty() && named.about.ends_with('.'), "{}", named.name);
            let text = named.sparql(&[]).expect("no settings");
            assert!(!text.contains('$'), "{}: a parameter without a line of its own", named.name);
            let parsed = Question::parse(&text);
            assert!(parsed.is_ok(), "{}: {parsed:?}", named.name);
            for parameter in &named.parameters {
                assert!(named.text.contains(&format!("${}", parameter.name)), "{} does not use {}", named.name, parameter.name);
                assert!(!parameter.about.is_empty(), "{}", named.name);
            }
        }
    }

    #[test]
    fn what_is_set_is_a_string_whatever_it_holds() {
        let named = Named::read("test", "# param who: a name = Kenya\nSELECT * { ?x ?y $who . ?x ?y $whose }");
        let ask = |who: &str| named.sparql(&[("who".to_owned(), who.to_owned())]);
        assert_eq!(named.sparql(&[]).expect("fine").lines().last(), Some("SELECT * { ?x ?y \"Kenya\" . ?x ?y $whose }"));
        assert_eq!(named.body(), "SELECT * { ?x ?y $who . ?x ?y $whose }");
        let odd = ask("\" . } # \\ \n $who").expect("fine");
        assert!(odd.contains(r#"?y "\" . } # \\ \n $who" ."#), "{odd}");
        let closed =
            Named::read("test", "# param when (date): a day =\n# param how (held | planned): a status =\nSELECT * { ?x $when $how }");
        let set = |name: &str, value: &str| closed.sparql(&[(name.to_owned(), value.to_owned())]).map_err(|e| e.to_string());
        assert!(set("when", "2012-11").is_ok() && set("when", "").is_ok() && set("how", "Held").is_ok());
        assert_eq!(set("how", "maybe"), Err("test: `how` cannot be `maybe` (it is one of held, planned)".to_owned()));
        assert!(set("when", "yesterday").is_err_and(|e| e.contains("is not a date such as")));
        let wrong = named.sparql(&[("what".to_owned(), String::new())]).expect_err("no such parameter");
        assert_eq!(wrong.to_string(), "test: `what` is no parameter of this query (it has who)");
    }
}
