//! `chancery completions` and `chancery man`: what a shell and a manual need to know, made from the arguments themselves.

use std::io;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Arguments, Failure, Outcome};

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let mut script = Vec::new(); // the generator cannot report that its reader has gone
        clap_complete::generate(self.shell, &mut Arguments::command(), "chancery", &mut script);
        io::Write::write_all(&mut io::stdout().lock(), &script)?;
        Ok(Outcome::Done)
    }
}

#[derive(Debug, Args)]
pub(super) struct Man {
    /// The page of one command; without it, of the program
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl Man {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let mut program = Arguments::command();
        program.build();
        let command = match &self.command {
            None => program,
            Some(name) => {
                let named = program.find_subcommand(name).cloned();
                named.ok_or_else(|| crate::diagnostic::Diagnostic::new(format!("there is no command `{name}`")))?
            }
        };
        clap_mangen::Man::new(command).render(&mut io::stdout().lock())?;
        Ok(Outcome::Done)
    }
}
