//! The user that a command runs as.
//!
//! It is root in its network: programs that configure networks check for UID 0 more often than for
//! capabilities, and programs that drop privileges start as root. Outside it is still the same user.

use std::fs;
use std::io;
use std::process::Command;

use nsfixture::__cli;

use crate::process::userns_root::enter_as_root;
use crate::user::User;

/// The user that COMMAND runs as.
#[derive(clap::Args)]
pub(crate) struct UserArgs {
    /// Run COMMAND as your user, with capabilities for the network only
    ///
    /// By default it runs as root of its own user namespace, with your files, and may do anything in its
    /// network. Use this for programs that refuse to run as root, and for tests that expect permission
    /// errors.
    #[arg(long)]
    keep_user: bool,
}

/// Enters a user namespace if one is needed. Returns why it has only one user, if it does.
pub(crate) fn enter(who: &UserArgs) -> Option<String> {
    if who.keep_user {
        __cli::enter_as_current_user();
        return None;
    }
    if !__cli::needs_user_namespace() {
        return None;
    }
    let ids = Ids::find();
    let mut why_not = None;
    enter_as_root(|process| match ids.and_then(|ids| ids.map(process)) {
        Ok(()) => true,
        Err(why) => {
            why_not = Some(why);
            false
        }
    });
    why_not
}

/// The user and the group, and the additional IDs that they may use (subuid(5), subgid(5)).
struct Ids {
    user: Map,
    group: Map,
}

/// The ID to map to root, and the ranges to map to 1 and above: the first ID and the number of IDs.
struct Map {
    own: u32,
    others: Vec<(u32, u32)>,
}

impl Ids {
    fn find() -> Result<Self, String> {
        let User { id, group, name } = User::current();
        let user_names = [id.to_string(), name.unwrap_or_default()];
        Ok(Self {
            user: Map { own: id, others: others("/etc/subuid", &user_names)? },
            // Both files are by the user's name.
            group: Map { own: group, others: others("/etc/subgid", &user_names)? },
        })
    }

    fn map(&self, process: i32) -> Result<(), String> {
        run("newuidmap", process, &self.user)?;
        run("newgidmap", process, &self.group)
    }
}

fn others(file: &str, names: &[String]) -> Result<Vec<(u32, u32)>, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let ranges = ranges(&text, names);
    if ranges.is_empty() {
        Err(format!("{file} has no range of IDs for this user"))
    } else {
        Ok(ranges)
    }
}

/// Parses the ranges in lines such as `alice:100000:65536`.
fn ranges(text: &str, names: &[String]) -> Vec<(u32, u32)> {
    let range = |line: &str| {
        let mut fields = line.trim().split(':');
        let name = fields.next().filter(|name| !name.is_empty())?;
        let (first, count) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        (count > 0 && names.iter().any(|own| own == name)).then_some((first, count))
    };
    text.lines().filter_map(range).collect()
}

/// Returns the arguments of newuidmap(1): triples of the ID inside, the ID outside and the count.
fn arguments(map: &Map) -> Vec<u32> {
    let mut arguments = vec![0, map.own, 1];
    let mut next = 1;
    for &(first, count) in &map.others {
        arguments.extend([next, first, count]);
        next = next.saturating_add(count);
    }
    arguments
}

fn run(program: &str, process: i32, map: &Map) -> Result<(), String> {
    let mut command = Command::new(program);
    command.arg(process.to_string()).args(arguments(map).iter().map(u32::to_string));
    match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let stderr = String::from_utf8_lossy(&output.stderr);
            let line = stderr.lines().next().unwrap_or("no output");
            let line = line.strip_prefix(&format!("{program}: ")).unwrap_or(line);
            Err(format!("{program} failed: {line}"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(format!("{program} is not installed (Debian package: uidmap)"))
        }
        Err(error) => Err(format!("cannot start {program}: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, arguments: &[u32]) {
        let names = ["1000".to_owned(), "alice".to_owned()];
        let map = Map { own: 1000, others: ranges(text, &names) };
        assert_eq!(super::arguments(&map), arguments, "{text:?}");
    }

    #[test]
    fn finds_ranges_by_name_and_number() {
        check("", &[0, 1000, 1]);
        check("bob:1:2\nalice:100000:65536\n", &[0, 1000, 1, 1, 100_000, 65536]);
        check("1000:5:10\nalice:100:20\n", &[0, 1000, 1, 1, 5, 10, 11, 100, 20]);
        check("alice:x:1\nalice:1\nalice:1:0\n::\n", &[0, 1000, 1]);
    }
}
