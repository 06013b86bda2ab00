//! From what was written to a test that cannot be wrong, or to every mistake in it.

mod attrs;
#[cfg(test)]
mod corpus;
mod file;
mod harness;
mod params;
mod segment;
mod settings;
mod signature;
mod spans;
#[cfg(test)]
mod tests;
mod timeout;
mod topology;
mod value;
mod wiring;

use quote::quote;

use crate::args::{Args, Value};
use crate::diag::{self, Mistakes};
use crate::input::Input;
use crate::keys;
use crate::model::Model;
use crate::source::Around;
use settings::Settings;
use wiring::Wiring;

pub(crate) use attrs::{Role, expected_panic, has_test, role};
pub(crate) use harness::Harnesses;

pub(crate) fn lower<'i>(
    args: &Args,
    function: &'i Input,
    around: &Around,
    mut mistakes: Mistakes,
) -> Result<Model<'i>, syn::Error> {
    let (mut wiring, settings) = read_keys(args, &mut mistakes);
    let Input { attrs, sig, .. } = function;
    let is_async = sig.asyncness.is_some();
    let harnesses = Harnesses::below(attrs, is_async);
    attrs::check(attrs, &mut mistakes);
    attrs::check_above(around, attrs, &mut mistakes);
    signature::check(sig, harnesses, &mut mistakes);
    let params = params::read(sig, harnesses, &mut mistakes);
    if wiring.is_empty() {
        params::make_lone_host(&params, &mut wiring, &mut mistakes);
    }
    let arguments = params::resolve(&params, &wiring, &mut mistakes);
    let run_in = settings.run_in(&wiring, &mut mistakes);
    settings.check_runtime(is_async, harnesses, &mut mistakes);
    wiring.check(&mut mistakes);

    match mistakes.into_error() {
        Some(error) => Err(error),
        None => Ok(Model {
            function,
            flavor: settings.flavor(),
            krate: settings.krate.unwrap_or_else(|| quote!(::nsfixture)),
            network: wiring.into_network(),
            run_in,
            timeout_millis: settings.timeout_millis,
            allow_unobserved_panics: settings.allow_unobserved_panics,
            arguments,
            harnesses,
            is_registered: attrs::is_registered(around, attrs, sig),
        }),
    }
}

fn read_keys<'a>(args: &'a Args, mistakes: &mut Mistakes) -> (Wiring, Settings<'a>) {
    let mut wiring = Wiring::default();
    let mut settings = Settings::default();
    if !args.whole {
        wiring.leave_open();
    }
    for item in &args.items {
        let name = item.name();
        match (name.as_str(), keys::find(&keys::TOP, &name)) {
            ("link" | "lan" | "router" | "host" | "topology" | "file", Some(key)) => {
                wiring.add(key, item, mistakes);
            }
            (_, Some(key)) => settings.set(key, item, mistakes),
            (_, None) => {
                if !matches!(item.value, Value::Is(_)) {
                    wiring.leave_open();
                }
                mistakes.at(&item.key, diag::unknown_key(&name, "ns_test", &keys::TOP));
            }
        }
    }
    (wiring, settings)
}
