//! What the writer does.

use std::io::Cursor;

use oxigraph::model::NamedNode;
use serde::Serialize;

use super::Open;
use crate::edit::{self, Part, Problem, Update};
use crate::ingest::{self, Event, Reading, Removed, Report, Tally};
use crate::link;
use crate::query::Limit;
use crate::read;
use crate::serve::ask::{Dataset, node};
use crate::serve::reply::Refused;
use crate::serve::write::{Done, Job, overrun};

/// Does a job.
pub(super) fn work(open: &mut Open, job: Job, parts: Vec<Vec<u8>>, seconds: u64) -> Result<Done, Refused> {
    match job {
        Job::Update { update, using, base } => {
            let using = using.as_ref().map(Dataset::graphs).transpose()?;
            let update = Update::parse(&update, &base, using).map_err(refused)?;
            update.run(&mut open.writer, &Limit::start(Some(seconds))).map_err(refused)?;
            Ok(Done { status: 204, body: None, changed: true })
        }
        Job::Graph { name, base, media, replace } => {
            let graph = name.as_deref().map(node).transpose()?;
            let parts: Vec<Part> = media.into_iter().zip(parts).map(|(media, bytes)| Part { media, bytes }).collect();
            let made = edit::put(&mut open.writer, graph.as_ref().map(NamedNode::as_ref), &parts, &base, replace).map_err(refused)?;
            Ok(Done { status: if made { 201 } else { 204 }, body: None, changed: true })
        }
        Job::Drop(name) => {
            let graph = name.as_deref().map(node).transpose()?;
            edit::delete(&mut open.writer, graph.as_ref().map(NamedNode::as_ref)).map_err(refused)?;
            Ok(Done { status: 204, body: None, changed: true })
        }
        Job::Ingest { files, link } => ingest(open, files, parts, link),
        Job::Remove { articles, link } => remove(open, &articles, link),
    }
}

impl Job {
    /// Whether it is made in more than one transaction.
    pub(super) fn is_several(&self) -> bool {
        matches!(self, Self::Ingest { .. } | Self::Remove { .. })
    }
}

fn refused(problem: Problem) -> Refused {
    match problem {
        Problem::Malformed(message) => Refused::new(400_u16, message),
        Problem::Unknown(message) => Refused::new(415_u16, message),
        Problem::Forbidden(message) => Refused::new(403_u16, message),
        Problem::Missing(graph) => Refused::new(404_u16, format!("there is no graph <{graph}>")),
        Problem::Exists(graph) => Refused::new(409_u16, format!("there is a graph <{graph}> already")),
        Problem::Overrun(seconds) => overrun(seconds),
        Problem::Failed(message) => Refused::new(500_u16, message),
    }
}

/// Reads files, one after the other.
fn ingest(open: &mut Open, files: Vec<(String, Reading)>, parts: Vec<Vec<u8>>, link: bool) -> Result<Done, Refused> {
    let (analyst, run) = open.analyst()?;
    let (mut tally, mut events) = (Tally::default(), Vec::new());
    for ((name, reading), bytes) in files.into_iter().zip(parts) {
        let options = reading.options().map_err(|message| Refused::new(400_u16, message))?;
        let articles = read::articles_of(Cursor::new(bytes), &name, options);
        let tell = |event| {
            if event != Event::Read {
                events.push(event);
            }
        };
        tally.add(&ingest::ingest(&mut open.writer, articles, (analyst, &run), open.options.threads, tell)?);
    }
    let linked = if link { Some(link::link(&mut open.writer, analyst.types(), analyst.register(), false)?) } else { None };
    let changed = tally.added + tally.replaced > 0 || linked.is_some_and(|linked| linked.facts > 0);
    let report = Report::new(tally, &events, linked);
    said(if report.is_rejected() { 422 } else { 200 }, &report, changed)
}

/// Takes articles out.
fn remove(open: &mut Open, articles: &[String], link: bool) -> Result<Done, Refused> {
    let mut removed = Removed::default();
    for article in articles {
        let there = NamedNode::new(article).ok().map(|node| open.writer.remove(node.as_ref())).transpose()?;
        if there == Some(true) {
            removed.removed += 1;
        } else {
            removed.unknown.push(article.clone());
        }
    }
    open.writer.flush()?;
    if link && link::is_linked(open.writer.store())? {
        let (analyst, _) = open.analyst()?;
        link::link(&mut open.writer, analyst.types(), analyst.register(), false)?;
    }
    if removed.removed == 0 {
        return Err(Refused::new(404_u16, format!("the store holds no article <{}>", removed.unknown.join(">, <"))));
    }
    said(200, &removed, true)
}

fn said(status: u16, what: &impl Serialize, changed: bool) -> Result<Done, Refused> {
    let body = serde_json::to_string_pretty(what).map_err(|e| Refused::new(500_u16, e.to_string()))?;
    Ok(Done { status, body: Some(body + "\n"), changed })
}
