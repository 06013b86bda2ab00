//! The users and groups in a host (subuid(5), newuidmap(1)).

use std::env;
use std::fs;

use nsfixture::__cli::{self, EntryOutcome};

use crate::doctor::report::{Row, Verdict};
use crate::user::User;

pub(super) fn rows() -> Vec<Row> {
    let User { id: user, name, .. } = User::current();
    let has_one = !matches!(__cli::outcome(), EntryOutcome::Capabilities);
    let inside = if has_one {
        format!("only {user}: chown and su to other users fail")
    } else {
        "those of this process".to_owned()
    };
    let table = fs::read_to_string("/etc/subuid").unwrap_or_default();
    let range = range(&table, user, name.as_deref());
    let given = match (range, is_installed("newuidmap")) {
        (None, _) => "none for this user in /etc/subuid: a single ID".to_owned(),
        (Some((first, count)), true) => format!("{count} starting at {first}, via newuidmap"),
        (Some((first, count)), false) => {
            format!("{count} starting at {first}, but newuidmap is not installed")
        }
    };
    vec![
        Row::new("IDs in a host", Verdict::Allows, inside),
        Row::new("IDs for namespaces", Verdict::Allows, given),
    ]
}

/// Returns the first range of a user, by name or number: the first ID and the number of IDs.
fn range(table: &str, user: u32, name: Option<&str>) -> Option<(u64, u64)> {
    table.lines().find_map(|line| {
        let mut fields = line.trim().split(':');
        let whose = fields.next()?;
        let is_ours = Some(whose) == name || whose.parse() == Ok(user);
        let range = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        is_ours.then_some(range)
    })
}

fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|directory| directory.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::range;

    #[track_caller]
    fn check(user: u32, name: Option<&str>, found: Option<(u64, u64)>) {
        const TABLE: &str = "ann:100000:65536\n\nbob:1:\n1002:300000:1000\n";
        assert_eq!(range(TABLE, user, name), found);
    }

    #[test]
    fn finds_the_range_of_a_user() {
        check(1000, Some("ann"), Some((100_000, 65536)));
        check(1001, Some("bob"), None);
        check(1002, None, Some((300_000, 1000)));
        check(1003, Some("cid"), None);
    }
}
