//! From what was written to a test that cannot be wrong, or to every mistake in it.

mod attrs;
#[cfg(test)]
mod corpus;
mod file;
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
use settings::Settings;
use wiring::Wiring;

pub(crate) use attrs::{Role, role};

pub(crate) fn lower<'i>(
    args: &Args,
    function: &'i Input,
    mut mistakes: Mistakes,
) -> Result<Model<'i>, syn::Error> {
    let (mut wiring, settings) = read_keys(args, &mut mistakes);
    attrs::check(&function.attrs, &mut mistakes);
    signature::check(&function.sig, &mut mistakes);
    let params = params::read(&function.sig, &mut mistakes);
    if wiring.is_empty() {
        params::make_lone_host(&params, &mut wiring, &mut mistakes);
    }
    let arguments = params::resolve(&params, &wiring, &mut mistakes);
    let run_in = settings.run_in(&wiring, &mut mistakes);
    settings.check_runtime(function.sig.asyncness.is_some(), &mut mistakes);
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
            allow_stray_panics: settings.allow_stray_panics,
            expected_panic: attrs::expected_panic(&function.attrs),
            arguments,
            has_test: function.attrs.iter().any(|attr| role(attr) == Role::BuiltInTest),
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
