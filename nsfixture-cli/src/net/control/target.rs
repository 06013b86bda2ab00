//! What a request names.

use nsfixture::__cli::did_you_mean;
use nsfixture::{Cable, Error, Net, Switch};

/// A cable, or a LAN with all its cables.
pub(crate) enum Target {
    Cable(Cable),
    Lan(Switch),
}

impl Target {
    /// Finds a link or a LAN by its name, or the cable of one host of a LAN: `LAN:HOST`, or `LAN/HOST` as messages
    /// have it.
    ///
    /// # Errors
    /// Returns an error with the names that exist.
    pub(crate) fn find(net: &Net, name: &str) -> Result<Self, String> {
        if let Some((lan, host)) = name.split_once([':', '/']) {
            let found = net.lans().find(|known| known.name() == lan);
            let lan = found.ok_or_else(|| unknown("LAN", lan, &[&lans(net)]))?;
            return lan.get_cable(host).map(Self::Cable).map_err(|error: Error| error.to_string());
        }
        let lan = net.lans().find(|lan| lan.name() == name).map(Self::Lan);
        let link = || net.links().find(|link| link.name() == name).map(Self::Cable);
        lan.or_else(link).ok_or_else(|| unknown("link or LAN", name, &[&links(net), &lans(net)]))
    }
}

/// Names of one kind.
struct Names {
    kind: &'static str,
    names: Vec<String>,
}

fn links(net: &Net) -> Names {
    Names { kind: "links", names: net.links().map(|link| link.name().to_owned()).collect() }
}

fn lans(net: &Net) -> Names {
    Names { kind: "LANs", names: net.lans().map(|lan| lan.name().to_owned()).collect() }
}

fn unknown(kind: &str, name: &str, known: &[&Names]) -> String {
    let all = known.iter().flat_map(|names| &names.names).map(String::as_str);
    let meant = did_you_mean(name, all);
    let meant = meant.map(|meant| format!(": did you mean `{meant}`?")).unwrap_or_default();
    let lists = known.iter().filter(|names| !names.names.is_empty());
    let lists: Vec<String> =
        lists.map(|names| format!("{}: {}", names.kind, names.names.join(", "))).collect();
    let lists = if lists.is_empty() { format!("it has no {kind}") } else { lists.join("; ") };
    format!("no {kind} named `{name}` in this network{meant} ({lists})")
}
